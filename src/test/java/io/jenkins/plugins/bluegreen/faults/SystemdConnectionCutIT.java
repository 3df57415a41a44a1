package io.jenkins.plugins.bluegreen.faults;

/** The connection to a host whose systemd runs the application is cut. */
class SystemdConnectionCutIT extends FaultMatrix {

    SystemdConnectionCutIT() {
        super(9, Fault.CONNECTION_CUT, FarHost::withSystemd);
    }
}
