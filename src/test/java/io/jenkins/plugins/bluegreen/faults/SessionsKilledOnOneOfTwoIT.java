package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.SeparateHost;

/** The sessions on one of two hosts are killed, while nginx is on a third one. */
class SessionsKilledOnOneOfTwoIT extends FaultMatrix {

    SessionsKilledOnOneOfTwoIT() {
        super(5, Fault.SESSIONS_KILLED, SessionsKilledOnOneOfTwoIT::hosts);
    }

    private static FarHost hosts() {
        assumeThat(SeparateHost.possible()).as("only root can make hosts").isTrue();
        return FarHost.beforeTwo();
    }
}
