package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.site.HostException;
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

    private final Hosts hosts;
    private final Probe probe;
    private final Progress progress;

    Settlement(Hosts hosts, Probe probe, Progress progress) {
        this.hosts = hosts;
        this.probe = probe;
        this.progress = progress;
    }

    /**
     * Looks for a journal and settles what it tells of; does nothing where there is none.
     *
     * @return what there is afterwards
     */
    List<Survey> settle() throws HostException, InterruptedException {
        List<Survey> surveys = hosts.survey();
        Optional<Journal> found =
                surveys.stream().flatMap(s -> s.journal().stream()).findFirst();
        if (found.isEmpty()) {
            return surveys;
        }
        Journal journal = found.get();
        progress.note(
                "", "The deployment of release " + journal.release() + " by " + journal.owner() + " was cut off.");
        List<Reading> readings = hosts.readProxies();
        String against = against(journal, surveys, readings);
        if (against.isEmpty()) {
            finish(journal);
        } else {
            undo(journal, surveys, readings, against);
        }
        return hosts.survey();
    }

    /** Tells what speaks against leaving its release where it is; an empty text if it serves, and well. */
    private String against(Journal journal, List<Survey> surveys, List<Reading> readings)
            throws HostException, InterruptedException {
        if (!readings.stream().allMatch(r -> !r.stale() && r.live().equals(Optional.of(journal.slot())))) {
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
        return "";
    }

    private static boolean isFrom(Survey survey, Journal journal) {
        return survey.running(journal.slot())
                && survey.deployment(journal.slot()).equals(Optional.of(journal.deployment()));
    }

    private void finish(Journal journal) throws HostException, InterruptedException {
        Slot old = journal.slot().other();
        for (HostDeployment on : hosts.app()) {
            on.stop(old, "");
        }
        hosts.closeJournal("settled deployment=" + journal.deployment() + " release=" + journal.release() + " serves");
        progress.note(
                "",
                "Its release serves in " + journal.slot().label() + " and is healthy; " + old.label()
                        + " is stopped now.");
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
        hosts.closeJournal("settled deployment=" + journal.deployment() + " release=" + journal.release() + " undone");
        progress.note("", "It is undone, since " + why + (done.isEmpty() ? "." : "; " + String.join(", ", done) + "."));
    }
}
