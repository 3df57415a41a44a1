package io.jenkins.plugins.bluegreen.deploy.rollback;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.recovery.CrashRecovery;
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
        Instant begun = cancellation.now();
        UndoLog steps = new UndoLog(progress, cancellation);
        try (Cluster cluster = new Cluster(plan, connector)) {
            DeployContext context = new DeployContext(plan, connector, cluster, steps, progress, cancellation);
            CrashRecovery settling = new CrashRecovery(context);
            Ended ended;
            try {
                ended = discard(context, settling);
            } catch (HostException e) {
                ended = Ended.failed(settling, e);
            } catch (CancelledException e) {
                ended = new Ended(Result.ABORTED, "", null, new Reason(e.getMessage() + " Nothing was changed.", ""));
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

    private Ended discard(DeployContext context, CrashRecovery settling)
            throws HostException, CancelledException, InterruptedException {
        DeployPlan plan = context.plan();
        Cluster cluster = context.cluster();
        cluster.connect(context.undoLog(), cancellation);
        cluster.lock(context.undoLog(), cancellation, progress, plan.limits().lockTimeout());
        List<HostState> hosts = cluster.inspectHosts();
        Journal held = Held.on(plan, hosts);
        progress.chosen(held.release());
        settling.discard(held, hosts, "by " + plan.owner());
        Slot live = held.slot().other();
        boolean serves = hosts.stream().allMatch(host -> host.running(live));
        String sentence = "Release " + held.release() + " of " + plan.app() + ", which was held in "
                + plan.shown(held.slot()) + ", is discarded; " + plan.router() + " serves what it served before.";
        return new Ended(Result.DISCARDED, held.release(), serves ? live : null, new Reason(sentence, ""));
    }

    private record Ended(Result result, String release, Slot live, Reason reason) {

        static Ended failed(CrashRecovery settling, HostException why) {
            boolean begun = settling.stage() != CrashRecovery.Stage.NOTHING;
            String state = begun
                    ? " It is discarded by half; the next deployment goes on with that."
                    : " Nothing was changed.";
            return new Ended(
                    begun ? Result.STUCK : Result.UNDONE,
                    "",
                    null,
                    new Reason(why.getMessage() + state, why.evidence()));
        }
    }
}
