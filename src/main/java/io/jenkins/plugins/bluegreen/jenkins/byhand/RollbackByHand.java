package io.jenkins.plugins.bluegreen.jenkins.byhand;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.jenkins.record.Recording;
import io.jenkins.plugins.bluegreen.jenkins.run.Build;
import io.jenkins.plugins.bluegreen.jenkins.run.Deployment;
import io.jenkins.plugins.bluegreen.jenkins.run.JenkinsStopsException;
import io.jenkins.plugins.bluegreen.jenkins.run.SavedDeployment;
import io.jenkins.plugins.bluegreen.jenkins.work.DiscardHeld;
import io.jenkins.plugins.bluegreen.jenkins.work.Given;
import io.jenkins.plugins.bluegreen.jenkins.work.GoBack;
import io.jenkins.plugins.bluegreen.jenkins.work.PromoteHeld;
import io.jenkins.plugins.bluegreen.jenkins.work.SettleLeft;
import io.jenkins.plugins.bluegreen.jenkins.work.Undertaking;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord.Beside;
import io.jenkins.plugins.bluegreen.record.Due;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * Goes back to an older release outside of any build, at once: without an executor, and without the job being built. So is what is held dealt
 * with, because somebody pressed a button, or because its time is over.
 */
public final class RollbackByHand {

    private static final Logger LOG = Logger.getLogger(RollbackByHand.class.getName());

    /** Long enough for agents that connect after a restart of Jenkins. */
    private static final Duration WAIT = Duration.ofMinutes(3);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private RollbackByHand() {}

    /** Returns why that is not possible now of what a job deployed last, or an empty text; asks no host. */
    public static String whyNot(String history, String job) {
        try {
            LastGiven.of(history, job);
            return UnderWay.any(history) ? Messages.RollbackByHand_UnderWay() : "";
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
    public static String begin(String history, String job, String release, boolean markBad) throws Refused {
        String wanted = checked(release);
        return begin(history, job, given -> new GoBack(given.rollback(wanted, markBad), Origin.Kind.ROLLBACK_BY_HAND));
    }

    /**
     * Begins to promote what is held likewise.
     *
     * @param only the id of the deployment that held it, or an empty text for whichever is held
     * @throws Refused if it cannot be begun
     */
    public static String promote(String history, String job, String only) throws Refused {
        return begin(history, job, given -> new PromoteHeld(given.promotion(), Origin.Kind.HELD_BY_HAND, only));
    }

    /**
     * Begins to discard what is held likewise.
     *
     * @param only as that of {@link #promote}
     * @throws Refused if it cannot be begun
     */
    public static String discard(String history, String job, String only) throws Refused {
        return begin(history, job, given -> new DiscardHeld(given.discard(), Origin.Kind.HELD_BY_HAND, only));
    }

    /**
     * Begins to deal with what a deployment left, for nobody, since its time is over.
     *
     * @throws Refused if it cannot be begun
     */
    static String byTime(String history, Summary left, Due.What what) throws Refused {
        LastGiven given = LastGiven.of(history, left);
        return begin(
                given,
                given.byTime(),
                with -> what == Due.What.PROMOTE
                        ? new PromoteHeld(with.promotion(), Origin.Kind.BY_TIME, left.id())
                        : new SettleLeft(with.promotion(), left.id()));
    }

    private static String begin(String history, String job, Function<Given, Undertaking> what) throws Refused {
        LastGiven last = LastGiven.of(history, job);
        return begin(last, last.pressed(), what);
    }

    private static String begin(LastGiven last, Pressed by, Function<Given, Undertaking> what) throws Refused {
        String history = last.history();
        FilePath place = Place.of(last.origin().node());
        Given given = last.read();
        Undertaking work = what.apply(given);
        SavedDeployment deployment = SavedDeployment.begun(by, work, given.hidden());
        SavedRollback saved = new SavedRollback(history, by, Place.node(place), deployment, given);
        UnderWay begun = UnderWay.take(saved);
        if (begun == null) {
            throw new Refused(Messages.RollbackByHand_UnderWay());
        }
        try {
            saved.keep();
        } catch (IOException | RuntimeException e) {
            begun.over(true);
            throw new Refused(Messages.RollbackByHand_NotKept(e.toString()));
        }
        Computer.threadPoolForRemoting.submit(() -> run(begun, by, place, Deployment::call));
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
            UnderWay begun = UnderWay.take(saved);
            if (begun != null) {
                Computer.threadPoolForRemoting.submit(() -> takeUp(begun));
            }
        }
    }

    private static void takeUp(UnderWay begun) {
        SavedRollback saved = begun.saved();
        try {
            Pressed by = saved.occasion();
            run(begun, by, whenItIsBack(saved.node()).orElse(null), Deployment::resume);
        } catch (Refused e) {
            unsettled(saved, e);
            begun.over(true); // weeks later nobody expects it to go on
            cannotBeTakenUp(saved, e);
        } catch (InterruptedException | RuntimeException e) {
            begun.over(false);
            cannotBeTakenUp(saved, e);
        }
    }

    private static void cannotBeTakenUp(SavedRollback saved, Exception why) {
        LOG.log(
                Level.WARNING,
                why,
                () -> "The rollback " + saved.deployment().id() + " of " + saved.history()
                        + ", which was cut off, cannot be taken up; what it left on the hosts is settled by the next"
                        + " deployment of the application.");
    }

    /** Ends the record that it left, if it had come so far as to leave one. */
    private static void unsettled(SavedRollback saved, Refused why) {
        CutOff cutOff = CutOff.by("Jenkins was restarted");
        Recording recording =
                new Recording(Deployments.get(), saved.deployment().id(), () -> null).in(saved.history());
        recording.takeUp();
        recording.ended(
                Outcome.Result.STUCK,
                cutOff.by() + " during this deployment, and how it ended could not be found out: " + why.getMessage()
                        + " " + cutOff.left());
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

    private static void run(UnderWay begun, Pressed by, FilePath place, Way way) {
        SavedRollback saved = begun.saved();
        Given given = saved.given();
        boolean ended = true;
        Path log = Deployments.get()
                .store()
                .beside(saved.history(), saved.deployment().id(), Beside.LOG);
        try (StreamTaskListener listener = new StreamTaskListener(log.toFile(), true, StandardCharsets.UTF_8)) {
            Build build = new Build(by, place, given.environment(), listener, given.hidden());
            Deployment deployment = new Deployment(saved.deployment(), build, given);
            begun.runs(deployment);
            way.go(deployment);
        } catch (JenkinsStopsException e) {
            ended = false; // it is taken up after the restart
        } catch (AbortException e) {
            LOG.log(Level.FINE, e, () -> "The log says why: " + log);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, e, () -> "The rollback " + saved.deployment().id() + " failed.");
        } finally {
            begun.over(ended);
        }
    }

    /** Tells whether a deployment is one that is under way, and nobody stopped yet. */
    public static boolean canBeStopped(String history, String id) {
        UnderWay found = UnderWay.of(history, id);
        return found != null && !found.isStopped();
    }

    /**
     * Has one stop, and undo what it did, and returns at once.
     *
     * @param id the id of the deployment
     * @throws Refused if it is not under way any more
     */
    public static void stop(String history, String id) throws Refused {
        UnderWay found = UnderWay.of(history, id);
        if (found == null || !found.stop()) {
            throw new Refused(Messages.RollbackByHand_Ended());
        }
    }
}
