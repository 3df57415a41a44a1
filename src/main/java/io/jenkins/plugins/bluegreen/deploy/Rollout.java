package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.deploy.availability.AvailabilityMonitor;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal.Phase;
import io.jenkins.plugins.bluegreen.deploy.journal.LockLostException;
import io.jenkins.plugins.bluegreen.deploy.proof.Ground;
import io.jenkins.plugins.bluegreen.deploy.proof.ProveTraffic;
import io.jenkins.plugins.bluegreen.deploy.recovery.CrashRecovery;
import io.jenkins.plugins.bluegreen.deploy.retire.LastLook;
import io.jenkins.plugins.bluegreen.deploy.retire.OldSlot;
import io.jenkins.plugins.bluegreen.deploy.retire.RetireSlot;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.ClusterState;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.GoingBack;
import io.jenkins.plugins.bluegreen.deploy.state.HealthSummary;
import io.jenkins.plugins.bluegreen.deploy.state.Held;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.state.SlotDecision;
import io.jenkins.plugins.bluegreen.deploy.step.AdoptSlot;
import io.jenkins.plugins.bluegreen.deploy.step.AwaitHealthy;
import io.jenkins.plugins.bluegreen.deploy.step.KeepUp;
import io.jenkins.plugins.bluegreen.deploy.step.ShipRelease;
import io.jenkins.plugins.bluegreen.deploy.step.SlotFailedException;
import io.jenkins.plugins.bluegreen.deploy.step.StartSlot;
import io.jenkins.plugins.bluegreen.deploy.step.StartedProcess;
import io.jenkins.plugins.bluegreen.deploy.step.TakeOver;
import io.jenkins.plugins.bluegreen.deploy.step.WarmUpSlot;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.deploy.strategy.TrafficShift;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.ReleaseSource;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager.Stop;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The whole of a deployment, from the first connection to the last word. The file to read first. */
public final class Rollout {

    private final Connector connector;
    private final Strategy strategy;
    private final Progress progress;
    private final Cancellation cancellation;

    /**
     * Does nothing yet.
     *
     * @param connector makes the connections
     * @param strategy moves traffic
     * @param progress hears how it goes on
     * @param cancellation waits, and is told to stop
     */
    public Rollout(Connector connector, Strategy strategy, Progress progress, Cancellation cancellation) {
        this.connector = connector;
        this.strategy = strategy;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * Deploys. Whatever happens, it ends in a state that the outcome tells: the new release serves, or all is as before.
     *
     * @param source where the release comes from; closed in the end
     * @throws InterruptedException if the thread is told to end while something is being undone or retired; asking the deployment
     *     to stop is what {@link Cancellation#stop} is for
     */
    public Outcome run(DeployPlan plan, ReleaseSource source) throws InterruptedException {
        return run(plan, source, Optional.empty());
    }

    /**
     * Deploys likewise a release that was deployed before.
     *
     * @param back what is left for it, which must be live yet; nothing for a deployment that is no rollback
     * @throws InterruptedException as {@link #run(DeployPlan, ReleaseSource)}
     */
    public Outcome run(DeployPlan plan, ReleaseSource source, Optional<GoingBack> back) throws InterruptedException {
        return run(plan, source, Aim.of(back));
    }

    /**
     * Deploys likewise, but ends when the release is healthy and warmed up: it is held there for a while, without users but its testers.
     *
     * @throws InterruptedException as {@link #run(DeployPlan, ReleaseSource)}
     */
    public Outcome hold(DeployPlan plan, ReleaseSource source, Hold hold) throws InterruptedException {
        return run(plan, source, Aim.hold(hold));
    }

    /**
     * Goes the rest of the way with what is held.
     *
     * @param plan that of another deployment, of the same release
     * @param held the deployment that is held
     * @throws InterruptedException as {@link #run(DeployPlan, ReleaseSource)}
     */
    public Outcome promote(DeployPlan plan, ReleaseSource source, Journal held) throws InterruptedException {
        return run(plan, source, Aim.promote(held));
    }

    private Outcome run(DeployPlan plan, ReleaseSource source, Aim aim) throws InterruptedException {
        UndoLog undoLog = new UndoLog(progress, cancellation);
        try (source;
                AvailabilityMonitor monitor =
                        new AvailabilityMonitor(connector.availabilityProbe(), plan.limits(), plan.router(), progress);
                Cluster cluster = new Cluster(plan, connector)) {
            DeployContext context = new DeployContext(plan, connector, cluster, undoLog, progress, cancellation);
            DeploymentOutcomes outcomes = new DeploymentOutcomes(context, monitor);
            Phases phases = new Phases(context, source, aim, monitor, outcomes);
            return outcomes.of(() -> {
                SlotDecision decision = phases.decide();
                if (outcomes.needless()) {
                    return;
                }
                phases.prepare(decision);
                if (aim.hold().isPresent()) {
                    phases.hold(decision, aim.hold().get());
                    return;
                }
                phases.switchTraffic(decision);
                phases.retire(decision);
            });
        }
    }

    /** What happens one after the other. Until traffic is switched the old slot serves, and after that until it is being stopped it still runs. */
    private final class Phases {

        private final DeployContext context;
        private final ReleaseSource source;
        private final Aim aim;
        private final AvailabilityMonitor monitor;
        private final DeploymentOutcomes outcomes;
        private final Previews previews;
        private List<AdoptSlot> adoptions = List.of();
        private ProveTraffic proof;
        private List<HostState> found = List.of();
        private List<RouterState> led = List.of();

        Phases(
                DeployContext context,
                ReleaseSource source,
                Aim aim,
                AvailabilityMonitor monitor,
                DeploymentOutcomes outcomes) {
            this.context = context;
            this.source = source;
            this.aim = aim;
            this.monitor = monitor;
            this.outcomes = outcomes;
            this.previews = new Previews(context, aim.hold());
        }

        /** Connects, locks, settles what an earlier deployment left, and finds out which slot is idle. */
        SlotDecision decide() throws HostException, CancelledException, InterruptedException {
            Cluster cluster = context.cluster();
            cluster.connect(context.undoLog(), cancellation);
            cluster.lock(
                    context.undoLog(),
                    cancellation,
                    progress,
                    context.plan().limits().lockTimeout());
            ClusterState found = aim.held().isPresent() ? stillHeld(aim.held().get()) : recovered();
            SlotDecision decision = decide(adopting(found));
            if (outcomes.needless()) {
                return decision;
            }
            if (aim.held().isPresent()) {
                checkHeld(aim.held().get(), decision);
            }
            for (ApplicationHost on : cluster.app()) {
                on.processes().check();
            }
            for (TrafficRouter router : cluster.routers()) {
                strategy.check(router);
                previews.check(router);
                if (aim.back().isEmpty()) {
                    router.checkReach();
                }
            }
            if (aim.back().isPresent()) {
                aim.back().get().check(context.plan(), decision.idle().other(), found.hosts());
            }
            source.await(cancellation);
            cluster.checkRoom(source.space());
            cluster.checkLocks();
            return decision;
        }

        private ClusterState stillHeld(Journal held) throws HostException, CancelledException, InterruptedException {
            ClusterState state = look();
            Journal now = Held.on(context.plan(), state.hosts());
            if (!now.deployment().equals(held.deployment())) {
                throw new HostException(
                        "Release " + held.release() + " of " + context.plan().app()
                                + " is not held any more, but release " + now.release() + " of " + now.owner() + ".");
            }
            return state;
        }

        /** Nothing is changed yet, so what is held stays so where this refuses. */
        private void checkHeld(Journal held, SlotDecision decision)
                throws HostException, CancelledException, InterruptedException {
            if (decision.idle() != held.slot()) {
                throw new HostException("Release " + held.release() + ", which is held in "
                        + context.plan().shown(held.slot()) + ", cannot be promoted: "
                        + context.plan().router() + " leads to that slot already, since somebody switched by hand ("
                        + decision.because() + "); have it serve "
                        + held.slot().other().label() + ", or deploy again.");
            }
            for (ApplicationHost on : context.cluster().app()) {
                new TakeOver(on, held.slot(), connector.probe(), held.deployment()).check();
                if (decision.hosts()
                        .get(context.cluster().app().indexOf(on))
                        .standby(held.slot())
                        .isEmpty()) {
                    throw new HostException("Release " + held.release() + ", which is held, is not as it was left on "
                            + on.name() + " any more: that was rebooted since; discard it, and deploy again.");
                }
            }
        }

        private ClusterState recovered() throws HostException, CancelledException, InterruptedException {
            CrashRecovery recovery = new CrashRecovery(context);
            outcomes.recovering(recovery);
            ClusterState state = look();
            return recovery.settle(state.hosts()) ? look() : state;
        }

        /** Looks at what was started by hand and is to be taken for the live slot, and returns what there will be then. */
        private ClusterState adopting(ClusterState state)
                throws HostException, CancelledException, InterruptedException {
            adoptions = AdoptSlot.of(context.cluster().app(), state);
            for (AdoptSlot adoption : adoptions) {
                context.undoLog().perform(adoption.host(), "look at what serves", adoption::rehearsed);
            }
            return AdoptSlot.after(adoptions, state);
        }

        private ClusterState look() throws HostException, CancelledException, InterruptedException {
            return context.cluster().inspect(context.undoLog(), cancellation);
        }

        private SlotDecision decide(ClusterState state) throws HostException, CancelledException, InterruptedException {
            HealthSummary health =
                    new HealthSummary(context.plan(), context.cluster().app(), connector.probe());
            health.askOurs(state.hosts(), cancellation);
            Optional<Slot> held = aim.held().map(Journal::slot);
            boolean takes = aim.back().isPresent() || held.isPresent();
            SlotDecision decision = SlotDecision.of(context.plan(), state, health, takes, held);
            String release = context.plan().release().id();
            outcomes.decided(decision, aim.back().isPresent() && state.serving().equals(Optional.of(release)));
            if (outcomes.needless()) {
                return decision;
            }
            progress.decided(
                    decision.live().orElse(null), decision.liveRelease().orElse(""), decision.idle());
            progress.note("", decision.shown(context.plan(), health));
            led = state.routers().get();
            proof = rehearse(decision, Ground.of(context, led, monitor::turnedAway));
            return decision;
        }

        /** Without the lock, another deployment may have made the other slot the live one since. */
        private ProveTraffic rehearse(SlotDecision decision, Ground ground)
                throws HostException, CancelledException, InterruptedException {
            AtomicReference<ProveTraffic> rehearsed = new AtomicReference<>();
            try {
                context.undoLog().perform("", ProveTraffic.rehearsal(ground, decision.reachable()), () -> {
                    rehearsed.set(ProveTraffic.of(ground, decision.reachable()));
                    return String.join("; ", rehearsed.get().rehearsed());
                });
            } catch (HostException e) {
                context.cluster().checkLocks();
                throw e;
            }
            return rehearsed.get();
        }

        /** Brings the release into the idle slot of each host, and waits until it is healthy there. */
        void prepare(SlotDecision decision) throws HostException, CancelledException, InterruptedException {
            cancellation.check();
            Journal begun = outcomes.begin(decision, aim.back().map(GoingBack::left));
            List<TakeOver> held = aim.held().map(this::taken).orElse(List.of());
            context.cluster()
                    .write(aim.held()
                            .map(before -> outcomes.promoting(before.deployment()))
                            .orElse(begun));
            found = decision.hosts();
            for (AdoptSlot adoption : adoptions) {
                context.undoLog().perform(adoption);
            }
            Slot idle = decision.idle();
            List<ApplicationHost> hosts = context.cluster().app();
            if (aim.held().isPresent()) {
                takeOver(aim.held().get(), held);
                return;
            }
            previews.endOld(led);
            if (outcomes.hooks().wantTheRelease()) {
                InParallel.each(hosts, cancellation, on -> ship(on, idle));
                outcomes.hooks().shipped();
                outcomes.hooks().run(Hook.BEFORE_START);
                InParallel.each(hosts, cancellation, on -> start(on, idle));
            } else {
                InParallel.each(hosts, cancellation, on -> {
                    ship(on, idle);
                    start(on, idle);
                });
            }
            if (aim.hold().isEmpty()) {
                outcomes.hooks().run(Hook.BEFORE_SWITCH);
            }
        }

        /** Has it taken back wherever this fails from now on: once its journal is another one, nobody else would. */
        private List<TakeOver> taken(Journal held) {
            previews.undoLater(held.slot(), led);
            List<TakeOver> all = context.cluster().app().stream()
                    .map(on -> new TakeOver(on, held.slot(), connector.probe(), held.deployment()))
                    .toList();
            all.forEach(context.undoLog()::undoLater);
            previews.undoBeforeTheStop(held.slot(), led);
            return all;
        }

        private void takeOver(Journal held, List<TakeOver> steps)
                throws HostException, CancelledException, InterruptedException {
            outcomes.hooks().shipped();
            progress.cutOffSettled(
                    held.deployment(),
                    "Its release, which was held, is promoted by "
                            + context.plan().owner() + ".");
            InParallel.each(steps, cancellation, step -> {
                cancellation.check();
                context.undoLog().perform(step.host(), step.name(), step::run);
            });
            outcomes.hooks().run(Hook.BEFORE_SWITCH);
        }

        /** Leaves it to whoever promotes or discards it, or, when the time is over, to Jenkins or the hosts. */
        void hold(SlotDecision decision, Hold how) throws HostException, CancelledException, InterruptedException {
            Cluster cluster = context.cluster();
            Slot slot = decision.idle();
            previews.begin(decision);
            cluster.write(outcomes.hold(new Journal.Until(cancellation.now().plus(how.time()), how.promotes())));
            InParallel.each(
                    cluster.app(),
                    cancellation,
                    on -> context.undoLog()
                            .perform(
                                    on.name(),
                                    StepReport.HOLD + slot.label() + " for " + TimeSpan.show(how.time()),
                                    () -> {
                                        String own = context.plan().deploymentId();
                                        if (on.processes()
                                                .standBy(slot, own, how.onHosts(), cluster.switches(on))
                                                .isEmpty()) {
                                            throw new StartedProcess(on, slot)
                                                    .failure("ended right before it was to be held", "");
                                        }
                                        return Held.preview(
                                                context.plan(), cluster.app().indexOf(on), slot);
                                    }));
        }

        private void ship(ApplicationHost on, Slot idle)
                throws HostException, CancelledException, InterruptedException {
            if (standsBy(on, idle)) {
                return;
            }
            bring(on, idle);
        }

        private void bring(ApplicationHost on, Slot idle)
                throws HostException, CancelledException, InterruptedException {
            if (on.processes().stop(idle, "") != Stop.ALREADY) {
                String what = state(on).standby(idle).isPresent()
                        ? "the standby in " + idle.label() + ", release "
                                + state(on).release(idle).orElse("?")
                        : "what an earlier deployment left in " + idle.label();
                progress.note(on.name(), "stopped " + what);
            }
            context.undoLog().perform(new ShipRelease(on, source, progress, cancellation));
        }

        private void start(ApplicationHost on, Slot idle)
                throws HostException, CancelledException, InterruptedException {
            UndoLog undoLog = context.undoLog();
            context.cluster().checkLocks();
            if (standsBy(on, idle)) {
                if (taken(new TakeOver(on, idle, connector.probe(), ""))) {
                    return;
                }
                bring(on, idle);
            }
            undoLog.perform(new StartSlot(on, idle));
            StartedProcess process = new StartedProcess(on, idle);
            AwaitHealthy healthy = new AwaitHealthy(process, connector.probe(), cancellation);
            undoLog.perform(on.name(), healthy.name(), healthy::run);
            if (context.plan().warmUp().asked()) {
                WarmUpSlot warmUp = new WarmUpSlot(process, connector, cancellation);
                undoLog.perform(on.name(), warmUp.name(), warmUp::run);
            }
        }

        /** Tells whether what is gone back to runs there already, as a standby. */
        private boolean standsBy(ApplicationHost on, Slot idle) {
            return aim.back().isPresent() && TakeOver.isThere(on, idle, state(on));
        }

        private HostState state(ApplicationHost on) {
            return found.get(context.cluster().app().indexOf(on));
        }

        /** Whatever speaks against it, the release can still be started anew. */
        private boolean taken(TakeOver step) throws HostException, CancelledException, InterruptedException {
            try {
                context.undoLog().perform(step);
                return true;
            } catch (SlotFailedException e) {
                progress.note(step.host(), e.getMessage() + " So it is started anew.");
                return false;
            }
        }

        /** Moves the traffic, and looks whether it is answered well, until nothing uses the old slot any more. */
        void switchTraffic(SlotDecision decision) throws HostException, CancelledException, InterruptedException {
            Journal journal = outcomes.enter(Phase.SWITCH);
            TrafficShift shift = TrafficShift.begin(
                    context,
                    monitor,
                    decision,
                    new TrafficShift.How(proof, outcomes.hooks(), outcomes::leading),
                    () -> context.cluster().write(journal));
            strategy.apply(shift);
            shift.proveStill();
            monitor.checkAnswered(cancellation);
            cancellation.check();
        }

        /**
         * Stops the old slot, which nothing uses any more. Until the first of its processes is being stopped, what speaks against the
         * new slot leads back, as an abort does; from then on an abort does not stop it.
         */
        void retire(SlotDecision decision) throws HostException, CancelledException, InterruptedException {
            OldSlot old = new OldSlot(context, decision.idle().other(), decision.hosts());
            Runnable tooLate = () -> progress.note(
                    "",
                    "The abort came too late to undo anything: the new release serves, so this goes on to its end.");
            try {
                retire(old, tooLate);
            } catch (SlotFailedException | LockLostException e) {
                throw e;
            } catch (HostException e) {
                progress.note("", e.getMessage() + " Trying once more, over new connections where they were lost.");
                Journal journal = outcomes.enter(Phase.RETIRE);
                context.cluster().reconnectAndRelock(journal, cancellation);
                cancellation.forget(tooLate);
                // Where it is a standby by now, all that was to be done was done, and was said to be.
                outcomes.wayBack(outcomes.standby().isEmpty() && old.stillRuns());
                retire(old, tooLate);
            } finally {
                cancellation.forget(tooLate);
            }
        }

        private void keepUp(OldSlot old, Slot slot) throws HostException, CancelledException, InterruptedException {
            UndoLog undoLog = context.undoLog();
            if (outcomes.wayBack()) {
                InParallel.each(
                        context.cluster().app(),
                        cancellation,
                        on -> undoLog.perform(new KeepUp(on, slot, old.ranOn(on))));
            } else {
                InParallel.eachToItsEnd(context.cluster().app(), on -> {
                    KeepUp step = new KeepUp(on, slot, false);
                    undoLog.perform(on.name(), step.name(), step::run);
                });
            }
        }

        private void retire(OldSlot old, Runnable tooLate)
                throws HostException, CancelledException, InterruptedException {
            Journal journal = outcomes.enter(Phase.RETIRE);
            context.cluster().write(journal);
            new LastLook(context, journal.slot()).run(outcomes.wayBack() ? cancellation : cancellation.heedless());
            keepUp(old, journal.slot());
            outcomes.wayBack(false);
            cancellation.onStop(tooLate);
            Duration keep = journal.leavesBad()
                    ? Duration.ZERO
                    : context.plan().limits().keepPrevious();
            outcomes.standby(new RetireSlot(old, keep).run());
            if (old.ran() && outcomes.standby().isEmpty()) {
                monitor.mark(Mark.Kind.STOPPED);
            }
            outcomes.hooks().report(Hook.AFTER_DEPLOY);
            context.cluster().closeJournal(journal, true, cancellation.now());
        }
    }
}
