package io.jenkins.plugins.bluegreen.port.process;

/**
 * How a started process is.
 *
 * @param state whether it runs
 * @param exit with which status it ended, for a reader; an empty text where it runs or that is not known
 * @param left where it ended, what it left running in the background, for a reader; an empty text for nothing
 * @param port who listens on the slot's port
 * @param ipv6Only whether the slot's port is listened on at {@code [::1]} alone
 * @param health who listens on the port that is asked for its health, which may be the same
 */
public record ProcessStatus(State state, String exit, String left, Listener port, boolean ipv6Only, Listener health) {

    /** Whether it runs. */
    public enum State {
        /** It runs. */
        RUNNING,
        /** It ended by itself. */
        EXITED,
        /** It was killed, or never came up. */
        GONE
    }
}
