package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.site.Connector;
import io.jenkins.plugins.bluegreen.site.FrontDoor;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import io.jenkins.plugins.bluegreen.site.Progress;
import io.jenkins.plugins.bluegreen.site.ReverseProxy.Reading;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The whole of a deployment, from the first connection to the last word. The file to read first. */
public final class Rollout {

    private final Connector connector;
    private final Progress progress;
    private final Patience patience;

    /**
     * @param connector makes the connections
     * @param progress hears how it goes on
     * @param patience waits, and is told to stop
     */
    public Rollout(Connector connector, Progress progress, Patience patience) {
        this.connector = connector;
        this.progress = progress;
        this.patience = patience;
    }

    /**
     * Deploys. Whatever happens, it ends in a state that the outcome tells: the new release serves, or all is as before.
     *
     * @param file the artifact
     * @throws InterruptedException if the thread is told to end while something is being undone; asking the deployment to
     *     stop is what {@link Patience#stop} is for
     */
    public Outcome run(DeployPlan plan, Path file) throws InterruptedException {
        Timeline timeline = new Timeline(progress, patience);
        try (ArtifactReading reading = new ArtifactReading(file);
                Measurement measurement = new Measurement(connector.visitor(), plan.limits());
                Hosts hosts = new Hosts(plan, connector)) {
            return run(plan, reading, hosts, timeline, measurement);
        }
    }

    private Outcome run(
            DeployPlan plan, ArtifactReading reading, Hosts hosts, Timeline timeline, Measurement measurement)
            throws InterruptedException {
        Ending ending = new Ending(plan, timeline, patience, measurement);
        Standing standing;
        Artifact artifact;
        try {
            hosts.connect(timeline, patience);
            hosts.lock(timeline, patience, progress, plan.limits().lockTimeout());
            standing = look(plan, hosts, timeline, ending);
            artifact = reading.await(patience);
            hosts.checkLocks();
        } catch (HostException | Stopped | InterruptedException e) {
            return ending.unchanged(e);
        } catch (RuntimeException | Error e) {
            return ending.unchanged(defect(e));
        }
        Journal journal = new Journal(
                plan.deploymentId(),
                plan.release().id(),
                standing.idle(),
                Journal.Phase.PREPARE,
                plan.owner().toString());
        ending.begun(standing, journal);
        try {
            hosts.write(journal);
            prepare(plan, hosts, standing.idle(), artifact, timeline);
            hosts.write(journal.in(Journal.Phase.SWITCH));
            switchOver(plan, hosts, standing, timeline, measurement);
            // The last moment at which there is something to go back to.
            measurement.checkAnswered(patience);
            patience.check();
        } catch (HostException | Stopped | InterruptedException e) {
            return ending.undone(e, hosts);
        } catch (RuntimeException | Error e) {
            return ending.undone(defect(e), hosts);
        }
        return retire(journal, standing.surveys(), hosts, timeline, ending);
    }

    private Standing look(DeployPlan plan, Hosts hosts, Timeline timeline, Ending ending)
            throws HostException, Stopped, InterruptedException {
        Settlement settlement = new Settlement(hosts, connector.probe(), timeline, progress, patience);
        ending.settling(settlement);
        Facts facts = hosts.look(patience);
        if (settlement.settle(facts.surveys())) {
            facts = hosts.look(patience);
        }
        Answers answers = new Answers(plan, hosts.app(), connector.probe());
        answers.askOurs(facts.surveys(), patience);
        Standing standing = Standing.of(plan, facts, answers);
        progress.note("", standing.shown(plan, answers));
        return standing;
    }

    private void prepare(DeployPlan plan, Hosts hosts, Slot idle, Artifact artifact, Timeline timeline)
            throws HostException, Stopped, InterruptedException {
        InParallel.each(hosts.app(), patience, on -> {
            if (!on.stop(idle, "").equals("already")) {
                progress.note(on.name(), "stopped what an earlier deployment left in " + idle.label());
            }
            timeline.perform(new ShipRelease(on, artifact, progress, patience));
            hosts.checkLocks();
            timeline.perform(new StartSlot(on, idle));
            StartedProcess process = new StartedProcess(on, idle);
            AwaitHealthy healthy = new AwaitHealthy(process, connector.probe(), patience);
            timeline.perform(on.name(), healthy.name(), healthy::run);
            if (plan.warmUp().asked()) {
                WarmUpSlot warmUp = new WarmUpSlot(process, connector, patience);
                timeline.perform(on.name(), warmUp.name(), warmUp::run);
            }
        });
    }

    private void switchOver(DeployPlan plan, Hosts hosts, Standing standing, Timeline timeline, Measurement measurement)
            throws HostException, Stopped, InterruptedException {
        Slot idle = standing.idle();
        measurement.begin();
        List<Reading> before = hosts.readProxies();
        hosts.checkLocks();
        if (standing.live().isPresent()) {
            timeline.undoLater(new LeadBack(hosts, idle, progress, patience));
        }
        measurement.switching();
        for (int i = 0; i < before.size(); i++) {
            timeline.perform(new SwitchTraffic(
                    hosts.proxies().get(i), before.get(i), idle, plan.slots().port(idle)));
        }
        FrontDoor door = connector.frontDoor();
        if (door != null) {
            timeline.perform(
                    "",
                    "ask the front door " + plan.frontDoor(),
                    new VerifyFrontDoor(door, plan.frontDoor(), patience)::run);
        }
        measurement.check();
        if (!plan.limits().observe().isZero()) {
            InParallel.each(hosts.app(), patience, on -> {
                Observe observe = new Observe(new StartedProcess(on, idle), connector.probe(), measurement, patience);
                timeline.perform(on.name(), observe.name(), observe::run);
            });
        }
    }

    private Outcome retire(Journal journal, List<Survey> before, Hosts hosts, Timeline timeline, Ending ending)
            throws InterruptedException {
        Runnable tooLate = () -> progress.note(
                "", "The abort came too late to undo anything: the new release serves, so this goes on to its end.");
        patience.onStop(tooLate);
        try {
            try {
                return retireAll(journal, before, hosts, timeline, ending);
            } catch (HostException e) {
                progress.note("", e.getMessage() + " Trying once more, over new connections where they were lost.");
                hosts.regain(Optional.of(journal), patience);
                return retireAll(journal, before, hosts, timeline, ending);
            }
        } catch (TakenOver e) {
            return ending.takenOver(e);
        } catch (HostException | Stopped e) {
            return ending.notRetired(e);
        } catch (RuntimeException | Error e) {
            return ending.notRetired(defect(e));
        } finally {
            patience.forget(tooLate);
        }
    }

    private Outcome retireAll(Journal journal, List<Survey> before, Hosts hosts, Timeline timeline, Ending ending)
            throws HostException, Stopped, InterruptedException {
        hosts.write(journal.in(Journal.Phase.RETIRE));
        new RetireSlot(hosts, journal.slot().other(), before, timeline, progress, patience).run();
        return ending.deployed(hosts);
    }

    /** A defect of our own ends in a known state as well. */
    static HostException defect(Throwable defect) {
        StringWriter trace = new StringWriter();
        defect.printStackTrace(new PrintWriter(trace));
        return new HostException(
                "The plugin met a defect of its own (" + defect + "); please report it with what stands below.",
                trace.toString(),
                defect);
    }
}
