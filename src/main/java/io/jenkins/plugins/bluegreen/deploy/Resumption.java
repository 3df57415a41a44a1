package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.deploy.Outcome.Result;
import io.jenkins.plugins.bluegreen.deploy.Settlement.End;
import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.site.Connector;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import io.jenkins.plugins.bluegreen.site.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes up a deployment whose Jenkins was restarted in the middle of it: finds out on the hosts how it ended, and settles it if
 * it did not.
 */
public final class Resumption {

    /** For the lock of a peer that is gone without a word, and for what it may still be undoing. */
    private static final Duration LOCK = Duration.ofMinutes(5);

    private final Connector connector;
    private final Progress progress;
    private final Patience patience;

    /**
     * @param connector makes the connections
     * @param progress hears how it goes on
     * @param patience waits, and is told to stop
     */
    public Resumption(Connector connector, Progress progress, Patience patience) {
        this.connector = connector;
        this.progress = progress;
        this.patience = patience;
    }

    /**
     * Resumes.
     *
     * @param plan that of the deployment; what is started and shipped does not matter any more
     * @return how the deployment ended
     * @throws InterruptedException if the thread is told to end
     */
    public Outcome run(DeployPlan plan) throws InterruptedException {
        Timeline timeline = new Timeline(progress, patience);
        Report report = new Report(new Account(plan, timeline, patience, patience.now()));
        try (Hosts hosts = new Hosts(plan, connector)) {
            hosts.connect(timeline, patience);
            hosts.lock(timeline, patience, progress, LOCK);
            List<Survey> surveys = hosts.survey();
            Optional<Journal> ours = Settlement.halfDone(surveys)
                    .filter(journal -> journal.deployment().equals(plan.deploymentId()));
            if (ours.isPresent()) {
                Settlement settlement = new Settlement(hosts, connector.probe(), timeline, progress, patience);
                return report.ended(
                        settlement.settle(ours.get(), surveys, connector.frontDoor()),
                        ours.get().slot());
            }
            return history(hosts, plan)
                    .or(() -> standing(surveys, plan))
                    .map(report::ended)
                    .orElseGet(report::notBegun);
        } catch (HostException | Stopped e) {
            return report.unknown(e);
        }
    }

    private static Optional<History> history(Hosts hosts, DeployPlan plan) throws HostException, InterruptedException {
        for (HostDeployment on : hosts.app()) {
            Optional<History> end = on.history(plan.deploymentId()).flatMap(History::read);
            if (end.isPresent()) {
                return end;
            }
        }
        return Optional.empty();
    }

    /** A full disk may have kept the end out of the history. An undo takes the record of the slot away, so that it stayed tells. */
    private static Optional<History> standing(List<Survey> surveys, DeployPlan plan) {
        return Stream.of(Slot.values())
                .filter(slot -> surveys.stream()
                        .allMatch(survey -> survey.running(slot)
                                && survey.deployment(slot).equals(Optional.of(plan.deploymentId()))))
                .map(slot -> new History(true, slot))
                .findFirst();
    }

    /** Says how it ended. */
    private record Report(Account account) {

        Outcome ended(History history) {
            return ended(history.deployed() ? End.SERVES : End.UNDONE, history.slot());
        }

        Outcome ended(End end, Slot slot) {
            DeployPlan plan = account.plan();
            String release = "Jenkins was restarted during this deployment of " + plan.app() + "; release "
                    + plan.release().id();
            String from = " from " + slot.label() + " (port " + plan.slots().port(slot) + ")";
            return switch (end) {
                case SERVES -> outcome(Result.DEPLOYED, slot, release + " serves" + from + ".", "");
                case SERVES_ILL ->
                    outcome(
                            Result.STUCK,
                            slot,
                            release + " is served" + from
                                    + ", but is not healthy any more, and the old one is stopped. Deploy again.",
                            "");
                case UNDONE ->
                    outcome(
                            Result.ROLLED_BACK,
                            null,
                            release + " was taken back, and nginx serves what it served before. Deploy again.",
                            "");
            };
        }

        Outcome notBegun() {
            String sentence = "Jenkins was restarted before this deployment had changed anything. Deploy again.";
            return outcome(Result.ROLLED_BACK, null, sentence, "");
        }

        Outcome unknown(Exception why) {
            String sentence = "Jenkins was restarted during this deployment, and how it ended could not be found out: "
                    + why.getMessage() + " The next deployment settles what is left of it.";
            return outcome(Result.STUCK, null, sentence, why instanceof HostException e ? e.evidence() : "");
        }

        private Outcome outcome(Result result, Slot live, String sentence, String evidence) {
            return account.outcome(result, live, null, Availability.UNKNOWN, sentence, evidence);
        }
    }
}
