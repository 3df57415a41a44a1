package io.jenkins.plugins.bluegreen.faults;

/** The process that deploys is killed, and no front door is given: only on nginx's own host is it seen where requests go. */
class NoFrontDoorIT extends FaultMatrix {

    NoFrontDoorIT() {
        super(6, Fault.ENGINE_KILLED, FarHost::withoutFrontDoor);
    }
}
