package io.jenkins.plugins.bluegreen.faults;

/** The process that deploys is killed, where systemd runs the application. */
class SystemdEngineKilledIT extends FaultMatrix {

    SystemdEngineKilledIT() {
        super(7, Fault.ENGINE_KILLED, FarHost::withSystemd);
    }
}
