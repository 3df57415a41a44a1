package io.jenkins.plugins.bluegreen.faults;

/** The connection is cut, and what runs on the host goes on. */
class ConnectionCutIT extends FaultMatrix {

    ConnectionCutIT() {
        super(2, Fault.CONNECTION_CUT, FarHost::withFlag);
    }
}
