package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the parts of a deployment may take, and how much is kept.
 *
 * @param observe how long the new slot is looked at after the switch at least, before the old one is retired; zero for no longer than
 *     that is drained
 * @param stopTimeout from the polite request to stop (SIGTERM) to the forced one (SIGKILL)
 * @param drainTimeout how long the old slot may be waited for until nothing uses it any more
 * @param lockTimeout how long to wait while another deployment of the application is under way; zero fails at once
 * @param keepReleases how many releases stay on a host, 1 to 1,000, those in use not counted
 * @param keepPrevious how long what served before stays as a standby after the switch; zero for not at all
 * @param measureEvery from one question to the front door to the next while traffic is switched; zero for no questions
 * @param maxFailedRequests how many of these questions may fail before the switch is taken back
 */
public record Limits(
        Duration observe,
        Duration stopTimeout,
        Duration drainTimeout,
        Duration lockTimeout,
        int keepReleases,
        Duration keepPrevious,
        Duration measureEvery,
        int maxFailedRequests)
        implements Serializable {

    /** For {@code maxFailedRequests}: failed requests are counted, and change nothing. */
    public static final int ANY_NUMBER = Integer.MAX_VALUE;

    /** More often would be a load and not a measurement. */
    private static final Duration SHORTEST_GAP = Duration.ofMillis(20);

    /** Those of a deployment that leaves no standby. */
    public Limits(
            Duration observe,
            Duration stopTimeout,
            Duration drainTimeout,
            Duration lockTimeout,
            int keepReleases,
            Duration measureEvery,
            int maxFailedRequests) {
        this(
                observe,
                stopTimeout,
                drainTimeout,
                lockTimeout,
                keepReleases,
                Duration.ZERO,
                measureEvery,
                maxFailedRequests);
    }

    /** @throws PlanException for a number out of range */
    public Limits {
        if (keepReleases < 1 || keepReleases > 1_000) {
            throw new PlanException("keepReleases is " + keepReleases + "; it is a number from 1 to 1000.");
        }
        if (!measureEvery.isZero() && measureEvery.compareTo(SHORTEST_GAP) < 0) {
            throw new PlanException("measureEvery is " + TimeSpan.show(measureEvery) + "; it is at least "
                    + TimeSpan.show(SHORTEST_GAP) + ", or 0 for no measurement.");
        }
        if (maxFailedRequests < 0) {
            throw new PlanException(
                    "maxFailedRequests is " + maxFailedRequests + "; it is 0 or more, or unset for any number.");
        }
    }

    /**
     * Refuses a limit of failed requests where none is made: nothing would ever be switched back by it.
     *
     * @param asked whether there is a front door that is asked
     * @param where where a person gives one, for the end of a sentence
     * @throws PlanException if nobody counts
     */
    public void checkCounted(boolean asked, String where) {
        uncounted(asked).ifPresent(why -> {
            throw new PlanException(why + "; give "
                    + (asked ? "measureEvery a time, such as 400ms" : "frontDoor" + where)
                    + ", or leave maxFailedRequests out.");
        });
    }

    /** Returns why nobody counts what is limited, as the beginning of a sentence; nothing where somebody does, or nothing is limited. */
    public Optional<String> uncounted(boolean asked) {
        return maxFailedRequests == ANY_NUMBER || asked && !measureEvery.isZero()
                ? Optional.empty()
                : Optional.of("maxFailedRequests is " + maxFailedRequests + ", but "
                        + (asked ? "measureEvery is 0" : "frontDoor is not set")
                        + ", so that no request is made that could fail");
    }
}
