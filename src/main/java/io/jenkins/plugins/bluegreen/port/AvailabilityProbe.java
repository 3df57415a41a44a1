package io.jenkins.plugins.bluegreen.port;

/** One who asks the front door as its users do, to see what they notice. All methods may be called by several threads at once. */
public interface AvailabilityProbe extends AutoCloseable {

    /**
     * Asks once, within a limit of the probe's own; nothing is tried twice.
     *
     * @param reuse whether over a connection that an earlier question left open, where there is one; otherwise over a new one
     */
    Sample sample(boolean reuse);

    /** Closes the connections that were left open. */
    @Override
    void close();

    /** Whether a question was turned away since it is asked too often. */
    enum Limit {
        /** It was not. */
        NONE,
        /** By a router, and the application has not seen it. */
        OF_ROUTER,
        /** Maybe by the application itself. */
        OF_APPLICATION
    }

    /**
     * What came of a question.
     *
     * @param well whether it was answered as users want it
     * @param seen what was seen, in few words that are the same for the same: {@code status 502}, {@code no connection}
     * @param fromRelease whether the answer proves to come from the new release; false where answers do not tell
     * @param limit whether it was turned away since it is asked too often
     * @param release the id of the release that it says to come from, or an empty text where it says none
     * @param elsewhere the other scheme and host that it redirects to; mostly an empty text
     */
    record Sample(boolean well, String seen, boolean fromRelease, Limit limit, String release, String elsewhere) {

        /** One that leads nowhere else. */
        public Sample(boolean well, String seen, boolean fromRelease, Limit limit, String release) {
            this(well, seen, fromRelease, limit, release, "");
        }

        /** One that says no release. */
        public Sample(boolean well, String seen, boolean fromRelease, Limit limit) {
            this(well, seen, fromRelease, limit, "");
        }

        /** One that no limit has to do with. */
        public Sample(boolean well, String seen, boolean fromRelease) {
            this(well, seen, fromRelease, Limit.NONE);
        }
    }
}
