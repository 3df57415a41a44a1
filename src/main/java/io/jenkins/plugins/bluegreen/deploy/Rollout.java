package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.artifact.Artifact;
import io.jenkins.plugins.bluegreen.artifact.ArtifactReader;
import io.jenkins.plugins.bluegreen.deploy.availability.AvailabilityMonitor;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.journal.LockLostException;
import io.jenkins.plugins.bluegreen.deploy.recovery.CrashRecovery;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.ClusterState;
import io.jenkins.plugins.bluegreen.deploy.state.HealthSummary;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.state.SlotDecision;
import io.jenkins.plugins.bluegreen.deploy.step.AwaitHealthy;
import io.jenkins.plugins.bluegreen.deploy.step.DrainBeforeRollback;
import io.jenkins.plugins.bluegreen.deploy.step.Observe;
import io.jenkins.plugins.bluegreen.deploy.step.RetireSlot;
import io.jenkins.plugins.bluegreen.deploy.step.ShipRelease;
import io.jenkins.plugins.bluegreen.deploy.step.StartSlot;
import io.jenkins.plugins.bluegreen.deploy.step.StartedProcess;
import io.jenkins.plugins.bluegreen.deploy.step.SwitchTraffic;
import io.jenkins.plugins.bluegreen.deploy.step.VerifyFrontDoor;
import io.jenkins.plugins.bluegreen.deploy.step.WarmUpSlot;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.RouterState;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The whole of a deployment, from the first connection to the last word. The file to read first. */
public final class Rollout {

    private final Connector connector;
    private final Progress progress;
    private final Cancellation cancellation;

    /**
     * @param connector makes the connections
     * @param progress hears how it goes on
     * @param cancellation waits, and is told to stop
     */
    public Rollout(Connector connector, Progress progress, Cancellation cancellation) {
        this.connector = connector;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * Deploys. Whatever happens, it ends in a state that the outcome tells: the new release serves, or all is as before.
     *
     * @param file the artifact
     * @throws InterruptedException if the thread is told to end while something is being undone; asking the deployment to
     *     stop is what {@link Cancellation#stop} is for
     */
    public Outcome run(DeployPlan plan, Path file) throws InterruptedException {
        UndoLog undoLog = new UndoLog(progress, cancellation);
        try (ArtifactReader reading = new ArtifactReader(file);
                AvailabilityMonitor monitor = new AvailabilityMonitor(connector.availabilityProbe(), plan.limits());
                Cluster hosts = new Cluster(plan, connector)) {
            return run(plan, reading, hosts, undoLog, monitor);
        }
    }

    private Outcome run(
            DeployPlan plan, ArtifactReader reading, Cluster hosts, UndoLog undoLog, AvailabilityMonitor monitor)
            throws InterruptedException {
        DeploymentOutcomes ending = new DeploymentOutcomes(plan, undoLog, cancellation, monitor);
        SlotDecision standing;
        Artifact artifact;
        try {
            hosts.connect(undoLog, cancellation);
            hosts.lock(undoLog, cancellation, progress, plan.limits().lockTimeout());
            standing = look(plan, hosts, undoLog, ending);
            artifact = reading.await(cancellation);
            hosts.checkLocks();
        } catch (HostException | CancelledException | InterruptedException e) {
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
            prepare(plan, hosts, standing.idle(), artifact, undoLog);
            hosts.write(journal.in(Journal.Phase.SWITCH));
            switchOver(plan, hosts, standing, undoLog, monitor);
            // The last moment at which there is something to go back to.
            monitor.checkAnswered(cancellation);
            cancellation.check();
        } catch (HostException | CancelledException | InterruptedException e) {
            return ending.undone(e, hosts);
        } catch (RuntimeException | Error e) {
            return ending.undone(defect(e), hosts);
        }
        return retire(journal, standing.surveys(), hosts, undoLog, ending);
    }

    private SlotDecision look(DeployPlan plan, Cluster hosts, UndoLog undoLog, DeploymentOutcomes ending)
            throws HostException, CancelledException, InterruptedException {
        CrashRecovery recovery = new CrashRecovery(hosts, connector.probe(), undoLog, progress, cancellation);
        ending.settling(recovery);
        ClusterState facts = hosts.look(cancellation);
        if (recovery.settle(facts.surveys())) {
            facts = hosts.look(cancellation);
        }
        HealthSummary answers = new HealthSummary(plan, hosts.app(), connector.probe());
        answers.askOurs(facts.surveys(), cancellation);
        SlotDecision standing = SlotDecision.of(plan, facts, answers);
        progress.note("", standing.shown(plan, answers));
        return standing;
    }

    private void prepare(DeployPlan plan, Cluster hosts, Slot idle, Artifact artifact, UndoLog undoLog)
            throws HostException, CancelledException, InterruptedException {
        InParallel.each(hosts.app(), cancellation, on -> {
            if (!on.stop(idle, "").equals("already")) {
                progress.note(on.name(), "stopped what an earlier deployment left in " + idle.label());
            }
            undoLog.perform(new ShipRelease(on, artifact, progress, cancellation));
            hosts.checkLocks();
            undoLog.perform(new StartSlot(on, idle));
            StartedProcess process = new StartedProcess(on, idle);
            AwaitHealthy healthy = new AwaitHealthy(process, connector.probe(), cancellation);
            undoLog.perform(on.name(), healthy.name(), healthy::run);
            if (plan.warmUp().asked()) {
                WarmUpSlot warmUp = new WarmUpSlot(process, connector, cancellation);
                undoLog.perform(on.name(), warmUp.name(), warmUp::run);
            }
        });
    }

    private void switchOver(
            DeployPlan plan, Cluster hosts, SlotDecision standing, UndoLog undoLog, AvailabilityMonitor monitor)
            throws HostException, CancelledException, InterruptedException {
        Slot idle = standing.idle();
        monitor.begin();
        List<RouterState> before = hosts.readRouters();
        hosts.checkLocks();
        if (standing.live().isPresent()) {
            undoLog.undoLater(new DrainBeforeRollback(hosts, idle, progress, cancellation));
        }
        monitor.switching();
        for (int i = 0; i < before.size(); i++) {
            undoLog.perform(new SwitchTraffic(
                    hosts.routers().get(i), before.get(i), idle, plan.slots().port(idle)));
        }
        FrontDoor door = connector.frontDoor();
        if (door != null) {
            undoLog.perform(
                    "",
                    "ask the front door " + plan.frontDoor(),
                    new VerifyFrontDoor(door, plan.frontDoor(), cancellation)::run);
        }
        monitor.check();
        if (!plan.limits().observe().isZero()) {
            InParallel.each(hosts.app(), cancellation, on -> {
                Observe observe = new Observe(new StartedProcess(on, idle), connector.probe(), monitor, cancellation);
                undoLog.perform(on.name(), observe.name(), observe::run);
            });
        }
    }

    private Outcome retire(
            Journal journal, List<HostState> before, Cluster hosts, UndoLog undoLog, DeploymentOutcomes ending)
            throws InterruptedException {
        Runnable tooLate = () -> progress.note(
                "", "The abort came too late to undo anything: the new release serves, so this goes on to its end.");
        cancellation.onStop(tooLate);
        try {
            try {
                return retireAll(journal, before, hosts, undoLog, ending);
            } catch (HostException e) {
                progress.note("", e.getMessage() + " Trying once more, over new connections where they were lost.");
                hosts.reconnectAndRelock(Optional.of(journal), cancellation);
                return retireAll(journal, before, hosts, undoLog, ending);
            }
        } catch (LockLostException e) {
            return ending.takenOver(e);
        } catch (HostException | CancelledException e) {
            return ending.notRetired(e);
        } catch (RuntimeException | Error e) {
            return ending.notRetired(defect(e));
        } finally {
            cancellation.forget(tooLate);
        }
    }

    private Outcome retireAll(
            Journal journal, List<HostState> before, Cluster hosts, UndoLog undoLog, DeploymentOutcomes ending)
            throws HostException, CancelledException, InterruptedException {
        hosts.write(journal.in(Journal.Phase.RETIRE));
        new RetireSlot(hosts, journal.slot().other(), before, undoLog, progress, cancellation).run();
        return ending.deployed(hosts);
    }

    /** A defect of our own ends in a known state as well. */
    public static HostException defect(Throwable defect) {
        StringWriter trace = new StringWriter();
        defect.printStackTrace(new PrintWriter(trace));
        return new HostException(
                "The plugin met a defect of its own (" + defect + "); please report it with what stands below.",
                trace.toString(),
                defect);
    }
}
