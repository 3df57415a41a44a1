package io.jenkins.plugins.bluegreen.deploy.availability;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts answers as they come, in whichever order. It begins with the first good one: what failed before that was broken already,
 * and no fault of the deployment. Times are nanoseconds of one clock.
 */
final class AvailabilityCounter {

    /** What is longer ago than any question may take has no bearing on a question that fails now. */
    private final long memory;

    private final Deque<Long> good = new ArrayDeque<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private int asked;
    private int failed;
    private int limited;
    private boolean begun;
    private long latestFailure = Long.MIN_VALUE;
    private long longestGap;
    private long downtime;
    private Long switchedAt;
    private Long newReleaseAt;

    /** @param longestAnswer how long a question may take at the most */
    AvailabilityCounter(Duration longestAnswer) {
        memory = 2 * longestAnswer.toNanos();
    }

    /** Counts a good answer. */
    synchronized void good(long answeredAt) {
        if (begun) {
            close(answeredAt);
        } else {
            begun = true;
            forgetFailures();
        }
        asked++;
        good.addLast(answeredAt);
        while (good.size() > 1 && answeredAt - good.peekFirst() > memory) {
            good.removeFirst();
        }
    }

    /** Counts a question that had no good answer. */
    synchronized void bad(long askedAt, long at, String seen) {
        asked++;
        failed++;
        failures.merge(seen, 1, Integer::sum);
        latestFailure = at;
        // It may have been waiting for an answer while others were answered again.
        long before = Long.MIN_VALUE;
        for (long each : good) {
            if (before != Long.MIN_VALUE && each > askedAt) {
                downtime = Math.max(downtime, each - before);
            }
            before = each;
        }
    }

    /** Counts a question that a router turned away, so that it says nothing of the application. */
    synchronized void limited() {
        asked++;
        limited++;
    }

    /** Notes when the switch began. */
    synchronized void switching(long at) {
        switchedAt = at;
    }

    /** Notes an answer that comes from the new release. */
    synchronized void fromRelease(long answeredAt) {
        if (switchedAt != null && newReleaseAt == null) {
            newReleaseAt = answeredAt;
        }
    }

    /** Returns how many failed since the first good answer. */
    synchronized int failedSinceGood() {
        return begun ? failed : 0;
    }

    /** Returns what was noticed until now; where nothing was ever answered well, all of it has failed. */
    synchronized Availability until(long now) {
        if (begun) {
            close(now);
        }
        Duration newRelease = newReleaseAt == null ? null : Duration.ofNanos(Math.max(0, newReleaseAt - switchedAt));
        return new Availability(
                asked, failed, limited, Duration.ofNanos(longestGap), Duration.ofNanos(downtime), newRelease, failures);
    }

    private void close(long at) {
        long gap = Math.max(0, at - good.peekLast());
        longestGap = Math.max(longestGap, gap);
        if (latestFailure > good.peekLast()) {
            downtime = Math.max(downtime, gap);
        }
    }

    private void forgetFailures() {
        asked = 0;
        failed = 0;
        limited = 0;
        failures.clear();
        latestFailure = Long.MIN_VALUE;
    }
}
