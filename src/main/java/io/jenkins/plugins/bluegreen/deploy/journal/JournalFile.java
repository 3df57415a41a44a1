package io.jenkins.plugins.bluegreen.deploy.journal;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The journal and the history of an application on one host.
 *
 * @param host the host
 * @param directory the application's directory, an absolute path
 */
public record JournalFile(RemoteHost host, String directory) {

    /** A script of it may have to wait for another one, of a deployment that is gone, for 120 s. */
    private static final Duration LIMIT = Duration.ofSeconds(180);

    /** Returns the script that reads the journal; it may stand beside others in one round trip. */
    public Command inspectCommand() {
        return command("read");
    }

    /**
     * Tells what {@link #inspectCommand} found.
     *
     * @return the journal of a deployment that did not come to its end, if there is one
     */
    public Optional<Journal> parse(CommandResult result) throws HostException {
        return Journal.read(HostException.unlessOk(result, "The journal " + place() + " could not be read")
                .out()
                .lines()
                .toList());
    }

    /**
     * Tells what {@link #inspectCommand} found of whose the directory is.
     *
     * @return the application's name; nothing for a directory that says nothing
     */
    public Optional<String> belongs(CommandResult result) {
        return result.value("belongs");
    }

    /** Returns the refusal of a directory that is another application's. */
    public static HostException foreign(ApplicationHost on, String other) {
        String directory = on.plan().directory();
        return new HostException("The directory " + directory + " on " + on.name() + " belongs to application " + other
                + ", not to " + on.plan().app() + "; give each application a deployDirectory of its own, or, if "
                + other
                + " is called " + on.plan().app() + " now, remove " + directory + "/application there.");
    }

    /** Replaces it, all at once; the first one says whose the directory is, for good. */
    public void write(Journal journal) throws HostException, InterruptedException {
        host.require(
                command("write", journal.text(), journal.application()),
                LIMIT,
                "The journal " + place() + " could not be written");
    }

    /**
     * Closes the journal of a deployment with the line that tells how it ended, and marks releases by that; leaves another one's alone.
     *
     * @param deployed whether its release serves
     */
    public void close(Journal journal, boolean deployed, Instant at) throws HostException, InterruptedException {
        String bad = journal.left()
                .filter(left -> deployed && left.bad())
                .map(Left::release)
                .orElse("");
        close(journal.deployment(), History.line(deployed, journal, at), deployed ? journal.release() : "", bad);
    }

    /**
     * Does so with any line.
     *
     * @param good a release that is not marked as bad any more, or an empty text
     * @param bad one that is from now on, or an empty text
     */
    public void close(String deployment, String line, String good, String bad)
            throws HostException, InterruptedException {
        host.require(
                command("close", deployment, line, good, bad),
                LIMIT,
                "The journal " + place() + " could not be closed");
    }

    /** Returns the script that reads which deployments ended well; it may stand beside others in one round trip. */
    public Command deployedCommand() {
        return command("deployed");
    }

    /** Tells what {@link #deployedCommand} found, the oldest first. */
    public List<History> deployed(CommandResult result) throws HostException {
        return HostException.unlessOk(result, "The history " + place() + " could not be read")
                .out()
                .lines()
                .flatMap(line -> History.read(line).stream())
                .toList();
    }

    /** Returns which deployments ended well, the oldest first. */
    public List<History> deployed() throws HostException, InterruptedException {
        return deployed(host.run(deployedCommand(), LIMIT));
    }

    /** Returns how a deployment ended, if it left a line in the history. */
    public Optional<History> ended(String deployment) throws HostException, InterruptedException {
        return host.require(command("find", deployment), LIMIT, "The history " + place() + " could not be read")
                .value("ended")
                .flatMap(History::read);
    }

    private Command command(String... arguments) {
        return new DirectoryScripts(directory, JournalFile.class).command("journal", arguments);
    }

    private String place() {
        return "in " + directory + " on " + host.name();
    }
}
