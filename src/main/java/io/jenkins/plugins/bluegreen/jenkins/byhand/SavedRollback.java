package io.jenkins.plugins.bluegreen.jenkins.byhand;

import hudson.model.AbstractItem;
import io.jenkins.plugins.bluegreen.jenkins.run.SavedDeployment;
import io.jenkins.plugins.bluegreen.jenkins.work.Given;
import io.jenkins.plugins.bluegreen.jenkins.work.Sealed;
import io.jenkins.plugins.bluegreen.record.store.AtomicFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/**
 * A rollback by hand that is under way, as it is kept until it has ended, so that it can be taken up after a restart of Jenkins. No
 * record, since what it is saved with cannot read one.
 */
final class SavedRollback {

    private static final Logger LOG = Logger.getLogger(SavedRollback.class.getName());

    private final String history;
    private final String job;
    private final int number;
    private final String url;
    private final String userId;
    private final String node;
    private final SavedDeployment deployment;
    private final Given given;
    private volatile boolean aborted;

    /**
     * Takes what there is to save.
     *
     * @param by who wanted it
     * @param node from where it is done
     * @param given what it goes by
     */
    SavedRollback(String history, Pressed by, String node, SavedDeployment deployment, Given given) {
        this.history = history;
        this.job = by.job();
        this.number = by.number();
        this.url = by.url();
        this.userId = by.userId();
        this.node = node;
        this.deployment = deployment;
        this.given = given;
    }

    /** Returns the name of the history that it is in. */
    String history() {
        return history;
    }

    /** Returns the name of the node that it was begun from; an empty text for the controller. */
    String node() {
        return node;
    }

    /** Returns the deployment. */
    SavedDeployment deployment() {
        return deployment;
    }

    /** Returns what it goes by. */
    Given given() {
        return given;
    }

    /** Tells whether somebody stopped it. */
    boolean aborted() {
        return aborted;
    }

    /** Keeps that somebody stopped it, for whoever takes it up after a restart of Jenkins. */
    void abort() {
        aborted = true;
        try {
            keep();
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "That the rollback " + deployment.id() + " was stopped cannot be kept.");
        }
    }

    /** Returns because of what it was begun. */
    Pressed occasion() throws Refused {
        AbstractItem item = LastGiven.item(job);
        return new Pressed(item, history, number, url, userId);
    }

    private static Path folder() {
        return Jenkins.get().getRootDir().toPath().resolve("blue-green").resolve("pending");
    }

    private Path file() {
        return folder().resolve(deployment.id());
    }

    /** Keeps it. */
    void keep() throws IOException {
        Files.createDirectories(folder());
        AtomicFile.write(folder(), deployment.id(), Sealed.seal(this));
    }

    /** It has ended, and is nothing to take up any more. */
    void forget() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> file() + " cannot be removed.");
        }
    }

    /** Returns those that were under way when Jenkins ended. */
    static List<SavedRollback> left() {
        List<SavedRollback> all = new ArrayList<>();
        if (!Files.isDirectory(folder())) {
            return all;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder())) {
            for (Path file : files) {
                read(file, all);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, e, () -> "The rollbacks in " + folder() + " cannot be listed.");
        }
        return all;
    }

    private static void read(Path file, List<SavedRollback> all) {
        if (file.toString().endsWith(AtomicFile.TEMPORARY)) {
            return;
        }
        try {
            all.add((SavedRollback) Sealed.open(Files.readString(file)));
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> "The rollback in " + file + " cannot be taken up; what it left on the hosts"
                            + " is settled by the next deployment of the application.");
        }
    }
}
