package io.jenkins.plugins.bluegreen.faults;

/** The sessions on the host are killed, with what they run there. */
class SessionsKilledIT extends FaultMatrix {

    SessionsKilledIT() {
        super(1, Fault.SESSIONS_KILLED, FarHost::withFlag);
    }
}
