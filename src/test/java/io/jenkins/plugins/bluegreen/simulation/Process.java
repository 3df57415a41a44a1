package io.jenkins.plugins.bluegreen.simulation;

import java.time.Instant;

/** What was started in a slot of one host, as it is. */
final class Process {

    final String release;
    final String deployment;
    /** Which one it was of all that were ever started. */
    final long number;

    boolean running = true;
    boolean ill;
    /** Whether it was a fault that killed it or made it ill, and no deployment. */
    boolean faulted;

    boolean keptUp;
    /** Whether a router ever led to it. */
    boolean served;
    /** Until when it stays as a standby, or null. */
    Instant standby;
    /** When it last gave a good answer, by the number of the call. */
    long wellAt = -1;

    String taken;
    String takenBefore;

    Process(String release, String deployment, long number) {
        this.release = release;
        this.deployment = deployment;
        this.number = number;
    }

    /** Returns the deployment that it is of now. */
    String owner() {
        return taken == null ? deployment : taken;
    }

    boolean well() {
        return running && !ill;
    }

    @Override
    public String toString() {
        return "release " + release + " of " + owner() + (running ? "" : ", which does not run")
                + (ill ? ", which is ill" : "") + (standby == null ? "" : ", a standby");
    }
}
