package io.jenkins.plugins.bluegreen.deploy.rollback;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.recovery.CrashRecovery;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.Held;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.List;

/**
 * Takes back the release that is held: its process is stopped, and it is removed. What serves is not touched.
 *
 * @param connector makes the connections
 * @param progress hears how it goes on
 * @param cancellation waits, and is told to stop
 */
public record Discard(Connector connector, Progress progress, Cancellation cancellation) {

    /**
     * Discards.
     *
     * @param plan that of this undertaking; its release does not count
     * @throws InterruptedException if the thread is told to end
     */
    public Outcome run(DeployPlan plan) throws InterruptedException {
        return new Settlement(connector, progress, cancellation).run(plan, "It is discarded by half", Discard::discard);
    }

    private static Settlement.Ended discard(DeployContext context, CrashRecovery settling, List<HostState> hosts)
            throws HostException, CancelledException, InterruptedException {
        DeployPlan plan = context.plan();
        Journal held = Held.on(plan, hosts);
        context.progress().chosen(held.release());
        settling.discard(held, hosts, "by " + plan.owner());
        Slot live = held.slot().other();
        boolean serves = hosts.stream().allMatch(host -> host.running(live));
        String sentence = "Release " + held.release() + " of " + plan.app() + ", which was held in "
                + plan.shown(held.slot()) + ", is discarded; " + plan.router() + " serves what it served before.";
        return new Settlement.Ended(
                Result.DISCARDED, held.release(), serves ? live : null, null, new Reason(sentence, ""));
    }
}
