package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.time.Instant;

/** What every outcome of a deployment tells, however it ended. */
public record OutcomeBuilder(DeployPlan plan, UndoLog undoLog, Cancellation cancellation, Instant begun) {

    /**
     * Closes the account.
     *
     * @param live the slot that serves now, or null
     * @param previous the slot that served before, or null
     */
    public Outcome outcome(
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
                cancellation.since(begun),
                undoLog.reports(),
                noticed,
                sentence,
                evidence);
    }

    private int port(Slot slot) {
        return slot == null ? 0 : plan.slots().port(slot);
    }
}
