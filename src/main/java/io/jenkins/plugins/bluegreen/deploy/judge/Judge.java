package io.jenkins.plugins.bluegreen.deploy.judge;

import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;

/**
 * When a release is bad that a share of the clients is led to. It is measured by a limit and by the release that the others are led to over the
 * same time: what is as bad as that is not due to the new one.
 *
 * @param minRequests how many requests it must have had
 * @param maxErrors which part of them may fail, 0 to 1
 * @param maxLatency within which time 95 of 100 must be answered; zero where that does not matter
 */
public record Judge(int minRequests, double maxErrors, Duration maxLatency) implements Serializable {

    /** So many failures, and half of all, are waited for no longer. */
    private static final int PLAIN = 5;

    /** What comes of it. */
    public enum Verdict {
        /** Nothing speaks against it. */
        GOOD,
        /** It is worse than it may be, and than the other one. */
        BAD,
        /** It had too few requests to tell. */
        TOO_FEW
    }

    /** Judges at the end of some time. */
    public Verdict of(Tally canary, Tally live) {
        if (hangs(canary, live)) {
            return Verdict.BAD;
        }
        if (canary.requests() < minRequests) {
            return plain(canary, live) ? Verdict.BAD : Verdict.TOO_FEW;
        }
        return against(canary, live).isEmpty() ? Verdict.GOOD : Verdict.BAD;
    }

    /** Tells whether it fails so plainly that the end of the time need not be waited for. */
    public boolean plain(Tally canary, Tally live) {
        return canary.failed() >= PLAIN
                && canary.failures() >= 0.5
                && canary.failures() > maxErrors
                && canary.failures() > live.failures();
    }

    /** Clients go for reasons of their own as well, some more and some fewer by chance. */
    private boolean hangs(Tally canary, Tally live) {
        long all = canary.requests() + canary.unanswered();
        return canary.unanswered() >= PLAIN + 2 * live.left() * all && canary.left() > maxErrors && all >= minRequests;
    }

    /** Returns what speaks against it, as the rest of a sentence; an empty text for nothing. */
    public String against(Tally canary, Tally live) {
        if (canary.failures() > maxErrors && canary.failures() > live.failures()) {
            return canary.failed() + " of " + canary.requests() + " of its requests failed, more than maxErrors ("
                    + percent(maxErrors) + ") and than of the live release's ("
                    + live.failed() + " of " + live.requests() + ")";
        }
        if (hangs(canary, live)) {
            return canary.unanswered() + " of " + (canary.requests() + canary.unanswered())
                    + " of its clients went before they were answered, more than maxErrors (" + percent(maxErrors)
                    + ") and than twice as many as those of the live release (" + live.unanswered() + " of "
                    + (live.requests() + live.unanswered()) + "): it may hang";
        }
        boolean slow = !maxLatency.isZero() && canary.within() > maxLatency.toMillis();
        if (slow && canary.within() > live.within()) {
            return "95 % of its requests were answered within " + canary.within()
                    + " ms, which is more than maxLatency ("
                    + TimeSpan.show(maxLatency) + ") and than the live release takes ("
                    + (live.requests() == 0 ? "it had none" : live.within() + " ms") + ")";
        }
        return "";
    }

    private static String percent(double part) {
        return String.format(Locale.ROOT, "%.3f", part * 100).replaceFirst("\\.?0+$", "") + " %";
    }
}
