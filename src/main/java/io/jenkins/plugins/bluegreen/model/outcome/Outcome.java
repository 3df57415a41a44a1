package io.jenkins.plugins.bluegreen.model.outcome;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a deployment ended; a value, so that a failed one keeps its timeline.
 *
 * @param result how it ended
 * @param deploymentId which deployment
 * @param releaseId what was to be deployed
 * @param live the slot that serves now, or null where that is unknown or none does
 * @param livePort its port, or 0
 * @param previous the slot that served before, or null for a first deployment
 * @param previousPort its port, or 0
 * @param startedAt when it began
 * @param took how long it took
 * @param steps what was done, in the order of the ends
 * @param availability what was noticed at the front door meanwhile
 * @param sentence what to say of it: for a success the state reached, otherwise what failed, why, and what state resulted
 * @param evidence what was seen on the host, to stand under the sentence; may be empty
 */
public record Outcome(
        Result result,
        String deploymentId,
        String releaseId,
        Slot live,
        int livePort,
        Slot previous,
        int previousPort,
        Instant startedAt,
        Duration took,
        List<StepReport> steps,
        Availability availability,
        String sentence,
        String evidence)
        implements Serializable {

    /** How a deployment can end. */
    public enum Result {
        /** The new release serves. */
        DEPLOYED,
        /** It failed; all is as it was before. */
        ROLLED_BACK,
        /** It was stopped by an abort; all is as it was before. */
        ABORTED,
        /** It failed, and something could not be put back; the evidence says what to do by hand. */
        STUCK
    }

    /** Copies the steps. */
    public Outcome {
        steps = List.copyOf(steps);
    }

    /** Tells whether the new release serves. */
    public boolean deployed() {
        return result == Result.DEPLOYED;
    }
}
