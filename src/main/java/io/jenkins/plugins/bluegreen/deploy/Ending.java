package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.deploy.Outcome.Result;
import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a deployment ends, in each of the ways it can: it brings the state about, and says it. */
final class Ending {

    private final DeployPlan plan;
    private final Timeline timeline;
    private final Patience patience;
    private final Measurement measurement;
    private final Account account;
    private Slot previous;
    private Slot idle;
    private Journal journal;
    private Settlement settlement;

    Ending(DeployPlan plan, Timeline timeline, Patience patience, Measurement measurement) {
        this.plan = plan;
        this.timeline = timeline;
        this.patience = patience;
        this.measurement = measurement;
        this.account = new Account(plan, timeline, patience, patience.now());
    }

    /** Notes who settles what an earlier deployment left. */
    void settling(Settlement by) {
        settlement = by;
    }

    /** Notes what was live before, and what is begun now. */
    void begun(Standing standing, Journal begun) {
        previous = standing.live().orElse(null);
        idle = standing.idle();
        journal = begun;
    }

    /** The new release serves, and the old one is gone. */
    Outcome deployed(Hosts hosts) throws HostException, InterruptedException {
        hosts.closeJournal(journal, true, patience.now());
        String sentence = plan.app() + " serves release " + plan.release().id() + " from " + shown(idle)
                + (previous == null ? "." : "; " + shown(previous) + " is stopped.")
                + lostAtTheEnd();
        return outcome(Result.DEPLOYED, idle, sentence, "");
    }

    /** Nothing was changed yet, but by settling what an earlier deployment left. */
    Outcome unchanged(Exception why) {
        Settlement.Stage stage = settlement == null ? Settlement.Stage.NOTHING : settlement.stage();
        String state = switch (stage) {
            case NOTHING -> " Nothing was changed.";
            case BEGUN ->
                " What a deployment that was cut off had left is settled by half; the next deployment goes on with that.";
            case DONE -> " Nothing was changed but what a deployment that was cut off had left, which is settled.";
        };
        Result result = stage == Settlement.Stage.BEGUN && why instanceof HostException ? Result.STUCK : result(why);
        return outcome(result, previous, message(why) + state, evidence(why));
    }

    /** Takes back what was done, and looks what state that left. */
    Outcome undone(Exception why, Hosts hosts) throws InterruptedException {
        List<String> stuck;
        try {
            hosts.regain(timeline.begun() ? Optional.of(journal) : Optional.empty(), patience);
            stuck = timeline.undo();
            if (stuck.isEmpty()) {
                hosts.closeJournal(journal, false, patience.now());
                return outcome(result(why), previous, message(why) + " " + state(hosts), evidence(why));
            }
        } catch (TakenOver e) {
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
        left.addAll(timeline.left());
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
    Outcome takenOver(TakenOver why) {
        return outcome(Result.STUCK, null, why.getMessage(), "");
    }

    /** Failures of the switch itself would have ended in an undo. */
    private String lostAtTheEnd() {
        Availability noticed = measurement.end();
        int allowed = plan.limits().maxFailedRequests();
        return noticed.failed() <= allowed
                ? ""
                : " But " + noticed.failed() + " of " + noticed.asked() + " requests to the front door failed ("
                        + noticed.reasons() + ") while the old slot was being retired, more than maxFailedRequests ("
                        + allowed + "); by then there was nothing to go back to.";
    }

    /** Everything is undone by now, so whether that can be looked at does not matter any more. */
    private String state(Hosts hosts) throws InterruptedException {
        List<Survey> surveys;
        try {
            surveys = hosts.survey();
        } catch (HostException e) {
            return "Everything is undone, but how that left the hosts could not be looked at: " + e.getMessage();
        }
        StringBuilder state = new StringBuilder();
        for (Survey survey : surveys) {
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
        return why instanceof InterruptedException ? new Stopped().getMessage() : why.getMessage();
    }

    private static String evidence(Exception why) {
        return why instanceof HostException e ? e.evidence() : "";
    }

    private Outcome outcome(Result result, Slot live, String sentence, String evidence) {
        return account.outcome(result, live, previous, measurement.end(), sentence, evidence);
    }
}
