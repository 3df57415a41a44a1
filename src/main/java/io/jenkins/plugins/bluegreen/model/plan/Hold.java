package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;

/**
 * For how long a release is held once it is healthy, and what becomes of it when nobody has decided until then.
 *
 * @param time for how long; zero for not at all
 * @param ends what becomes of it then
 */
public record Hold(Duration time, Ends ends) implements Serializable {

    /** Users are led to it at once. */
    public static final Hold NONE = new Hold(Duration.ZERO, Ends.DISCARD);

    /** For how long Jenkins tries to promote it, from the end of its time on. */
    public static final Duration TRIED = Duration.ofMinutes(30);

    /**
     * How much later its hosts discard it by themselves where it is to be promoted: so much that no clock, and no last try that is on its
     * way, comes after that.
     */
    public static final Duration MARGIN = Duration.ofHours(1);

    /** What becomes of a release when its time is over. */
    public enum Ends {
        /** Its hosts discard it by themselves. */
        DISCARD,
        /** Jenkins promotes it; only where that cannot be done, its hosts discard it later. */
        PROMOTE;

        /**
         * Reads it as it is written.
         *
         * @throws PlanException for anything else
         */
        public static Ends parse(String text) {
            for (Ends each : values()) {
                if (each.label().equals(text)) {
                    return each;
                }
            }
            throw new PlanException("holdEnds is '" + text + "'; it is discard or promote.");
        }

        /** Returns how it is written. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Tells whether it is not held at all. */
    public boolean none() {
        return time.isZero();
    }

    /** Tells whether Jenkins promotes it in the end. */
    public boolean promotes() {
        return !none() && ends == Ends.PROMOTE;
    }

    /** Returns after which time its hosts discard it by themselves. */
    public Duration onHosts() {
        return promotes() ? time.plus(MARGIN) : time;
    }
}
