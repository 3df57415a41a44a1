package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.site.Patience;
import java.time.Instant;

/** What every outcome of a deployment tells, however it ended. */
record Account(DeployPlan plan, Timeline timeline, Patience patience, Instant begun) {

    /**
     * Closes the account.
     *
     * @param live the slot that serves now, or null
     * @param previous the slot that served before, or null
     */
    Outcome outcome(
            Outcome.Result result, Slot live, Slot previous, Availability noticed, String sentence, String evidence) {
        return new Outcome(
                result,
                plan.deploymentId(),
                plan.release().id(),
                live,
                port(live),
                previous,
                port(previous),
                begun,
                patience.since(begun),
                timeline.reports(),
                noticed,
                sentence,
                evidence);
    }

    private int port(Slot slot) {
        return slot == null ? 0 : plan.slots().port(slot);
    }
}
