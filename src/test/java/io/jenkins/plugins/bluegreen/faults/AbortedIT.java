package io.jenkins.plugins.bluegreen.faults;

/** The build is aborted. */
class AbortedIT extends FaultMatrix {

    AbortedIT() {
        super(3, Fault.ABORTED, FarHost::withFlag);
    }
}
