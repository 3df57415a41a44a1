package io.jenkins.plugins.bluegreen.faults;

/** The process that deploys is killed. */
class EngineKilledIT extends FaultMatrix {

    EngineKilledIT() {
        super(0, Fault.ENGINE_KILLED, FarHost::withFlag);
    }
}
