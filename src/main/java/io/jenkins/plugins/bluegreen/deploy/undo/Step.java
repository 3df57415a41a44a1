package io.jenkins.plugins.bluegreen.deploy.undo;

import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;

/** One step of a deployment on one host. Rolling back is nothing but {@link #undo}, newest first. */
public interface Step {

    /** Returns the host's name. */
    String host();

    /** Returns what is done, as the console names it. */
    String name();

    /**
     * Does it.
     *
     * @return what is worth knowing of how it went, or an empty text
     */
    String run() throws HostException, CancelledException, InterruptedException;

    /** Takes it back, also when it was done by half or not at all; doing so twice does no harm. */
    void undo() throws HostException, InterruptedException;

    /** Tells whether what was done before this must stay where this cannot be taken back. */
    default boolean keepsTheRest() {
        return false;
    }

    /** Tells whether this is left as it is where something that was done after it could not be taken back. */
    default boolean onlyAfterTheRest() {
        return false;
    }

    /** Returns the commands that take it back by hand, for the case that {@link #undo} cannot; may be empty. */
    default String byHand() {
        return "";
    }
}
