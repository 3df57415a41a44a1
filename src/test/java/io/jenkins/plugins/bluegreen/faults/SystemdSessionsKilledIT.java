package io.jenkins.plugins.bluegreen.faults;

/** The sessions on the host are killed, and what runs there is systemd's. */
class SystemdSessionsKilledIT extends FaultMatrix {

    SystemdSessionsKilledIT() {
        super(8, Fault.SESSIONS_KILLED, FarHost::withSystemd);
    }
}
