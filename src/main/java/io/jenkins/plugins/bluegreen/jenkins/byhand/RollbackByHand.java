package io.jenkins.plugins.bluegreen.jenkins.byhand;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.jenkins.run.Build;
import io.jenkins.plugins.bluegreen.jenkins.run.Deployment;
import io.jenkins.plugins.bluegreen.jenkins.run.JenkinsStopsException;
import io.jenkins.plugins.bluegreen.jenkins.run.SavedDeployment;
import io.jenkins.plugins.bluegreen.jenkins.work.Given;
import io.jenkins.plugins.bluegreen.jenkins.work.GoBack;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord.Beside;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Goes back to an older release outside of any build, at once: without an executor, and without the job being built. */
public final class RollbackByHand {

    private static final Logger LOG = Logger.getLogger(RollbackByHand.class.getName());

    /** Long enough for agents that connect after a restart of Jenkins. */
    private static final Duration WAIT = Duration.ofMinutes(3);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** The applications of which one is under way, from before there is a record of it. */
    private static final Set<String> UNDER_WAY = ConcurrentHashMap.newKeySet();

    private RollbackByHand() {}

    /** Returns why that is not possible now of an application that a job deployed last, or an empty text; asks no host. */
    public static String whyNot(String application, String job) {
        try {
            LastGiven.of(application, job);
            return UNDER_WAY.contains(application) ? Messages.RollbackByHand_UnderWay() : "";
        } catch (Refused e) {
            return e.getMessage();
        }
    }

    /**
     * Begins one for the current user, who has to be allowed to, and returns.
     *
     * @param job the job that deployed last
     * @param release its id, or an empty text for the newest good one before the live one
     * @param markBad whether the release that is left counts as bad from then on
     * @return the id of the deployment
     * @throws Refused if it cannot be begun
     */
    public static String begin(String application, String job, String release, boolean markBad) throws Refused {
        LastGiven last = LastGiven.of(application, job);
        FilePath place = Place.of(last.origin().node());
        Pressed by = last.pressed();
        Given given = last.read();
        GoBack work = new GoBack(given.rollback(checked(release), markBad), Origin.Kind.ROLLBACK_BY_HAND);
        SavedDeployment deployment = SavedDeployment.begun(by, work, given.hidden());
        SavedRollback saved = new SavedRollback(application, by, Place.node(place), deployment, given);
        if (!UNDER_WAY.add(application)) {
            throw new Refused(Messages.RollbackByHand_UnderWay());
        }
        try {
            saved.keep();
        } catch (IOException | RuntimeException e) {
            UNDER_WAY.remove(application);
            throw new Refused(Messages.RollbackByHand_NotKept(e.toString()));
        }
        Computer.threadPoolForRemoting.submit(() -> run(saved, by, place, Deployment::call));
        return deployment.id();
    }

    private static String checked(String release) throws Refused {
        try {
            return release.isEmpty() ? "" : new WantedRelease(release).name();
        } catch (PlanException e) {
            throw new Refused(e.getMessage());
        }
    }

    /** Takes up those that a restart of Jenkins cut off. */
    static void takeUp() {
        for (SavedRollback saved : SavedRollback.left()) {
            if (UNDER_WAY.add(saved.application())) {
                Computer.threadPoolForRemoting.submit(() -> takeUp(saved));
            }
        }
    }

    private static void takeUp(SavedRollback saved) {
        try {
            Pressed by = saved.occasion();
            run(saved, by, whenItIsBack(saved.node()).orElse(null), Deployment::resume);
        } catch (Refused | InterruptedException | RuntimeException e) {
            UNDER_WAY.remove(saved.application());
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> "The rollback " + saved.deployment().id() + " of " + saved.application()
                            + ", which was cut off, cannot be taken up; what it left on the hosts is settled by the next"
                            + " deployment of the application.");
        }
    }

    /** Returns nothing where it does not come, and all is settled from the controller. */
    private static Optional<FilePath> whenItIsBack(String node) throws InterruptedException {
        if (node.isEmpty()) {
            return Optional.of(Jenkins.get().getRootPath());
        }
        InstantSource clock = Cancellation.steady();
        Cancellation pause = new Cancellation();
        for (var until = clock.instant().plus(WAIT);
                Place.known(node) != null && clock.instant().isBefore(until);
                pause.pauseRegardless(LOOK_AGAIN)) {
            Optional<FilePath> there = Place.online(node);
            if (there.isPresent()) {
                return there;
            }
        }
        return Optional.empty();
    }

    /** How it is done. */
    private interface Way {

        Object go(Deployment deployment) throws AbortException;
    }

    private static void run(SavedRollback saved, Pressed by, FilePath place, Way way) {
        Given given = saved.given();
        boolean ended = true;
        Path log = Deployments.get()
                .store()
                .beside(saved.application(), saved.deployment().id(), Beside.LOG);
        try (StreamTaskListener listener = new StreamTaskListener(log.toFile(), true, StandardCharsets.UTF_8)) {
            Build build = new Build(by, place, given.environment(), listener, given.hidden());
            way.go(new Deployment(saved.deployment(), build, given::expanded));
        } catch (JenkinsStopsException e) {
            ended = false; // it is taken up after the restart
        } catch (AbortException e) {
            LOG.log(Level.FINE, e, () -> "The log says why: " + log);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "The rollback " + saved.deployment().id() + " failed.");
        } finally {
            if (ended) {
                saved.forget();
            }
            UNDER_WAY.remove(saved.application());
        }
    }
}
