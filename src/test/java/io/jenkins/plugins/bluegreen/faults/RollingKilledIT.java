package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.SeparateHost;

/** The process that deploys is killed, also between two batches, while users come by both routers. */
class RollingKilledIT extends FaultMatrix {

    RollingKilledIT() {
        super(11, Fault.ENGINE_KILLED, RollingKilledIT::hosts);
    }

    private static FarHost hosts() {
        assumeThat(SeparateHost.possible()).as("only root can make hosts").isTrue();
        return FarHost.rolling();
    }
}
