package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How a release is held once it is healthy, without users, and what becomes of it when nobody has decided until then.
 *
 * @param time for how long; zero for not at all
 * @param ends what becomes of it then
 * @param preview what leads its testers to it through the router, where that is configured for {@link RouterConfig#previews previews}; null
 *     for nobody
 */
public record Hold(Duration time, Ends ends, PreviewToken preview) implements Serializable {

    /** Users are led to it at once. */
    public static final Hold NONE = new Hold(Duration.ZERO, Ends.DISCARD);

    /** For how long Jenkins tries to promote it, from the end of its time on. */
    public static final Duration TRIED = Duration.ofMinutes(30);

    /**
     * How much later its hosts discard it by themselves where it is to be promoted: so much that no clock, and no last try that is on its
     * way, comes after that.
     */
    public static final Duration MARGIN = Duration.ofHours(1);

    /** One that nobody sees through the router. */
    public Hold(Duration time, Ends ends) {
        this(time, ends, null);
    }

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

    /** Returns the same, but seen by who sends a token. */
    public Hold seenBy(PreviewToken token) {
        return new Hold(time, ends, token);
    }

    /** Returns what leads its testers to it; nothing for nobody. */
    public Optional<PreviewToken> token() {
        return Optional.ofNullable(preview);
    }

    /** Tells whether an application's router is to lead its testers to it. */
    public boolean previewed(RouterConfig router) {
        return preview != null && router.previews();
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
