package io.jenkins.plugins.bluegreen.port;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Duration;

/** Hears how a deployment goes on. May be called by several threads at once. */
public interface Progress {

    /** A step begins, on a host, or over all where {@code host} is empty. */
    void begin(String host, String step);

    /** A step ended well. */
    void end(String host, String step, Duration took, String detail);

    /** A step failed; why is said once, at the end. */
    void failed(String host, String step, Duration took);

    /** Something worth a line. */
    void note(String host, String text);

    /**
     * The deployment is about to enter a phase.
     *
     * @param phase as the journal on the hosts names it: prepare, switch, retire
     * @param idle the slot that is deployed to
     */
    default void reached(String phase, Slot idle) {}

    /** So much of an upload has been sent; called often. */
    void sent(String host, long bytes, long total, Duration took);
}
