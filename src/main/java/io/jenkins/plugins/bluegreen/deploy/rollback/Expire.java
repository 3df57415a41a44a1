package io.jenkins.plugins.bluegreen.deploy.rollback;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.recovery.CrashRecovery;
import io.jenkins.plugins.bluegreen.deploy.recovery.CrashRecovery.Stage;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.Held;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.undo.Defect;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Period;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Instant;
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
        Instant begun = cancellation.now();
        UndoLog steps = new UndoLog(progress, cancellation);
        try (Cluster cluster = new Cluster(plan, connector)) {
            DeployContext context = new DeployContext(plan, connector, cluster, steps, progress, cancellation);
            CrashRecovery settling = new CrashRecovery(context);
            Ended ended;
            try {
                ended = settle(context, settling, deployment);
            } catch (Held.GoneException e) {
                progress.cutOffSettled(deployment, e.getMessage());
                ended = Ended.failed(settling, e);
            } catch (HostException e) {
                ended = Ended.failed(settling, e);
            } catch (CancelledException e) {
                ended = Ended.stopped(settling, e);
            } catch (RuntimeException | Error e) {
                ended = Ended.failed(settling, Defect.of(e));
            }
            return new Outcome(
                    ended.result(),
                    plan.deploymentId(),
                    ended.release(),
                    SlotChange.of(plan.slots(), ended.live(), ended.live()),
                    new Period(begun, cancellation.since(begun)),
                    steps.reports(),
                    Availability.UNKNOWN,
                    ended.reason());
        }
    }

    private Ended settle(DeployContext context, CrashRecovery settling, String deployment)
            throws HostException, CancelledException, InterruptedException {
        DeployPlan plan = context.plan();
        Cluster cluster = context.cluster();
        cluster.connect(context.undoLog(), cancellation);
        cluster.lock(context.undoLog(), cancellation, progress, plan.limits().lockTimeout());
        List<HostState> hosts = cluster.inspectHosts();
        Journal left = Held.of(plan, hosts, deployment);
        if (left.held()) {
            throw new HostException(
                    "Release " + left.release() + " of " + left.owner() + " is held, and not left at a share.");
        }
        progress.chosen(left.release());
        CrashRecovery.End end = settling.expire(left, hosts);
        boolean back = end == CrashRecovery.End.UNDONE;
        Slot live = back ? left.slot().other() : left.slot();
        int share = left.reached().share();
        String what = "Release " + left.release() + " of " + left.owner()
                + (share > 0 ? ", to which " + share + " % of the clients were led," : ",")
                + " was left without anybody to judge it for longer than canaryExpires says; ";
        String how = back
                ? "it is taken back, and " + plan.router() + " serves all clients from " + plan.shown(live) + "."
                : "all clients were led to it already, so it stays, and serves from " + plan.shown(live) + ".";
        Result result = switch (end) {
            case UNDONE -> Result.DISCARDED;
            case SERVES -> Result.DEPLOYED;
            case SERVES_ILL -> Result.STUCK;
        };
        return new Ended(result, left.release(), live, new Reason(what + how, ""));
    }

    private record Ended(Result result, String release, Slot live, Reason reason) {

        static Ended failed(CrashRecovery settling, HostException why) {
            boolean begun = settling.stage() != Stage.NOTHING;
            return new Ended(
                    begun ? Result.STUCK : Result.UNDONE,
                    "",
                    null,
                    new Reason(why.getMessage() + state(begun), why.evidence()));
        }

        static Ended stopped(CrashRecovery settling, CancelledException why) {
            boolean begun = settling.stage() != Stage.NOTHING;
            return new Ended(
                    begun ? Result.STUCK : Result.ABORTED, "", null, new Reason(why.getMessage() + state(begun), ""));
        }

        private static String state(boolean begun) {
            return begun
                    ? " What was left is settled by half; the next deployment goes on with that."
                    : " Nothing was changed.";
        }
    }
}
