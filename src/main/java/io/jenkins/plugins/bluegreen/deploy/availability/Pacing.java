package io.jenkins.plugins.bluegreen.deploy.availability;

import java.time.Duration;

/** How often the front door is asked. Times are nanoseconds of one clock. */
final class Pacing {

    private final long slowest;
    private long gap;
    private long due;
    private long slowerSince;
    private boolean begun;

    /**
     * Begins with a pace.
     *
     * @param gap from one question to the next
     * @param slowest the longest gap that it may come to
     */
    Pacing(Duration gap, Duration slowest) {
        this.gap = gap.toNanos();
        this.slowest = slowest.toNanos();
    }

    /** Returns how long it is until the next question is due. Those that were missed are not made up for: that would be a crowd of them. */
    synchronized long untilNext(long now) {
        if (!begun) {
            begun = true;
            due = now;
            slowerSince = now;
        }
        due = Math.max(due + gap, now);
        return due - now;
    }

    /**
     * Doubles the gap, unless the question was asked before it was doubled the last time.
     *
     * @param asked when the question was asked that was turned away
     * @return whether it is slower now
     */
    synchronized boolean slower(long asked, long now) {
        if (asked < slowerSince || gap >= slowest) {
            return false;
        }
        gap = Math.min(2 * gap, slowest);
        slowerSince = now;
        return true;
    }

    /** Returns the time from one question to the next. */
    synchronized Duration gap() {
        return Duration.ofNanos(gap);
    }
}
