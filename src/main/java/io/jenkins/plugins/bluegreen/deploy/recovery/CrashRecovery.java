package io.jenkins.plugins.bluegreen.deploy.recovery;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.step.DrainBeforeRollback;
import io.jenkins.plugins.bluegreen.deploy.step.RetireSlot;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.RouterState;
import io.jenkins.plugins.bluegreen.port.TrafficRouter;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settles what a deployment that was cut off left half-done, before the next one begins: where traffic goes to its release and
 * that is healthy, the other slot is retired; otherwise everything is undone. The journal names it, the hosts tell the truth.
 */
public final class CrashRecovery {

    /** How far it came. */
    public enum Stage {
        /** Nothing was found to settle, or nothing changed yet. */
        NOTHING,
        /** What was found is settled by half. */
        BEGUN,
        /** What was found is settled. */
        DONE
    }

    /** What can come of it. */
    enum End {
        /** Its release serves. */
        SERVES,
        /** Its release is all there is, but it is not healthy any more. */
        SERVES_ILL,
        /** All is as it was before. */
        UNDONE
    }

    private static final String UNTOLD =
            "What it left was not settled, since it is not certain which slot nginx serves";

    private final Cluster hosts;
    private final HealthProbe probe;
    private final UndoLog undoLog;
    private final Progress progress;
    private final Cancellation cancellation;
    private Stage stage = Stage.NOTHING;

    public CrashRecovery(
            Cluster hosts, HealthProbe probe, UndoLog undoLog, Progress progress, Cancellation cancellation) {
        this.hosts = hosts;
        this.probe = probe;
        this.undoLog = undoLog;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    public Stage stage() {
        return stage;
    }

    /** Returns the journal that a deployment left which did not come to its end. */
    static Optional<Journal> halfDone(List<HostState> surveys) {
        return surveys.stream().flatMap(s -> s.journal().stream()).findFirst();
    }

    /**
     * Settles what a journal tells of, where there is one.
     *
     * @return whether there was one, so that the hosts are to be looked at again
     */
    public boolean settle(List<HostState> surveys) throws HostException, CancelledException, InterruptedException {
        Optional<Journal> found = halfDone(surveys);
        if (found.isPresent()) {
            settle(found.get(), surveys, null);
        }
        return found.isPresent();
    }

    /**
     * Settles what a journal tells of.
     *
     * @param frontDoor if it is given, the release counts as healthy only where this answers as well
     * @return what came of it
     */
    public End settle(Journal journal, List<HostState> surveys, FrontDoor frontDoor)
            throws HostException, CancelledException, InterruptedException {
        progress.note(
                "", "The deployment of release " + journal.release() + " by " + journal.owner() + " was cut off.");
        List<RouterState> readings = readings(journal, surveys, frontDoor);
        String against = against(journal, surveys, readings, frontDoor);
        if (against.isEmpty()) {
            finish(journal, surveys, " and is healthy");
            return End.SERVES;
        }
        if (!canGoBack(journal, surveys, readings)) {
            if (!served(journal, readings)) {
                throw nowhereToGo(journal, readings, against);
            }
            finish(
                    journal,
                    surveys,
                    ", and stays there although " + against + ", since there is nothing to go back to");
            return End.SERVES_ILL;
        }
        undo(journal, surveys, readings, against);
        return End.UNDONE;
    }

    /** The file alone does not tell what nginx serves: the switch may have been cut off before nginx had read it. */
    private List<RouterState> readings(Journal journal, List<HostState> surveys, FrontDoor frontDoor)
            throws HostException, InterruptedException {
        if (journal.phase() == Journal.Phase.PREPARE) {
            return hosts.readRouters();
        }
        hosts.checkLocks();
        for (TrafficRouter proxy : hosts.routers()) {
            try {
                proxy.readAgain();
            } catch (HostException e) {
                throw new HostException(UNTOLD + ". " + e.getMessage(), e.evidence(), e);
            }
        }
        List<RouterState> readings = hosts.readRouters();
        boolean proved = frontDoor != null
                && hosts.app().get(0).plan().health().expectRelease().asked();
        if (!proved && readings.stream().anyMatch(RouterState::unseen) && bothRun(surveys)) {
            throw new HostException(
                    UNTOLD + ", since its workers cannot be seen; reload it, look which release the front door answers"
                            + " from, stop the process of the other slot, and deploy again.",
                    readings.stream().map(RouterState::source).collect(Collectors.joining("\n")));
        }
        return readings;
    }

    private static boolean bothRun(List<HostState> surveys) {
        return Stream.of(Slot.values()).allMatch(slot -> surveys.stream().anyMatch(s -> s.running(slot)));
    }

    /** Tells whether its process can be stopped: nginx does not lead there, or the old slot is up on all hosts to lead to instead. */
    private static boolean canGoBack(Journal journal, List<HostState> surveys, List<RouterState> readings) {
        boolean everServed = journal.phase() != Journal.Phase.PREPARE
                && readings.stream().anyMatch(r -> r.stale() || r.live().equals(Optional.of(journal.slot())));
        return !everServed || oldRuns(journal, surveys);
    }

    private static boolean oldRuns(Journal journal, List<HostState> surveys) {
        return surveys.stream().allMatch(s -> s.running(journal.slot().other()));
    }

    private static HostException nowhereToGo(Journal journal, List<RouterState> readings, String against) {
        return new HostException(
                "It can be neither finished, since " + against + ", nor undone, since "
                        + journal.slot().other().label()
                        + " is not up on all hosts; start that again or have nginx serve one slot, and deploy again.",
                readings.stream().map(RouterState::source).collect(Collectors.joining("\n")));
    }

    /** Tells what speaks against leaving its release where it is; an empty text if it serves, and well. */
    private String against(Journal journal, List<HostState> surveys, List<RouterState> readings, FrontDoor frontDoor)
            throws HostException, InterruptedException {
        if (!served(journal, readings)) {
            return "nginx does not serve it";
        }
        for (HostState survey : surveys) {
            if (!isFrom(survey, journal)) {
                return "it does not run on " + survey.host();
            }
            // Not that it would be asked in its stead.
            if (survey.stranger(journal.slot()).isPresent()) {
                return "its port on " + survey.host() + " is held by "
                        + survey.stranger(journal.slot()).get();
            }
        }
        for (ApplicationHost on : hosts.app()) {
            int port = on.plan().slots().port(journal.slot());
            HealthProbe.Answer answer = probe.ask(on.host(), port, journal.release());
            if (!answer.healthy()) {
                return "it is not healthy on " + on.name() + ": " + answer.seen();
            }
        }
        HealthProbe.Answer answer = frontDoor == null ? new HealthProbe.Answer(true, "", "") : frontDoor.ask();
        return answer.healthy() ? "" : "the front door answers " + answer.seen();
    }

    private static boolean served(Journal journal, List<RouterState> readings) {
        return readings.stream().allMatch(r -> !r.stale() && r.live().equals(Optional.of(journal.slot())));
    }

    private static boolean isFrom(HostState survey, Journal journal) {
        return survey.running(journal.slot())
                && survey.deployment(journal.slot()).equals(Optional.of(journal.deployment()));
    }

    private void finish(Journal journal, List<HostState> surveys, String how)
            throws HostException, CancelledException, InterruptedException {
        stage = Stage.BEGUN;
        Slot old = journal.slot().other();
        new RetireSlot(hosts, old, surveys, undoLog, progress, cancellation).run();
        hosts.closeJournal(journal, true, cancellation.now());
        stage = Stage.DONE;
        progress.note(
                "", "Its release serves in " + journal.slot().label() + how + "; " + old.label() + " is stopped now.");
    }

    private void undo(Journal journal, List<HostState> surveys, List<RouterState> readings, String why)
            throws HostException, InterruptedException {
        stage = Stage.BEGUN;
        Slot old = journal.slot().other();
        boolean oldRuns = oldRuns(journal, surveys);
        List<String> done = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            TrafficRouter proxy = hosts.routers().get(i);
            RouterState reading = readings.get(i);
            if (oldRuns && (reading.stale() || !reading.live().equals(Optional.of(old)))) {
                proxy.switchTo(old);
                done.add("nginx on " + proxy.name() + " serves " + old.label() + " again");
            }
        }
        if (!done.isEmpty()) {
            new DrainBeforeRollback(hosts, journal.slot(), progress, cancellation).undo();
        }
        for (ApplicationHost on : hosts.app()) {
            if (!on.stop(journal.slot(), journal.deployment()).equals("already")) {
                done.add("its process on " + on.name() + " is stopped");
            }
            on.forgetStart(journal.slot(), journal.deployment());
            on.removeRelease(journal.release(), journal.deployment());
        }
        hosts.closeJournal(journal, false, cancellation.now());
        stage = Stage.DONE;
        progress.note("", "It is undone, since " + why + (done.isEmpty() ? "." : "; " + String.join(", ", done) + "."));
    }
}
