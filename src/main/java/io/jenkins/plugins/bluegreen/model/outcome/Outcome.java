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
 * @param slots which slot serves, and which one did before
 * @param run when it ran
 * @param steps what was done, in the order of the ends
 * @param availability what was noticed at the front door meanwhile
 * @param reason what to say of it
 */
public record Outcome(
        Result result,
        String deploymentId,
        String releaseId,
        SlotChange slots,
        Period run,
        List<StepReport> steps,
        Availability availability,
        Reason reason)
        implements Serializable {

    /** How a deployment can end. */
    public enum Result {
        /** The new release serves. */
        DEPLOYED,
        /** The new release is healthy and waits to be promoted or discarded; what served before serves. */
        HELD,
        /** What was held is discarded; what served before serves. */
        DISCARDED,
        /** It failed; all is as it was before. */
        UNDONE,
        /** It was stopped by an abort; all is as it was before. */
        ABORTED,
        /** It failed, and something could not be put back; the evidence says what to do by hand. */
        STUCK,
        /** Nothing was to be done but to find out what would be, and that was found out. */
        DRY_RUN
    }

    /**
     * A span of time.
     *
     * @param startedAt when it began
     * @param took how long it took
     */
    public record Period(Instant startedAt, Duration took) implements Serializable {}

    /** Copies the steps. */
    public Outcome {
        steps = List.copyOf(steps);
    }

    /** Returns the same, where what served before stays as a standby until then; null for not at all. */
    public Outcome standingBy(Instant until) {
        return new Outcome(result, deploymentId, releaseId, slots.standingBy(until), run, steps, availability, reason);
    }

    /** Tells whether the new release serves. */
    public boolean deployed() {
        return result == Result.DEPLOYED;
    }

    /** Tells whether it came to what it was to come to. */
    public boolean well() {
        return switch (result) {
            case DEPLOYED, HELD, DISCARDED, DRY_RUN -> true;
            case UNDONE, ABORTED, STUCK -> false;
        };
    }

    /** Returns the addresses at which a release that is held can be looked at, one for each host. */
    public List<String> previews() {
        return steps.stream()
                .filter(step -> result == Result.HELD && step.step().startsWith(StepReport.HOLD))
                .map(StepReport::detail)
                .toList();
    }

    /** Returns by what it was seen that users are served by the new release; an empty text where that is not so. */
    public String proof() {
        return steps.stream()
                .filter(step -> deployed() && step.step().startsWith(StepReport.PROOF))
                .filter(step -> step.status() == StepReport.Status.DONE)
                .map(StepReport::detail)
                .reduce("", (first, second) -> second);
    }

    /** Returns the slot that serves now, or null where that is unknown or none does. */
    public Slot live() {
        return slots.live();
    }

    /** Returns the port of the slot that serves now, or 0. */
    public int livePort() {
        return slots.livePort();
    }

    /** Returns the slot that served before, or null for a first deployment. */
    public Slot previous() {
        return slots.previous();
    }

    /** Returns the port of the slot that served before, or 0. */
    public int previousPort() {
        return slots.previousPort();
    }

    /** Returns when it began. */
    public Instant startedAt() {
        return run.startedAt();
    }

    /** Returns how long it took. */
    public Duration took() {
        return run.took();
    }

    /** Returns what to say of it, in a sentence or two. */
    public String sentence() {
        return reason.sentence();
    }

    /** Returns what was seen on the host, to stand under the sentence; may be empty. */
    public String evidence() {
        return reason.evidence();
    }
}
