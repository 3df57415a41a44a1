package io.jenkins.plugins.bluegreen.record;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.value.Slot;

/** What is told of a deployment while it is under way. */
public sealed interface Event {

    /**
     * A step began, or a step that is under way has more to tell.
     *
     * @param step with the status RUNNING; its detail says how far it has come
     */
    record Began(StepReport step) implements Event {}

    /**
     * A step ended.
     *
     * @param step how
     */
    record Ended(StepReport step) implements Event {}

    /**
     * It is certain which release it deploys, where that was still to be looked for.
     *
     * @param release its id
     */
    record Chosen(String release) implements Event {}

    /**
     * It is certain to which slot it deploys.
     *
     * @param live the slot that serves, or null where none does
     * @param release what serves there, or an empty text where that is not known
     * @param idle the slot that is deployed to
     */
    record Decided(Slot live, String release, Slot idle) implements Event {}

    /**
     * It did what users might notice.
     *
     * @param mark what and when
     */
    record Marked(Mark mark) implements Event {}

    /**
     * More was noticed at the front door.
     *
     * @param seen all that was noticed until now, but over time only what is new
     */
    record Noticed(Availability seen) implements Event {}

    /**
     * What an earlier deployment left is settled.
     *
     * @param deployment the id of that one
     * @param how in a sentence
     */
    record Settled(String deployment, String how) implements Event {}
}
