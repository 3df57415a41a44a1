package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.proof.Ground;
import io.jenkins.plugins.bluegreen.deploy.proof.ProveTraffic;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.ClusterState;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.HealthSummary;
import io.jenkins.plugins.bluegreen.deploy.state.OutcomeBuilder;
import io.jenkins.plugins.bluegreen.deploy.state.SlotDecision;
import io.jenkins.plugins.bluegreen.deploy.step.AdoptSlot;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.deploy.undo.Defect;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.ReleaseSource;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds out what {@link Rollout} would do, changing nothing on any host: it logs in, looks and asks as that does, and refuses what that would
 * refuse before it changes anything. It takes no lock, but waits for who has one.
 */
public final class DryRun {

    private final Connector connector;
    private final Progress progress;
    private final Cancellation cancellation;

    /**
     * Does nothing yet.
     *
     * @param connector makes the connections
     * @param progress hears how it goes on, and each step that would be done
     * @param cancellation waits, and is told to stop
     */
    public DryRun(Connector connector, Progress progress, Cancellation cancellation) {
        this.connector = connector;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * Finds it out.
     *
     * @param source what would be shipped; closed in the end
     * @return the steps that would be done, or why nothing could be
     */
    public Outcome run(DeployPlan plan, ReleaseSource source) {
        return run(plan, source, Optional.empty());
    }

    /**
     * Finds out what {@link Rollout#hold} would do.
     *
     * @param hold how the release is held; nothing for not at all
     * @return as {@link #run(DeployPlan, ReleaseSource)} does
     */
    public Outcome run(DeployPlan plan, ReleaseSource source, Optional<Hold> hold) {
        UndoLog looks = new UndoLog(progress, cancellation);
        try (source;
                Cluster cluster = Cluster.unlocked(plan, connector)) {
            DeployContext context = new DeployContext(plan, connector, cluster, looks, progress, cancellation);
            return new Look(context, source, hold).outcome();
        }
    }

    private final class Look {

        private final DeployContext context;
        private final DeployPlan plan;
        private final ReleaseSource source;
        private final Optional<Hold> hold;
        private final OutcomeBuilder builder;
        private Slot live;

        Look(DeployContext context, ReleaseSource source, Optional<Hold> hold) {
            this.context = context;
            this.plan = context.plan();
            this.source = source;
            this.hold = hold;
            this.builder = OutcomeBuilder.begin(context);
        }

        Outcome outcome() {
            try {
                return foreseen();
            } catch (HostException e) {
                return refused(Result.UNDONE, e);
            } catch (CancelledException | InterruptedException e) {
                return refused(Result.ABORTED, new HostException(new CancelledException().getMessage()));
            } catch (RuntimeException | Error e) {
                return refused(Result.UNDONE, Defect.of(e));
            }
        }

        private Outcome refused(Result result, HostException why) {
            Reason reason = new Reason(why.getMessage() + " Nothing was changed.", why.evidence());
            return builder.outcome(result, live, live, Availability.UNKNOWN, reason);
        }

        /** In the order of {@link Rollout}, so that the first that is refused is the same. */
        private Outcome foreseen() throws HostException, CancelledException, InterruptedException {
            Cluster cluster = context.cluster();
            cluster.connect(context.undoLog(), cancellation);
            cluster.couldBeLocked(cancellation, progress);
            ClusterState found = cluster.inspect(context.undoLog(), cancellation);
            refuseHalfDone(found);
            List<AdoptSlot> adoptions = AdoptSlot.of(cluster.app(), found);
            for (AdoptSlot adoption : adoptions) {
                context.undoLog().perform(adoption.host(), "look at what serves", adoption::rehearsed);
            }
            ClusterState state = AdoptSlot.after(adoptions, found);
            SlotDecision decision = decide(state);
            ProveTraffic proof = rehearse(decision, state);
            for (ApplicationHost on : cluster.app()) {
                on.processes().check();
            }
            for (TrafficRouter router : cluster.routers()) {
                Strategy.of(plan).check(router);
                new Previews(context, hold).check(router);
                router.checkReach();
            }
            source.await(cancellation);
            cluster.lookForRoom(cancellation);
            cluster.checkRoom(source.space());
            return told(new Foreseen(context, decision, adoptions, proof, hold), decision);
        }

        /** What is to be done then depends on what comes of that. */
        private void refuseHalfDone(ClusterState found) throws HostException {
            Optional<Journal> halfDone = found.hosts().stream()
                    .flatMap(host -> host.journal().stream())
                    .findFirst();
            if (halfDone.isPresent()) {
                throw new HostException(
                        "The deployment of release " + halfDone.get().release() + " by "
                                + halfDone.get().owner()
                                + (halfDone.get().held() ? " is held" : " was cut off")
                                + ", which the next deployment settles first, so what it does"
                                + " then cannot be known before; deploy, or "
                                + (halfDone.get().held() ? "promote or discard that one." : "have that one settled."));
            }
        }

        private SlotDecision decide(ClusterState state) throws HostException, CancelledException, InterruptedException {
            HealthSummary health = new HealthSummary(plan, context.cluster().app(), connector.probe());
            health.askOurs(state.hosts(), cancellation);
            SlotDecision decision = SlotDecision.of(plan, state, health);
            live = decision.live().orElse(null);
            progress.note("", decision.shown(plan, health));
            return decision;
        }

        private ProveTraffic rehearse(SlotDecision decision, ClusterState state)
                throws HostException, CancelledException, InterruptedException {
            Ground ground = Ground.of(context, state.routers().get(), () -> {});
            AtomicReference<ProveTraffic> rehearsed = new AtomicReference<>();
            context.undoLog().perform("", ProveTraffic.rehearsal(ground, decision.reachable()), () -> {
                rehearsed.set(ProveTraffic.of(ground, decision.reachable()));
                return String.join("; ", rehearsed.get().rehearsed());
            });
            return rehearsed.get();
        }

        private Outcome told(Foreseen foreseen, SlotDecision decision)
                throws HostException, CancelledException, InterruptedException {
            List<StepReport> steps = foreseen.steps(source);
            for (StepReport step : steps) {
                String detail = step.detail().isEmpty() ? "" : ": " + step.detail();
                progress.note(step.host(), "would " + step.step() + detail);
            }
            String sentence = foreseen.sentence() + ". " + foreseen.sent() + " Nothing was changed.";
            Outcome all = builder.outcome(Result.DRY_RUN, live, null, Availability.UNKNOWN, new Reason(sentence, ""));
            return new Outcome(
                    all.result(),
                    all.deploymentId(),
                    all.releaseId(),
                    all.slots(),
                    all.run(),
                    steps,
                    all.availability(),
                    all.reason());
        }
    }
}
