package io.jenkins.plugins.bluegreen.deploy.recovery;

import io.jenkins.plugins.bluegreen.deploy.journal.History;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.recovery.CrashRecovery.End;
import io.jenkins.plugins.bluegreen.deploy.recovery.CrashRecovery.Settled;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.Held;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.state.OutcomeBuilder;
import io.jenkins.plugins.bluegreen.deploy.undo.Defect;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Takes up a deployment that was lost sight of in the middle, because Jenkins was restarted or its agent was lost: finds out on
 * the hosts how it ended, and settles it if it did not.
 */
public final class RestartRecovery {

    /** For the lock of a peer that is gone without a word, and for what it may still be undoing. */
    private static final Duration LOCK = Duration.ofMinutes(5);

    private final Connector connector;
    private final Progress progress;
    private final Cancellation cancellation;

    /**
     * @param connector makes the connections
     * @param progress hears how it goes on
     * @param cancellation waits, and is told to stop
     */
    public RestartRecovery(Connector connector, Progress progress, Cancellation cancellation) {
        this.connector = connector;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * Resumes.
     *
     * @param plan that of the deployment; what is started and shipped does not matter any more
     * @param cutOff what is known of it
     * @return how the deployment ended, or nothing where it had not begun to change anything, and may just go on
     * @throws InterruptedException if the thread is told to end
     */
    public Optional<Outcome> run(DeployPlan plan, CutOff cutOff) throws InterruptedException {
        try {
            return run(plan, cutOff, any -> true);
        } catch (OtherReleaseException e) {
            throw new IllegalStateException("any will do", e);
        }
    }

    /**
     * Resumes likewise one of which it was found out before, without the lock, which release it is of.
     *
     * @param known tells whether a release is that one, by whose settings it is judged
     * @throws OtherReleaseException if it is of another one by now; then nothing was done
     */
    public Optional<Outcome> run(DeployPlan plan, CutOff cutOff, Predicate<String> known)
            throws OtherReleaseException, InterruptedException {
        UndoLog undoLog = new UndoLog(progress, cancellation);
        try (Cluster cluster = new Cluster(plan, connector)) {
            DeployContext context = new DeployContext(plan, connector, cluster, undoLog, progress, cancellation);
            Report report = new Report(OutcomeBuilder.begin(context), cutOff);
            try {
                // An abort does not end these: only one who has the lock can take anything back.
                Cancellation patience = cancellation.heedless();
                cluster.connect(undoLog, patience);
                // What it had waited for itself may still have to end.
                cluster.lock(
                        undoLog, patience, progress, LOCK.plus(plan.limits().lockTimeout()));
                return resume(context, report, known);
            } catch (HostException | CancelledException e) {
                return Optional.of(report.unknown(e));
            } catch (RuntimeException | Error e) {
                return Optional.of(report.unknown(Defect.of(e)));
            }
        }
    }

    private static Optional<Outcome> resume(DeployContext context, Report report, Predicate<String> known)
            throws HostException, OtherReleaseException, CancelledException, InterruptedException {
        DeployPlan plan = context.plan();
        List<HostState> hosts = context.cluster().inspectHosts();
        Optional<Journal> ours = CrashRecovery.halfDone(hosts)
                .filter(journal -> journal.deployment().equals(plan.deploymentId()));
        if (ours.isPresent()) {
            check(ours.get().release(), known);
            if (ours.get().held()) {
                return Optional.of(held(context, report, ours.get(), hosts));
            }
            ObserveAgain look = ObserveAgain.takenUp(context, report.cutOff().aborted());
            Settled settled = new CrashRecovery(context)
                    .settle(ours.get(), hosts, context.connector().frontDoor(), look);
            return Optional.of(report.ended(settled, ours.get().slot(), hosts));
        }
        Optional<History> end = context.cluster().ended(plan.deploymentId());
        Optional<History> after =
                end.isPresent() && end.get().deployed() ? context.cluster().deployedAfter(end.get()) : Optional.empty();
        if (after.isPresent()) {
            check(end.get().release(), known);
            return Optional.of(report.replaced(end.get(), after.get()));
        }
        Optional<Ended> over = end.map(history ->
                        new Ended(history.deployed() ? End.SERVES : End.UNDONE, history.slot(), history.release()))
                .or(() -> served(hosts, plan));
        if (over.isPresent()) {
            check(over.get().release(), known);
        }
        return over.map(ended -> report.ended(new Settled(ended.how(), "", ""), ended.slot(), hosts));
    }

    /** By half, nobody could promote or discard it; and who has stopped its build wants none of it. */
    private static Outcome held(DeployContext context, Report report, Journal journal, List<HostState> hosts)
            throws HostException, CancelledException, InterruptedException {
        boolean everywhere = hosts.stream()
                .allMatch(host -> host.journal().equals(Optional.of(journal))
                        && host.standby(journal.slot()).isPresent());
        if (everywhere && !report.aborted()) {
            return report.held(journal, hosts);
        }
        String why = report.aborted() ? "it was aborted" : "it is not held on all hosts";
        if (everywhere) {
            CrashRecovery.refuseLastOfSeveral(journal, hosts, "taken back, though " + why);
        }
        new CrashRecovery(context).discard(journal, hosts, "since " + why);
        return report.ended(new Settled(End.UNDONE, why, journal.hooks().told(false)), journal.slot(), hosts);
    }

    private static void check(String release, Predicate<String> known) throws OtherReleaseException {
        if (!release.isEmpty() && !known.test(release)) {
            throw new OtherReleaseException(release);
        }
    }

    /** It had not yet begun when it was looked which release it is of, or it is another one. */
    public static final class OtherReleaseException extends Exception {

        private static final long serialVersionUID = 1L;

        OtherReleaseException(String release) {
            super("it is of release " + release);
        }
    }

    private record Ended(End how, Slot slot, String release) {}

    /** A full disk may have kept the end out of the history. An undo takes the record of the slot away, so that it stayed tells. */
    private static Optional<Ended> served(List<HostState> hosts, DeployPlan plan) {
        return Stream.of(Slot.values())
                .filter(slot -> hosts.stream()
                        .allMatch(host ->
                                host.running(slot) && host.deployment(slot).equals(Optional.of(plan.deploymentId()))))
                .map(slot ->
                        new Ended(End.SERVES, slot, hosts.get(0).release(slot).orElse("")))
                .findFirst();
    }

    /** Says how it ended. */
    private record Report(OutcomeBuilder builder, CutOff cutOff) {

        Outcome ended(Settled settled, Slot slot, List<HostState> hosts) {
            DeployPlan plan = builder.context().plan();
            String release = cutOff.by() + " during this deployment of " + plan.app() + "; release "
                    + plan.release().id();
            String from = " from " + plan.shown(slot);
            return switch (settled.end()) {
                case SERVES ->
                    outcome(Result.DEPLOYED, slot, release + " serves" + from + "." + settled.hooks(), "")
                            .standingBy(settled.standby().orElse(null));
                case SERVES_ILL ->
                    outcome(
                            Result.STUCK,
                            slot,
                            release + " is served" + from
                                    + " although " + settled.why()
                                    + ", since there is nothing to go back to. Deploy again."
                                    + settled.hooks(),
                            "");
                case UNDONE ->
                    outcome(
                            aborted() ? Result.ABORTED : Result.UNDONE,
                            hosts.stream().allMatch(host -> host.serves(slot.other())) ? slot.other() : null,
                            release + " was taken back" + (settled.why().isEmpty() ? "" : ", since " + settled.why())
                                    + ", and " + plan.router()
                                    + " serves what it served before. Deploy again." + settled.hooks(),
                            "");
            };
        }

        /** It ended well, and others have ended since. */
        Outcome replaced(History end, History after) {
            DeployPlan plan = builder.context().plan();
            String sentence = cutOff.by() + " during this deployment of " + plan.app() + "; release " + end.release()
                    + " served from " + plan.shown(end.slot()) + " until release " + after.release()
                    + " was deployed after it.";
            return outcome(Result.DEPLOYED, null, sentence, "");
        }

        /** It had come to what it was to come to, and nobody has promoted or discarded it. */
        Outcome held(Journal journal, List<HostState> hosts) {
            DeployPlan plan = builder.context().plan();
            Slot live = journal.slot().other();
            boolean up = hosts.stream().allMatch(host -> host.serves(live));
            boolean alone = hosts.stream().noneMatch(host -> host.serves(live));
            Journal.Until until = journal.marks().held().orElse(new Journal.Until(Instant.EPOCH, false));
            return outcome(Result.HELD, up ? live : null, Held.sentence(plan, journal.slot(), until, alone), "")
                    .standingBy(until.end());
        }

        private boolean aborted() {
            return cutOff.aborted() || builder.context().cancellation().stopped();
        }

        Outcome unknown(Exception why) {
            String sentence = cutOff.by() + " during this deployment, and how it ended could not be found out: "
                    + why.getMessage() + " " + cutOff.left(builder.context().plan());
            return outcome(Result.STUCK, null, sentence, why instanceof HostException e ? e.evidence() : "");
        }

        private Outcome outcome(Result result, Slot live, String sentence, String evidence) {
            return builder.outcome(result, live, null, Availability.UNKNOWN, new Reason(sentence, evidence));
        }
    }
}
