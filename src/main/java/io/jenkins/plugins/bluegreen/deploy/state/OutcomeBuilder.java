package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Period;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Instant;

/**
 * What every outcome of a deployment tells, however it ended.
 *
 * @param context the deployment
 * @param begun when it began
 */
public record OutcomeBuilder(DeployContext context, Instant begun) {

    /** Begins to count the time of a deployment. */
    public static OutcomeBuilder begin(DeployContext context) {
        return new OutcomeBuilder(context, context.cancellation().now());
    }

    /**
     * Returns the outcome.
     *
     * @param live the slot that serves now, or null
     * @param previous the slot that served before, or null
     */
    public Outcome outcome(Outcome.Result result, Slot live, Slot previous, Availability noticed, Reason reason) {
        DeployPlan plan = context.plan();
        return new Outcome(
                result,
                plan.deploymentId(),
                plan.release().id(),
                SlotChange.of(plan.slots(), live, previous),
                new Period(begun, context.cancellation().since(begun)),
                context.undoLog().reports(),
                noticed,
                reason);
    }
}
