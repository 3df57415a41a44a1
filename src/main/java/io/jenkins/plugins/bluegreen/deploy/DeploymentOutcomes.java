package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.deploy.availability.AvailabilityMonitor;
import io.jenkins.plugins.bluegreen.deploy.hook.HookRunner;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal.Phase;
import io.jenkins.plugins.bluegreen.deploy.journal.Left;
import io.jenkins.plugins.bluegreen.deploy.journal.LockLostException;
import io.jenkins.plugins.bluegreen.deploy.recovery.CrashRecovery;
import io.jenkins.plugins.bluegreen.deploy.state.AfterUndo;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.GoingBack;
import io.jenkins.plugins.bluegreen.deploy.state.Held;
import io.jenkins.plugins.bluegreen.deploy.state.OutcomeBuilder;
import io.jenkins.plugins.bluegreen.deploy.state.SlotDecision;
import io.jenkins.plugins.bluegreen.deploy.step.SlotFailedException;
import io.jenkins.plugins.bluegreen.deploy.strategy.CanaryHeldException;
import io.jenkins.plugins.bluegreen.deploy.undo.Defect;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How a deployment ends, in each of the ways it can: it brings the state about, and says it. */
final class DeploymentOutcomes {

    private final DeployContext context;
    private final DeployPlan plan;
    private final UndoLog undoLog;
    private final AvailabilityMonitor monitor;
    private final OutcomeBuilder builder;
    private Slot previous;
    private boolean needless;
    /** Nothing before anything is begun; then in the phase that the deployment is in. */
    private Journal journal;

    /** Whether all is still there to be as before. */
    private boolean wayBack = true;

    /** Until when the old slot stays as a standby, if it does. */
    private Optional<Instant> standby = Optional.empty();

    /** Until when the new release is held, if it is. */
    private Journal.Until held;

    private CrashRecovery recovery;
    private final HookRunner hooks;

    DeploymentOutcomes(DeployContext context, AvailabilityMonitor monitor) {
        this.context = context;
        this.plan = context.plan();
        this.undoLog = context.undoLog();
        this.monitor = monitor;
        this.builder = OutcomeBuilder.begin(context);
        this.hooks = new HookRunner(context, marks -> {
            journal = journal.with(marks);
            context.cluster().write(journal);
        });
    }

    /** What a deployment does. */
    interface Work {
        void run() throws HostException, CancelledException, InterruptedException;
    }

    /** Returns what runs the team's own commands. */
    HookRunner hooks() {
        return hooks;
    }

    /** Notes who settles what an earlier deployment left. */
    void recovering(CrashRecovery by) {
        recovery = by;
    }

    /**
     * Notes what is live.
     *
     * @param already whether that is what is wanted
     */
    void decided(SlotDecision decision, boolean already) {
        previous = decision.live().orElse(null);
        needless = already;
    }

    /** Tells whether what is wanted is live already. */
    boolean needless() {
        return needless;
    }

    /** Notes that from now on something is changed. */
    Journal begin(SlotDecision decision, Optional<Left> left) {
        journal = new Journal(
                plan.app().value(),
                plan.deploymentId(),
                plan.release().id(),
                decision.idle(),
                Phase.PREPARE,
                plan.owner().toString(),
                left,
                hooks.begin(decision, left.isPresent()));
        return told();
    }

    /** Notes that it promotes what another deployment held, which is taken back with it. */
    Journal promoting(String held) {
        journal = journal.promoting(held);
        return journal;
    }

    /** Notes that the next phase begins. */
    Journal enter(Phase phase) {
        journal = journal.in(phase);
        return told();
    }

    /** Notes that so much of the clients is about to be led to the new slot, in per cent. */
    void leading(int percent) throws HostException, InterruptedException {
        journal = journal.leading(percent);
        context.cluster().write(journal);
    }

    /** Notes that it is held from now on, and nothing more is done. */
    Journal hold(Journal.Until until) {
        held = until;
        journal = journal.held(until);
        return told();
    }

    private Journal told() {
        context.progress().reached(journal.phase().label(), journal.slot());
        return journal;
    }

    /** Tells whether a failure leads back to what served before. */
    boolean wayBack() {
        return wayBack;
    }

    /** Notes whether it does: not from when the first process of the old slot is being stopped. */
    void wayBack(boolean there) {
        wayBack = there;
    }

    /** Returns until when the old slot stays as a standby, if it does. */
    Optional<Instant> standby() {
        return standby;
    }

    /** Notes until when it does. */
    void standby(Optional<Instant> until) {
        standby = until;
    }

    /** Has a deployment do its work, and returns how it ended: the one place that turns failures into outcomes. */
    Outcome of(Work work) throws InterruptedException {
        try {
            work.run();
            if (held != null) {
                return held();
            }
            return needless ? already() : deployed();
        } catch (HostException | CancelledException | InterruptedException e) {
            return failed(e);
        } catch (RuntimeException | Error e) {
            return failed(Defect.of(e));
        }
    }

    private Outcome failed(Exception why) throws InterruptedException {
        if (journal == null) {
            return unchanged(why);
        }
        if (why instanceof LockLostException) {
            // What there is now is another deployment's, whichever phase this one was in.
            return outcome(Result.STUCK, null, why.getMessage(), "");
        }
        if (why instanceof CanaryHeldException) {
            // Its journal stays, by which the next deployment takes it back.
            return outcome(Result.STUCK, previous, why.getMessage() + hooks.failures(), evidence(why));
        }
        if (wayBack) {
            return undone(why);
        }
        if (why instanceof InterruptedException told) {
            throw told;
        }
        return notRetired(why);
    }

    /** The new release serves, and the old one is gone. */
    private Outcome deployed() {
        String sentence = plan.app() + " serves release " + plan.release().id() + " from " + plan.shown(idle())
                + (previous == null ? "." : "; " + plan.shown(previous) + left() + ".")
                + journal.left()
                        .filter(Left::bad)
                        .map(left -> " Release " + left.release() + " is marked as bad.")
                        .orElse("")
                + lostAtTheEnd()
                + hooks.failures();
        return outcome(Result.DEPLOYED, idle(), sentence, "");
    }

    private Outcome held() {
        standby = Optional.of(held.end());
        return outcome(Result.HELD, previous, Held.sentence(plan, idle(), held, previous == null), "");
    }

    private String left() {
        return standby.map(until -> " stays as a standby until " + TimeSpan.clock(until))
                .orElse(" is stopped");
    }

    /** The locks were ours, so nobody else was about to change that. */
    private Outcome already() throws HostException {
        context.cluster().checkLocks();
        String settled = recovery.stage() == CrashRecovery.Stage.DONE
                ? " but what a deployment that was cut off had left, which is settled."
                : ".";
        String sentence = GoingBack.needless(plan, plan.release().id(), previous) + settled;
        return outcome(Result.DEPLOYED, previous, sentence, "");
    }

    /** Nothing was changed yet, but by settling what an earlier deployment left. */
    private Outcome unchanged(Exception why) {
        CrashRecovery.Stage stage = recovery == null ? CrashRecovery.Stage.NOTHING : recovery.stage();
        String state = switch (stage) {
            case NOTHING -> " Nothing was changed.";
            case BEGUN ->
                " What a deployment that was cut off had left is settled by half; the next deployment goes on with that.";
            case DONE -> " Nothing was changed but what a deployment that was cut off had left, which is settled.";
        };
        Result result = stage == CrashRecovery.Stage.BEGUN && why instanceof HostException ? Result.STUCK : result(why);
        Slot live = context.cluster().locked() ? previous : null;
        return outcome(result, live, message(why) + state, evidence(why));
    }

    /** Takes back what was done, and looks what state that left. */
    private Outcome undone(Exception why) throws InterruptedException {
        List<String> stuck;
        try {
            context.cluster()
                    .reconnectToUndo(
                            undoLog.begun() ? Optional.of(journal) : Optional.empty(),
                            previous != null,
                            context.cancellation());
            stuck = undoLog.undo();
            if (stuck.isEmpty()) {
                context.cluster()
                        .closeJournal(journal, false, context.cancellation().now());
                return asBefore(why);
            }
            Optional<LockLostException> lost = context.cluster().lost();
            if (lost.isPresent()) {
                throw lost.get();
            }
        } catch (LockLostException e) {
            return outcome(Result.STUCK, null, message(why) + " " + e.getMessage(), evidence(why));
        } catch (HostException e) {
            stuck = left(e);
        } catch (RuntimeException | Error e) {
            stuck = left(Defect.of(e));
        }
        String evidence = evidence(why) + "\n" + String.join("\n", stuck);
        return outcome(
                Result.STUCK,
                null,
                message(why)
                        + " Not everything could be undone" + onStuckHosts()
                        + ": see below what is left. The next deployment undoes it."
                        + hooks.failures(),
                evidence.strip());
    }

    private String onStuckHosts() {
        List<String> all = Stream.concat(plan.hosts().stream(), plan.routerHosts().stream())
                .map(Target::toString)
                .distinct()
                .toList();
        List<String> stuck = undoLog.stuckOn();
        return all.size() == 1 || stuck.isEmpty() ? "" : " on " + new OnHosts(all).where(stuck);
    }

    private List<String> left(HostException why) {
        List<String> left = new ArrayList<>(List.of("Not undone: " + why.getMessage() + "\n" + why.evidence()));
        left.addAll(undoLog.left());
        return left;
    }

    /** Traffic goes to the new release, but the old slot could not be retired. */
    private Outcome notRetired(Exception why) {
        String release = " release " + plan.release().id();
        String sentence = why instanceof SlotFailedException
                ? plan.router() + " leads to" + release + " in " + plan.shown(idle()) + ", which failed when "
                        + plan.shown(idle().other()) + " was stopped by half: " + message(why)
                        + " The next deployment settles it."
                : plan.app() + " serves" + release + " from " + plan.shown(idle())
                        + ", but the old slot was not retired: " + message(why) + " The next deployment tries again.";
        return outcome(Result.STUCK, idle(), sentence + hooks.failures(), evidence(why));
    }

    /** Failures of the switch itself would have ended in an undo. */
    private String lostAtTheEnd() {
        Availability noticed = monitor.end();
        int allowed = plan.limits().maxFailedRequests();
        return noticed.failed() <= allowed
                ? ""
                : " But " + noticed.failed() + " of " + noticed.asked() + " requests to the front door failed ("
                        + noticed.reasons() + ") while the old slot was being retired, more than maxFailedRequests ("
                        + allowed + "); by then there was nothing to go back to.";
    }

    /** Everything is undone by now, so whether that can be looked at does not matter any more. */
    private Outcome asBefore(Exception why) throws InterruptedException {
        String state;
        String more = "";
        try {
            AfterUndo after =
                    new AfterUndo(plan, previous, idle(), context.cluster().inspectHosts());
            state = after.sentence();
            more = after.evidence();
        } catch (HostException e) {
            state = "Everything is undone, but how that left the hosts could not be looked at: " + e.getMessage();
        }
        String evidence = more.isEmpty() ? evidence(why) : more + "\n" + evidence(why);
        return outcome(result(why), previous, message(why) + " " + state + hooks.failures(), evidence);
    }

    private Slot idle() {
        return journal.slot();
    }

    private static Result result(Exception why) {
        return why instanceof HostException ? Result.UNDONE : Result.ABORTED;
    }

    private static String message(Exception why) {
        return why instanceof InterruptedException ? new CancelledException().getMessage() : why.getMessage();
    }

    private static String evidence(Exception why) {
        return why instanceof HostException e ? e.evidence() : "";
    }

    private Outcome outcome(Result result, Slot live, String sentence, String evidence) {
        return builder.outcome(result, live, previous, monitor.end(), new Reason(sentence, evidence))
                .standingBy(standby.orElse(null));
    }
}
