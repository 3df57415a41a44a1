package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.site.FrontDoor;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import io.jenkins.plugins.bluegreen.site.Probe;
import io.jenkins.plugins.bluegreen.site.Progress;
import io.jenkins.plugins.bluegreen.site.ReverseProxy;
import io.jenkins.plugins.bluegreen.site.ReverseProxy.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settles what a deployment that was cut off left half-done, before the next one begins: where traffic goes to its release and
 * that is healthy, the other slot is retired; otherwise everything is undone. The journal names it, the hosts tell the truth.
 */
final class Settlement {

    /** What can come of it. */
    enum End {
        /** Its release serves. */
        SERVES,
        /** Its release is all there is, but it is not healthy any more. */
        SERVES_ILL,
        /** All is as it was before. */
        UNDONE
    }

    private final Hosts hosts;
    private final Probe probe;
    private final Timeline timeline;
    private final Progress progress;
    private final Patience patience;

    Settlement(Hosts hosts, Probe probe, Timeline timeline, Progress progress, Patience patience) {
        this.hosts = hosts;
        this.probe = probe;
        this.timeline = timeline;
        this.progress = progress;
        this.patience = patience;
    }

    /** Returns the journal that a deployment left which did not come to its end. */
    static Optional<Journal> halfDone(List<Survey> surveys) {
        return surveys.stream().flatMap(s -> s.journal().stream()).findFirst();
    }

    /**
     * Looks for a journal and settles what it tells of; does nothing where there is none.
     *
     * @return what there is afterwards
     */
    List<Survey> settle() throws HostException, Stopped, InterruptedException {
        List<Survey> surveys = hosts.survey();
        Optional<Journal> found = halfDone(surveys);
        if (found.isEmpty()) {
            return surveys;
        }
        settle(found.get(), surveys, null);
        return hosts.survey();
    }

    /**
     * Settles what a journal tells of.
     *
     * @param frontDoor if it is given, the release counts as healthy only where this answers as well
     * @return what came of it
     */
    End settle(Journal journal, List<Survey> surveys, FrontDoor frontDoor)
            throws HostException, Stopped, InterruptedException {
        progress.note(
                "", "The deployment of release " + journal.release() + " by " + journal.owner() + " was cut off.");
        List<Reading> readings = hosts.readProxies();
        String against = against(journal, surveys, readings, frontDoor);
        if (against.isEmpty()) {
            finish(journal, " and is healthy");
            return End.SERVES;
        }
        // Whoever came to retiring has stopped the old slot, or was about to: the new one is all there is.
        boolean lastOneUp = journal.phase() == Journal.Phase.RETIRE
                && served(journal, readings)
                && surveys.stream().noneMatch(s -> s.running(journal.slot().other()));
        if (lastOneUp) {
            finish(journal, ", and stays there although " + against + ", since there is nothing to go back to");
            return End.SERVES_ILL;
        }
        undo(journal, surveys, readings, against);
        return End.UNDONE;
    }

    /** Tells what speaks against leaving its release where it is; an empty text if it serves, and well. */
    private String against(Journal journal, List<Survey> surveys, List<Reading> readings, FrontDoor frontDoor)
            throws HostException, InterruptedException {
        if (!served(journal, readings)) {
            return "nginx does not serve it";
        }
        for (Survey survey : surveys) {
            if (!isFrom(survey, journal)) {
                return "it does not run on " + survey.host();
            }
        }
        for (HostDeployment on : hosts.app()) {
            int port = on.plan().slots().port(journal.slot());
            Probe.Answer answer = probe.ask(on.host(), port, journal.release());
            if (!answer.healthy()) {
                return "it is not healthy on " + on.name() + ": " + answer.seen();
            }
        }
        Probe.Answer answer = frontDoor == null ? new Probe.Answer(true, "", "") : frontDoor.ask();
        return answer.healthy() ? "" : "the front door answers " + answer.seen();
    }

    private static boolean served(Journal journal, List<Reading> readings) {
        return readings.stream().allMatch(r -> !r.stale() && r.live().equals(Optional.of(journal.slot())));
    }

    private static boolean isFrom(Survey survey, Journal journal) {
        return survey.running(journal.slot())
                && survey.deployment(journal.slot()).equals(Optional.of(journal.deployment()));
    }

    private void finish(Journal journal, String how) throws HostException, Stopped, InterruptedException {
        Slot old = journal.slot().other();
        new RetireSlot(hosts, old, timeline, progress, patience).run();
        hosts.closeJournal(History.line(true, journal, patience.now()));
        progress.note(
                "", "Its release serves in " + journal.slot().label() + how + "; " + old.label() + " is stopped now.");
    }

    private void undo(Journal journal, List<Survey> surveys, List<Reading> readings, String why)
            throws HostException, InterruptedException {
        Slot old = journal.slot().other();
        boolean oldRuns = surveys.stream().allMatch(survey -> survey.running(old));
        List<String> done = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            ReverseProxy proxy = hosts.proxies().get(i);
            Reading reading = readings.get(i);
            if (oldRuns && (reading.stale() || !reading.live().equals(Optional.of(old)))) {
                proxy.switchTo(old);
                done.add("nginx on " + proxy.name() + " serves " + old.label() + " again");
            }
        }
        for (HostDeployment on : hosts.app()) {
            if (!on.stop(journal.slot(), journal.deployment()).equals("already")) {
                done.add("its process on " + on.name() + " is stopped");
            }
            on.forgetStart(journal.slot(), journal.deployment());
            on.removeRelease(journal.release(), journal.deployment());
        }
        hosts.closeJournal(History.line(false, journal, patience.now()));
        progress.note("", "It is undone, since " + why + (done.isEmpty() ? "." : "; " + String.join(", ", done) + "."));
    }
}
