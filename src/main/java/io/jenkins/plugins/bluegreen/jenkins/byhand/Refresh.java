package io.jenkins.plugins.bluegreen.jenkins.byhand;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.jenkins.record.Deployments;
import io.jenkins.plugins.bluegreen.jenkins.run.Build;
import io.jenkins.plugins.bluegreen.jenkins.run.StatusInquiry;
import io.jenkins.plugins.bluegreen.jenkins.work.Given;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Asks the hosts of an application how it is, in the background, and keeps what they say. Changes nothing there. */
public final class Refresh {

    private static final Logger LOG = Logger.getLogger(Refresh.class.getName());

    private static final Set<String> UNDER_WAY = ConcurrentHashMap.newKeySet();

    private Refresh() {}

    /** Returns why that is not possible now of what a job deployed last, or an empty text; asks no host. */
    public static String whyNot(String history, String job) {
        try {
            LastGiven.of(history, job);
            return UNDER_WAY.contains(history) ? Messages.Refresh_UnderWay() : "";
        } catch (Refused e) {
            return e.getMessage();
        }
    }

    /** Returns how it was when its hosts were asked last, if they were. */
    public static Optional<Seen> seen(String history) {
        return Deployments.get().store().seen(history).flatMap(Seen::read);
    }

    /**
     * Begins to ask for the current user, who has to be allowed to, and returns.
     *
     * @param job the job that deployed last
     * @throws Refused if that is not possible
     */
    public static void begin(String history, String job) throws Refused {
        LastGiven last = LastGiven.of(history, job);
        FilePath place = Place.of(last.origin().node());
        Pressed by = last.pressed();
        Given given = last.read();
        if (!UNDER_WAY.add(history)) {
            throw new Refused(Messages.Refresh_UnderWay());
        }
        Computer.threadPoolForRemoting.submit(() -> {
            try {
                Deployments.get()
                        .store()
                        .saw(history, ask(given, by, place, seen(history)).text());
            } catch (IOException | InterruptedException | RuntimeException e) {
                LOG.log(Level.WARNING, e, () -> "How " + history + " is could not be found out.");
            } finally {
                UNDER_WAY.remove(history);
            }
        });
    }

    private static Seen ask(Given given, Pressed by, FilePath place, Optional<Seen> before)
            throws IOException, InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (StreamTaskListener listener = new StreamTaskListener(said, StandardCharsets.UTF_8)) {
            Instant at = Cancellation.steady().instant(); // before, since a deployment may end while they are asked
            Build build = new Build(by, place, given.environment(), listener, given.hidden());
            StatusReport report = new StatusInquiry(given.status(), build, given::expanded).call();
            return Seen.of(report, at, before);
        } catch (AbortException e) {
            return Seen.failed(
                    Cancellation.steady().instant(),
                    said.toString(StandardCharsets.UTF_8)
                            .replaceFirst("(?s).*FAILED: ", "")
                            .strip(),
                    before);
        }
    }
}
