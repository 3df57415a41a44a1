package io.jenkins.plugins.bluegreen.faults;

import io.jenkins.plugins.bluegreen.lab.Traffic;

/** The sessions on the host are killed, with the include layout: each reload may cost a request on an idle connection. */
class SessionsKilledAtIncludeIT extends FaultMatrix {

    SessionsKilledAtIncludeIT() {
        super(4, Fault.SESSIONS_KILLED, FarHost::withInclude, Traffic.IDLE_CONNECTION_CLOSED);
    }
}
