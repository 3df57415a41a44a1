package io.jenkins.plugins.bluegreen.record;

import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;

/**
 * What lists show of a deployment.
 *
 * @param id names the deployment
 * @param subject what it is about
 * @param origin who wanted it, with the newest three commits
 * @param ending how it ended, without evidence
 * @param asked how many requests to the front door were made to see what users notice; 0 where nothing was measured
 * @param failed how many of them failed
 * @param downtime the longest time without a good answer in which one failed
 */
public record Summary(
        String id, Subject subject, Origin origin, Ending ending, int asked, int failed, Duration downtime) {

    /** In which order lists show them: the one that had its turn at the hosts last is the first. */
    public static final Comparator<Summary> NEWEST_FIRST = Comparator.<Summary, Instant>comparing(
                    summary -> summary.ending().turn())
            .thenComparing(Summary::id)
            .reversed();

    /** Tells whether it was a rollback that found its release serving already, so that there was nothing to do. */
    public boolean didNothing() {
        SlotChange slots = subject.slots();
        return ending.state() == Ending.State.DEPLOYED
                && subject.to() == null
                && slots.live() != null
                && slots.live() == slots.previous();
    }
}
