package io.jenkins.plugins.bluegreen.deploy.judge;

import java.util.Locale;

/**
 * What one release answered over some time: how many requests it had, how many of them failed, and how long it took to answer the others. It
 * takes the same room whatever comes. Not for several threads at once.
 */
public final class Tally {

    /** Each millisecond of the first second is told apart; from there on, what differs by more than a hundredth. */
    private static final int EXACT = 1000;

    private static final double GROWTH = Math.log(1.01);

    /** Who waited for so many milliseconds wanted to be answered. */
    private static final long PATIENCE = 2000;

    /** Ends at some six hours: what is slower counts as that. */
    private final int[] times = new int[EXACT + 1000];

    private long requests;
    private long failed;
    private long timed;
    private long unanswered;

    /**
     * Counts one.
     *
     * @param bad whether it failed; how long that took does not count
     * @param millis how long it took, in milliseconds; less than 0 where that is not known
     */
    public void add(boolean bad, long millis) {
        requests++;
        if (bad) {
            failed++;
        } else {
            time(millis);
        }
    }

    /**
     * Counts one whose client went before it was answered, which tells nothing of how that would have been. Who went at once does not count:
     * that may be somebody who types on, or loads the page again.
     *
     * @param millis for how long it had waited
     */
    public void gaveUp(long millis) {
        if (millis >= PATIENCE) {
            unanswered++;
            time(millis);
        }
    }

    private void time(long millis) {
        if (millis >= 0) {
            times[bucket(millis)]++;
            timed++;
        }
    }

    private int bucket(long millis) {
        if (millis < EXACT) {
            return (int) millis;
        }
        return Math.min(times.length - 1, EXACT + (int) (Math.log((double) millis / EXACT) / GROWTH));
    }

    private static long millis(int bucket) {
        return bucket < EXACT ? bucket : Math.round(EXACT * Math.exp((bucket - EXACT) * GROWTH));
    }

    /** Returns how many requests it had, but for those that nobody waited for. */
    public long requests() {
        return requests;
    }

    /** Returns how many were not waited for until they were answered, though for some time. */
    public long unanswered() {
        return unanswered;
    }

    /** Returns which part of all that is, 0 to 1. */
    public double left() {
        return unanswered == 0 ? 0 : (double) unanswered / (requests + unanswered);
    }

    /** Returns how many of them failed. */
    public long failed() {
        return failed;
    }

    /** Returns which part of them failed, 0 to 1; 0 for none. */
    public double failures() {
        return requests == 0 ? 0 : (double) failed / requests;
    }

    /** Returns within which time, in milliseconds, 95 of 100 of those were answered that did not fail; 0 where none is known. */
    public long within() {
        long rank = (timed * 95 + 99) / 100;
        long seen = 0;
        for (int i = 0; i < times.length; i++) {
            seen += times[i];
            if (rank > 0 && seen >= rank) {
                return millis(i);
            }
        }
        return 0;
    }

    /** Returns it for a reader: {@code 61 requests, 1 error (1.6 %), 95 % within 12 ms}. */
    public String shown() {
        String errors = failed == 0
                ? ", no error"
                : ", " + failed + (failed == 1 ? " error (" : " errors (") + percent(failures() * 100) + " %)";
        return requests
                + (requests == 1 ? " request" : " requests")
                + (requests == 0 ? "" : errors)
                + (unanswered == 0 ? "" : ", " + unanswered + " not waited for")
                + (timed == 0 ? "" : ", 95 % within " + within() + " ms");
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, part >= 10 ? "%.0f" : part >= 1 ? "%.1f" : "%.2g", part);
    }
}
