package io.jenkins.plugins.bluegreen.model.outcome;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * What became of one step.
 *
 * @param host the host, or an empty text for a step over all hosts
 * @param step what was done, as the console names it
 * @param startedAt when it began
 * @param took how long it took
 * @param status how it ended
 * @param detail what is worth knowing of it, or an empty text
 */
public record StepReport(String host, String step, Instant startedAt, Duration took, Status status, String detail)
        implements Serializable {

    /** How the step begins by which a release is held; its detail is where that can be looked at. */
    public static final String HOLD = "hold ";

    /** How the step begins that sees by which slot users are served. */
    public static final String PROOF = "prove that requests reach ";

    /** How the step begins that has a router lead users to the new slot. */
    public static final String SWITCH = "switch ";

    /** How a step begins that takes another one back. */
    public static final String UNDO = "undo: ";

    /** How a step ended, or that it did not yet. */
    public enum Status {
        /** It is under way. */
        RUNNING,
        /** It did what it should. */
        DONE,
        /** It did not, which ended the deployment. */
        FAILED,
        /** It was taken back. */
        UNDONE,
        /** It could not be taken back. */
        STUCK,
        /** It is not done, but would be. */
        PLANNED
    }

    /** Returns the same step with another end. */
    public StepReport with(Status end) {
        return new StepReport(host, step, startedAt, took, end, detail);
    }
}
