package io.jenkins.plugins.bluegreen.deploy.rollback;

import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.journal.History;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.deploy.recovery.RestartRecovery;
import io.jenkins.plugins.bluegreen.deploy.recovery.RestartRecovery.OtherReleaseException;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.GoingBack;
import io.jenkins.plugins.bluegreen.deploy.state.Held;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.state.WhichHeld;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.deploy.undo.Defect;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Period;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.OwnSettings;
import io.jenkins.plugins.bluegreen.model.value.Mask;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.ReleaseStore;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Goes back to a release that was deployed before, which lies on the hosts: the whole way of a deployment, but that nothing is sent. It
 * is started and judged by its own settings, as it was deployed.
 */
public final class Rollback {

    /** How often it is looked which release a rollback that was cut off is of. */
    private static final int LOOKS = 3;

    private final Function<DeployPlan, Connector> connectors;
    private final Progress progress;
    private final Cancellation cancellation;

    /**
     * Does nothing yet.
     *
     * @param connectors makes what connects for a plan
     * @param progress hears how it goes on
     * @param cancellation waits, and is told to stop
     */
    public Rollback(Function<DeployPlan, Connector> connectors, Progress progress, Cancellation cancellation) {
        this.connectors = connectors;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * Goes back.
     *
     * @param plan says all but what is started and how that is judged: its release, start command, health check and warm-up do not count,
     *     nor do headers that are missing for the same front door
     * @param wanted a release's id or the number of the build that deployed it, or an empty text for the newest one before the live one
     *     that was deployed, is complete on all hosts and not marked as bad
     * @param markBad whether the release that is left is marked as bad once the other one serves
     * @return how it ended; where that release is live already, it is deployed, and nothing was done
     * @throws InterruptedException as {@link Rollout#run}
     */
    public Outcome run(DeployPlan plan, String wanted, boolean markBad) throws InterruptedException {
        return run(plan, looks -> choose(plan, wanted.strip(), markBad, looks));
    }

    /**
     * Leads users to the release that is held, by its own settings, as it was deployed.
     *
     * @param plan as that of {@link #run}
     * @throws InterruptedException as {@link Rollout#run}
     */
    public Outcome promote(DeployPlan plan) throws InterruptedException {
        return promote(plan, WhichHeld.ANY);
    }

    /**
     * Does the same with a certain one, and with nothing else that may be held by now.
     *
     * @param which that one; if it is of one deployment, and not held any more, it is told that this is settled
     * @throws InterruptedException as {@link Rollout#run}
     */
    public Outcome promote(DeployPlan plan, WhichHeld which) throws InterruptedException {
        return run(plan, looks -> {
            try {
                return held(plan, looks, which);
            } catch (Held.GoneException e) {
                which.gone(progress, e);
                throw e;
            }
        });
    }

    /** Finds out by which plan to go. */
    private interface Choosing {
        Choice choose(UndoLog looks) throws HostException, CancelledException, InterruptedException;
    }

    private Outcome run(DeployPlan plan, Choosing choosing) throws InterruptedException {
        Instant begun = cancellation.now();
        UndoLog looks = new UndoLog(progress, cancellation);
        Choice choice;
        try {
            choice = choosing.choose(looks);
        } catch (HostException e) {
            return outcome(plan, begun, looks, Told.refused(plan, Result.UNDONE, e.getMessage(), e.evidence()));
        } catch (CancelledException | InterruptedException e) {
            String why = new CancelledException().getMessage();
            return outcome(plan, begun, looks, Told.refused(plan, Result.ABORTED, why, ""));
        } catch (RuntimeException | Error e) {
            HostException defect = Defect.of(e);
            return outcome(
                    plan, begun, looks, Told.refused(plan, Result.UNDONE, defect.getMessage(), defect.evidence()));
        }
        if (choice.own().isEmpty()) {
            return outcome(plan, begun, looks, Told.live(plan, choice));
        }
        DeployPlan own = choice.own().get();
        Connector connector = connectors.apply(own);
        Masked masked = new Masked(progress, choice.mask());
        ReleaseThere source = new ReleaseThere(own.release(), connector);
        Outcome outcome = choice.held() == null
                ? new Rollout(connector, new AllAtOnce(), masked, cancellation)
                        .run(own, source, Optional.of(choice.back()))
                : new Rollout(connector, Strategy.of(own), masked, cancellation).promote(own, source, choice.held());
        return since(begun, masked.in(outcome, looks.reports()), outcome.releaseId());
    }

    /**
     * Returns what lies on the hosts, the newest first, looking at them without a lock.
     *
     * @throws HostException if that could not be found out on all of them
     */
    public List<StoredReleaseInfo> releases(DeployPlan plan)
            throws HostException, CancelledException, InterruptedException {
        return looking(
                plan,
                new UndoLog(progress, cancellation),
                cancellation,
                context -> Stock.look(context).releases());
    }

    /**
     * Takes up a rollback that was lost sight of in the middle, as {@link RestartRecovery} does a deployment.
     *
     * @param plan that of {@link #run}
     * @param cutOff what is known of it
     * @return how it ended, or nothing where it had not begun to change anything, and may just be run anew; of no release where not even
     *     which one it was could be found out
     * @throws InterruptedException if the thread is told to end
     */
    public Optional<Outcome> resume(DeployPlan plan, CutOff cutOff) throws InterruptedException {
        Instant begun = cancellation.now();
        UndoLog looks = new UndoLog(progress, cancellation);
        HostException why = null;
        for (int i = 0; i < LOOKS; i++) {
            try {
                return settled(plan, cutOff, begun(plan, looks));
            } catch (OtherReleaseException e) {
                why = new HostException("which release it is of changed again and again; " + e.getMessage() + ".");
            } catch (HostException e) {
                why = e;
                break;
            } catch (RuntimeException | Error e) {
                why = Defect.of(e);
                break;
            }
        }
        return Optional.of(outcome(plan, begun, looks, Told.unknown(plan, cutOff, why)));
    }

    /** What is going on still may begin between the look and the lock. */
    private Optional<Outcome> settled(DeployPlan plan, CutOff cutOff, Optional<Choice> choice)
            throws OtherReleaseException, InterruptedException {
        choice.map(Choice::to).ifPresent(progress::chosen);
        DeployPlan own = choice.flatMap(Choice::own).orElse(plan);
        Masked masked = new Masked(progress, choice.map(Choice::mask).orElse(Mask.NONE));
        Optional<String> known = choice.map(Choice::to);
        return new RestartRecovery(connectors.apply(own), masked, cancellation)
                .run(own, cutOff, release -> known.equals(Optional.of(release)))
                .map(outcome -> masked.in(outcome, List.of()))
                .map(outcome -> since(outcome.startedAt(), outcome, known.orElse("")));
    }

    /**
     * Nothing is settled without it, for that is judged by the settings of its release, and said without the secrets of that; nor does an
     * abort end it.
     */
    private Optional<Choice> begun(DeployPlan plan, UndoLog looks) throws HostException, InterruptedException {
        Cancellation patience = cancellation.heedless();
        try {
            try {
                return looking(plan, looks, patience, Rollback::begun);
            } catch (HostException e) {
                progress.note("", e.getMessage() + " Trying once more.");
                return looking(plan, looks, patience, Rollback::begun);
            }
        } catch (CancelledException e) {
            throw new IllegalStateException("nobody stops this", e);
        }
    }

    /** Looks at hosts. */
    private interface Look<T> {
        T at(DeployContext context) throws HostException, CancelledException, InterruptedException;
    }

    private <T> T looking(DeployPlan plan, UndoLog looks, Cancellation until, Look<T> look)
            throws HostException, CancelledException, InterruptedException {
        Connector connector = connectors.apply(plan);
        try (Cluster cluster = Cluster.unlocked(plan, connector)) {
            cluster.connect(looks, until);
            return look.at(new DeployContext(plan, connector, cluster, looks, progress, until));
        }
    }

    /**
     * Where to go back to.
     *
     * @param to the release
     * @param own the plan for that; nothing where it is live already
     * @param back what is left, or null where that is not known, or it is held
     * @param held the deployment of what is held, or null where nothing is
     * @param mask hides its secrets
     */
    private record Choice(String to, Optional<DeployPlan> own, GoingBack back, Journal held, Mask mask) {

        Choice(String to, Optional<DeployPlan> own, GoingBack back, Mask mask) {
            this(to, own, back, null, mask);
        }
    }

    private Choice held(DeployPlan plan, UndoLog looks, WhichHeld which)
            throws HostException, CancelledException, InterruptedException {
        return looking(plan, looks, cancellation, context -> {
            Journal held = which.on(plan, context.cluster().inspectHosts());
            progress.chosen(held.release());
            ReleaseStore store = context.cluster().app().get(0).releases();
            Release release = new Release(held.release(), plan.release().fileName());
            Choice own = of(plan, release, store.settings(held.release()), null);
            return new Choice(held.release(), own.own(), null, held, own.mask());
        });
    }

    private Choice choose(DeployPlan plan, String wanted, boolean markBad, UndoLog looks)
            throws HostException, CancelledException, InterruptedException {
        return looking(plan, looks, cancellation, context -> {
            Stock stock = Stock.look(context);
            StoredReleaseInfo to = stock.choose(wanted);
            GoingBack back = stock.goingBack(to, markBad);
            progress.chosen(to.release());
            if (stock.isCertainlyLive(to)) {
                return new Choice(to.release(), Optional.empty(), back, Mask.NONE);
            }
            ReleaseStore store = context.cluster().app().get(0).releases();
            progress.note(
                    "",
                    (back.settled() ? "settling the deployment that was cut off of release " : "going back to release ")
                            + to.release()
                            + (to.owner().build().isEmpty() ? "" : " of " + to.owner()));
            return of(plan, new Release(to.release(), to.fileName()), store.settings(to.release()), back);
        });
    }

    private static Choice of(DeployPlan plan, Release release, OwnSettings settings, GoingBack back)
            throws HostException {
        try {
            return new Choice(
                    release.id(), Optional.of(plan.with(release, settings)), back, Mask.of(settings.secrets()));
        } catch (PlanException e) {
            throw new HostException("Release " + release.id()
                    + " cannot be started as it was deployed, on today's ports: " + e.getMessage());
        }
    }

    /** Returns what a rollback that was cut off had chosen, if it had begun anything. */
    private static Optional<Choice> begun(DeployContext context)
            throws HostException, CancelledException, InterruptedException {
        DeployPlan plan = context.plan();
        List<HostState> hosts = context.cluster().inspectHosts();
        Optional<String> halfDone = hosts.stream()
                .flatMap(host -> host.journal().stream())
                .filter(journal -> journal.deployment().equals(plan.deploymentId()))
                .map(Journal::release)
                .findFirst();
        if (halfDone.isPresent()) {
            Release release = new Release(halfDone.get(), plan.release().fileName());
            ReleaseStore store = context.cluster().app().get(0).releases();
            return Optional.of(of(plan, release, store.settings(release.id()), null));
        }
        return context.cluster()
                .ended(plan.deploymentId())
                .map(History::release)
                .or(() -> started(plan.deploymentId(), hosts))
                .map(release -> over(plan, release));
    }

    /** A full disk may have kept its end out of the history. */
    private static Optional<String> started(String deployment, List<HostState> hosts) {
        return hosts.stream()
                .flatMap(host -> Stream.of(Slot.values())
                        .filter(slot -> host.deployment(slot).equals(Optional.of(deployment)))
                        .flatMap(slot -> host.release(slot).stream()))
                .findFirst();
    }

    /** What came to its end is not asked any more, so its settings, which may be gone, do not matter. */
    private static Choice over(DeployPlan plan, String id) {
        OwnSettings any = new OwnSettings(plan.application().start(), plan.health(), plan.warmUp(), plan.frontDoor());
        DeployPlan own = plan.with(new Release(id, plan.release().fileName()), any);
        return new Choice(id, Optional.of(own), null, Mask.NONE);
    }

    /** How it ended without anything done. */
    private record Told(Result result, String release, SlotChange slots, Reason reason) {

        static Told refused(DeployPlan plan, Result result, String why, String evidence) {
            return new Told(
                    result,
                    "", // it was not chosen yet
                    SlotChange.of(plan.slots(), null, null),
                    new Reason(why + " Nothing was changed.", evidence));
        }

        /** Not even which release it was is known. */
        static Told unknown(DeployPlan plan, CutOff cutOff, HostException why) {
            String sentence = cutOff.by() + " during this rollback, and how it ended could not be found out: "
                    + why.getMessage() + " " + cutOff.left();
            return new Told(
                    Result.STUCK, "", SlotChange.of(plan.slots(), null, null), new Reason(sentence, why.evidence()));
        }

        static Told live(DeployPlan plan, Choice choice) {
            Slot slot = choice.back().live();
            String sentence = GoingBack.needless(plan, choice.to(), slot) + ".";
            return new Told(
                    Result.DEPLOYED, choice.to(), SlotChange.of(plan.slots(), slot, slot), new Reason(sentence, ""));
        }
    }

    private Outcome outcome(DeployPlan plan, Instant begun, UndoLog looks, Told told) {
        return new Outcome(
                told.result(),
                plan.deploymentId(),
                told.release(),
                told.slots(),
                new Period(begun, cancellation.since(begun)),
                looks.reports(),
                Availability.UNKNOWN,
                told.reason());
    }

    private Outcome since(Instant begun, Outcome outcome, String release) {
        return new Outcome(
                outcome.result(),
                outcome.deploymentId(),
                release,
                outcome.slots(),
                new Period(begun, cancellation.since(begun)),
                outcome.steps(),
                outcome.availability(),
                outcome.reason());
    }
}
