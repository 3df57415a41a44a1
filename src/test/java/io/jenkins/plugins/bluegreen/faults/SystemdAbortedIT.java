package io.jenkins.plugins.bluegreen.faults;

/** The build is aborted, and systemd stops what was started. */
class SystemdAbortedIT extends FaultMatrix {

    SystemdAbortedIT() {
        super(10, Fault.ABORTED, FarHost::withSystemd);
    }
}
