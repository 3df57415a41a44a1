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
 * Settles what a canary left at its share that nobody judges any more: all clients are led back, and its release is stopped and removed. One
 * that had been led to all of them is gone through with, as the next deployment would do.
 *
 * @param connector makes the connections
 * @param progress hears how it goes on
 * @param cancellation waits, and is told to stop
 */
public record Expire(Connector connector, Progress progress, Cancellation cancellation) {

    /**
     * Settles it.
     *
     * @param plan that of this undertaking; its release does not count
     * @param deployment the id of the deployment that left it; if it is there no more, it is told that it is settled
     * @throws InterruptedException if the thread is told to end
     */
    public Outcome run(DeployPlan plan, String deployment) throws InterruptedException {
        return new Settlement(connector, progress, cancellation)
                .run(plan, "What was left is settled by half", (context, settling, hosts) -> {
                    try {
                        return settle(context, settling, left(plan, hosts, deployment), hosts);
                    } catch (Held.GoneException e) {
                        progress.cutOffSettled(deployment, e.getMessage());
                        throw e;
                    }
                });
    }

    private static Journal left(DeployPlan plan, List<HostState> hosts, String deployment) throws HostException {
        Journal left = Held.of(plan, hosts, deployment);
        if (left.held()) {
            throw new HostException(
                    "Release " + left.release() + " of " + left.owner() + " is held, and not left at a share.");
        }
        return left;
    }

    private static Settlement.Ended settle(
            DeployContext context, CrashRecovery settling, Journal left, List<HostState> hosts)
            throws HostException, CancelledException, InterruptedException {
        DeployPlan plan = context.plan();
        context.progress().chosen(left.release());
        CrashRecovery.Settled settled = settling.expire(left, hosts);
        boolean back = settled.end() == CrashRecovery.End.UNDONE;
        Slot live = back ? left.slot().other() : left.slot();
        // Of a first deployment there is none to go back to.
        boolean serves = !back || hosts.stream().allMatch(host -> host.serves(live));
        int share = left.reached().share();
        String what = "Release " + left.release() + " of " + left.owner()
                + (share > 0 ? ", to which " + share + " % of the clients were led," : "")
                + " was left without anybody to judge it for longer than canaryExpires says; ";
        String how = switch (settled.end()) {
            case UNDONE ->
                "it is taken back"
                        + (serves ? ", and " + plan.router() + " serves all clients from " + plan.shown(live) : "")
                        + ".";
            case SERVES -> "all clients were led to it already, so it stays, and serves from " + plan.shown(live) + ".";
            case SERVES_ILL ->
                "there is nothing to go back to, so it stays in " + plan.shown(live) + ", although " + settled.why()
                        + "; look at it, and deploy again.";
        };
        Result result = switch (settled.end()) {
            case UNDONE -> Result.DISCARDED;
            case SERVES -> Result.DEPLOYED;
            case SERVES_ILL -> Result.STUCK;
        };
        return new Settlement.Ended(
                result,
                left.release(),
                serves ? live : null,
                settled.standby().orElse(null),
                new Reason(what + how + settled.hooks(), ""));
    }
}
