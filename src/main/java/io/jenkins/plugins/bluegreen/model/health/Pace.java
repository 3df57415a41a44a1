package io.jenkins.plugins.bluegreen.model.health;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.Serializable;
import java.time.Duration;

/**
 * When the health questions are asked: the first one after {@code initialDelay}, then until one of the limits is reached.
 *
 * @param initialDelay how long to wait before the first question
 * @param retries how many questions at the most, 1 to 10,000, or 0 for no limit but the time
 * @param interval the time from one question to the next, or zero for 250 ms that back off to 2 s
 * @param total how long it is asked in all; does not count where both retries and interval are given
 */
public record Pace(Duration initialDelay, int retries, Duration interval, Duration total) implements Serializable {

    private static final Duration FIRST_GAP = Duration.ofMillis(250);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(2);

    /** @throws PlanException for a count out of range, or no time at all */
    public Pace {
        if (retries < 0 || retries > 10_000) {
            throw new PlanException("healthCheck.retries is " + retries + "; it is a number from 1 to 10000.");
        }
        if (total.isZero()) {
            throw new PlanException("startTimeout is 0; an application needs some time to start, such as 200s.");
        }
    }

    /** Tells whether retries and interval alone say when it ends. */
    public boolean fixed() {
        return retries > 0 && !interval.isZero();
    }

    /**
     * Tells whether questions may come sooner, once there is somebody to ask: no interval says otherwise, and there is no number of
     * questions that would be used up before the application is ready.
     */
    public boolean eager() {
        return interval.isZero() && retries == 0;
    }

    /**
     * Returns the time from one question to the next.
     *
     * @param asked how many were asked so far, from 1
     * @param listening for how long there has been somebody to ask
     */
    public Duration gapAfter(int asked, Duration listening) {
        if (!interval.isZero()) {
            return interval;
        }
        if (eager()) {
            // So that it is found ready a fortieth of the time late that it took, if that is more than the first gap.
            return atMostLongest(listening.dividedBy(40));
        }
        // Half as long again each time: few questions have to last for as long as an application may take.
        Duration gap = FIRST_GAP;
        for (int i = 1; i < asked && gap.compareTo(LONGEST_GAP) < 0; i++) {
            gap = gap.multipliedBy(3).dividedBy(2);
        }
        return atMostLongest(gap);
    }

    private static Duration atMostLongest(Duration gap) {
        Duration most = gap.compareTo(LONGEST_GAP) < 0 ? gap : LONGEST_GAP;
        return most.compareTo(FIRST_GAP) > 0 ? most : FIRST_GAP;
    }

    /** Tells whether the number of questions, at least, allows one more. */
    public boolean mayAskOnceMore(int asked) {
        return retries == 0 || asked < retries;
    }

    /**
     * Tells whether one more question may be asked.
     *
     * @param asked how many were asked so far
     * @param elapsed the time since the application was started
     */
    public boolean mayAsk(int asked, Duration elapsed) {
        return mayAskOnceMore(asked) && (fixed() || elapsed.compareTo(total) < 0);
    }
}
