package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.deploy.availability.AvailabilityMonitor;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.journal.LockLostException;
import io.jenkins.plugins.bluegreen.deploy.recovery.CrashRecovery;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.state.SlotDecision;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a deployment ends, in each of the ways it can: it brings the state about, and says it. */
final class DeploymentOutcomes {

    private final DeployPlan plan;
    private final UndoLog undoLog;
    private final Cancellation cancellation;
    private final AvailabilityMonitor monitor;
    private final OutcomeBuilder account;
    private Slot previous;
    private Slot idle;
    private Journal journal;
    private CrashRecovery recovery;

    DeploymentOutcomes(DeployPlan plan, UndoLog undoLog, Cancellation cancellation, AvailabilityMonitor monitor) {
        this.plan = plan;
        this.undoLog = undoLog;
        this.cancellation = cancellation;
        this.monitor = monitor;
        this.account = new OutcomeBuilder(plan, undoLog, cancellation, cancellation.now());
    }

    /** Notes who settles what an earlier deployment left. */
    void settling(CrashRecovery by) {
        recovery = by;
    }

    /** Notes what was live before, and what is begun now. */
    void begun(SlotDecision standing, Journal begun) {
        previous = standing.live().orElse(null);
        idle = standing.idle();
        journal = begun;
    }

    /** The new release serves, and the old one is gone. */
    Outcome deployed(Cluster hosts) throws HostException, InterruptedException {
        hosts.closeJournal(journal, true, cancellation.now());
        String sentence = plan.app() + " serves release " + plan.release().id() + " from " + shown(idle)
                + (previous == null ? "." : "; " + shown(previous) + " is stopped.")
                + lostAtTheEnd();
        return outcome(Result.DEPLOYED, idle, sentence, "");
    }

    /** Nothing was changed yet, but by settling what an earlier deployment left. */
    Outcome unchanged(Exception why) {
        CrashRecovery.Stage stage = recovery == null ? CrashRecovery.Stage.NOTHING : recovery.stage();
        String state = switch (stage) {
            case NOTHING -> " Nothing was changed.";
            case BEGUN ->
                " What a deployment that was cut off had left is settled by half; the next deployment goes on with that.";
            case DONE -> " Nothing was changed but what a deployment that was cut off had left, which is settled.";
        };
        Result result = stage == CrashRecovery.Stage.BEGUN && why instanceof HostException ? Result.STUCK : result(why);
        return outcome(result, previous, message(why) + state, evidence(why));
    }

    /** Takes back what was done, and looks what state that left. */
    Outcome undone(Exception why, Cluster hosts) throws InterruptedException {
        List<String> stuck;
        try {
            hosts.reconnectAndRelock(undoLog.begun() ? Optional.of(journal) : Optional.empty(), cancellation);
            stuck = undoLog.undo();
            if (stuck.isEmpty()) {
                hosts.closeJournal(journal, false, cancellation.now());
                return outcome(result(why), previous, message(why) + " " + state(hosts), evidence(why));
            }
        } catch (LockLostException e) {
            return outcome(Result.STUCK, null, message(why) + " " + e.getMessage(), evidence(why));
        } catch (HostException e) {
            stuck = left(e);
        } catch (RuntimeException | Error e) {
            stuck = left(Rollout.defect(e));
        }
        String evidence = evidence(why) + "\n" + String.join("\n", stuck);
        return outcome(
                Result.STUCK,
                null,
                message(why)
                        + " Not everything could be undone: see below what is left. The next deployment undoes it.",
                evidence.strip());
    }

    private List<String> left(HostException why) {
        List<String> left = new ArrayList<>(List.of("Not undone: " + why.getMessage() + "\n" + why.evidence()));
        left.addAll(undoLog.left());
        return left;
    }

    /** The new release serves, but the old slot could not be retired. */
    Outcome notRetired(Exception why) {
        return outcome(
                Result.STUCK,
                idle,
                plan.app() + " serves release " + plan.release().id() + " from " + shown(idle)
                        + ", but the old slot was not retired: " + message(why) + " The next deployment tries again.",
                evidence(why));
    }

    /** Another deployment has settled this one. */
    Outcome takenOver(LockLostException why) {
        return outcome(Result.STUCK, null, why.getMessage(), "");
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
    private String state(Cluster hosts) throws InterruptedException {
        List<HostState> surveys;
        try {
            surveys = hosts.survey();
        } catch (HostException e) {
            return "Everything is undone, but how that left the hosts could not be looked at: " + e.getMessage();
        }
        StringBuilder state = new StringBuilder();
        for (HostState survey : surveys) {
            String on = plan.hosts().size() > 1 ? " on " + survey.host() : "";
            if (previous != null) {
                boolean serves = survey.listening(previous);
                state.append(shown(previous))
                        .append(serves ? " serves as before" : " is NOT UP")
                        .append(on)
                        .append("; ");
            }
            state.append("port ").append(plan.slots().port(idle));
            state.append(survey.listening(idle) ? " is STILL IN USE" : " is free again")
                    .append(on)
                    .append(". ");
        }
        return state.toString().strip();
    }

    private String shown(Slot slot) {
        return slot.label() + " (port " + plan.slots().port(slot) + ")";
    }

    private static Result result(Exception why) {
        return why instanceof HostException ? Result.ROLLED_BACK : Result.ABORTED;
    }

    private static String message(Exception why) {
        return why instanceof InterruptedException ? new CancelledException().getMessage() : why.getMessage();
    }

    private static String evidence(Exception why) {
        return why instanceof HostException e ? e.evidence() : "";
    }

    private Outcome outcome(Result result, Slot live, String sentence, String evidence) {
        return account.outcome(result, live, previous, monitor.end(), sentence, evidence);
    }
}
