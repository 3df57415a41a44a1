package io.jenkins.plugins.bluegreen.port;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
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

    /**
     * It is certain which release it deploys, where that was still to be looked for.
     *
     * @param release its id
     */
    default void chosen(String release) {}

    /**
     * It is certain to which slot it deploys.
     *
     * @param live the slot that serves, or null where none does
     * @param release the id of the release that was last started there, or an empty text where that is not known
     * @param idle the slot that is deployed to
     */
    default void decided(Slot live, String release, Slot idle) {}

    /** The deployment did what users might notice. */
    default void marked(Mark mark) {}

    /**
     * More was noticed at the front door; told about every second.
     *
     * @param seen all that was noticed until now, but over time only what is new since it was last told
     */
    default void noticed(Availability seen) {}

    /**
     * What an earlier deployment left half-done is settled.
     *
     * @param deployment the id of that one
     * @param how what came of it, in a sentence or two
     */
    default void cutOffSettled(String deployment, String how) {}

    /** So much of an upload has been sent; called often. */
    void sent(String host, long bytes, long total, Duration took);
}
