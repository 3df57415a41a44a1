package io.jenkins.plugins.bluegreen.deploy.rollback;

import io.jenkins.plugins.bluegreen.deploy.recovery.CrashRecovery;
import io.jenkins.plugins.bluegreen.deploy.recovery.CrashRecovery.Stage;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
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
 * Brings what a deployment left on its hosts to an end, under their lock, and ships nothing.
 *
 * @param connector makes the connections
 * @param progress hears how it goes on
 * @param cancellation waits, and is told to stop
 */
record Settlement(Connector connector, Progress progress, Cancellation cancellation) {

    /**
     * How it ended.
     *
     * @param release the release that it was about, or an empty text where that was not found out
     * @param live the slot that serves now, or null where none is known to
     * @param standby until when the other one stays as a standby, or null
     */
    record Ended(Result result, String release, Slot live, Instant standby, Reason reason) {}

    /** What is done. */
    interface Work {

        /** Does it, of hosts as they are found. */
        Ended on(DeployContext context, CrashRecovery settling, List<HostState> hosts)
                throws HostException, CancelledException, InterruptedException;
    }

    /**
     * Does it.
     *
     * @param half says how far it has come where it did not come to its end, as the beginning of a sentence
     * @throws InterruptedException if the thread is told to end
     */
    Outcome run(DeployPlan plan, String half, Work work) throws InterruptedException {
        Instant begun = cancellation.now();
        UndoLog steps = new UndoLog(progress, cancellation);
        try (Cluster cluster = new Cluster(plan, connector)) {
            DeployContext context = new DeployContext(plan, connector, cluster, steps, progress, cancellation);
            CrashRecovery settling = new CrashRecovery(context);
            Ended ended;
            try {
                cluster.connect(steps, cancellation);
                cluster.lock(steps, cancellation, progress, plan.limits().lockTimeout());
                ended = work.on(context, settling, cluster.inspectHosts());
            } catch (HostException e) {
                ended = failed(settling, Result.UNDONE, new Reason(e.getMessage(), e.evidence()), half);
            } catch (CancelledException e) {
                ended = failed(settling, Result.ABORTED, new Reason(e.getMessage(), ""), half);
            } catch (RuntimeException | Error e) {
                HostException why = Defect.of(e);
                ended = failed(settling, Result.UNDONE, new Reason(why.getMessage(), why.evidence()), half);
            }
            return new Outcome(
                    ended.result(),
                    plan.deploymentId(),
                    ended.release(),
                    SlotChange.of(plan.slots(), ended.live(), ended.live()).standingBy(ended.standby()),
                    new Period(begun, cancellation.since(begun)),
                    steps.reports(),
                    Availability.UNKNOWN,
                    ended.reason());
        }
    }

    private static Ended failed(CrashRecovery settling, Result unchanged, Reason why, String half) {
        boolean begun = settling.stage() != Stage.NOTHING;
        String state = begun ? half + "; the next deployment goes on with that." : "Nothing was changed.";
        return new Ended(
                begun ? Result.STUCK : unchanged,
                "",
                null,
                null,
                new Reason(why.sentence() + " " + state, why.evidence()));
    }
}
