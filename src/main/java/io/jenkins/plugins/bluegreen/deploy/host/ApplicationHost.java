package io.jenkins.plugins.bluegreen.deploy.host;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.process.ApplicationEnvironment;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The application's directory on one host, and what can be done there: each method is one script, run in one round trip. */
public final class ApplicationHost {

    /** For a script that looks. */
    static final Duration SHORT = Duration.ofSeconds(60);

    /** For one that renames, or stops: it may have to wait for another one, of a deployment that is gone, for 120 s. */
    private static final Duration ALONE = Duration.ofSeconds(180);

    /** For a script that reads or removes a whole artifact, or may have to wait for one that does. */
    public static final Duration LONG = Duration.ofMinutes(15);

    private static final String MISSING = "missing=";
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final RemoteHost host;
    private final DeployPlan plan;

    public ApplicationHost(RemoteHost host, DeployPlan plan) {
        this.host = host;
        this.plan = plan;
    }

    public RemoteHost host() {
        return host;
    }

    public String name() {
        return host.name();
    }

    public DeployPlan plan() {
        return plan;
    }

    /** Throws if no deployment can work on this host, naming what it lacks. */
    public void checkFit() throws HostException, InterruptedException {
        checkFit(must("What the host " + name() + " has could not be found out", run(SHORT, "preflight")));
    }

    /** Throws if {@code preflight.sh} found that no deployment can work on this host. */
    public void checkFit(CommandResult fit) throws HostException {
        List<String> missing = fit.out()
                .lines()
                .filter(line -> line.startsWith(MISSING))
                .map(line -> line.substring(MISSING.length()))
                .toList();
        if (!missing.isEmpty()) {
            throw new HostException("The host " + name() + " lacks " + String.join(", ", missing)
                    + "; install them (coreutils and util-linux), and let /proc be readable.");
        }
        Optional<String> refused = fit.value("refused");
        if (refused.isPresent()) {
            throw new HostException("The login user " + fit.value("user").orElse("?") + " on " + name()
                    + " may not write to " + refused.get() + ", so " + plan.directory()
                    + " cannot be used; create it for that user.");
        }
    }

    public HostState survey() throws HostException, InterruptedException {
        return found(host.run(inspectCommand(), LONG));
    }

    /** Returns the script of {@link #survey}, for one who has more to ask of the host in the same round trip. */
    public Command inspectCommand() {
        String blue = Integer.toString(plan.slots().blue());
        String green = Integer.toString(plan.slots().green());
        return command("survey", List.of("survey"), blue, green);
    }

    /** Tells what {@link #inspectCommand} found. */
    public HostState found(CommandResult facts) throws HostException {
        return new HostState(name(), must("What runs on " + name() + " could not be found out", facts));
    }

    /** Starts to hold the lock, or to tell why not, which may be what {@link #checkFit(CommandResult)} reads. */
    public Lease holdLock() throws HostException {
        return host.hold(
                command("lock", List.of("preflight", "lock"), plan.owner().toString()), HEARTBEAT);
    }

    public void write(Journal journal) throws HostException, InterruptedException {
        must(
                "The journal in " + plan.directory() + " on " + name() + " could not be written",
                run(ALONE, "journal", "write", journal.text()));
    }

    /** Closes the journal of a deployment with the line that tells how it ended; leaves another one's alone. */
    public void closeJournal(String deployment, String line) throws HostException, InterruptedException {
        must(
                "The journal in " + plan.directory() + " on " + name() + " could not be closed",
                run(ALONE, "journal", "close", deployment, line));
    }

    /** Returns the line that a deployment left when it ended, if it did. */
    public Optional<String> history(String deployment) throws HostException, InterruptedException {
        return must(
                        "The history in " + plan.directory() + " on " + name() + " could not be read",
                        run(ALONE, "journal", "find", deployment))
                .value("ended");
    }

    /** Removes a release that the deployment shipped, unless a slot's record names it. */
    public void removeRelease(String release, String deployment) throws HostException, InterruptedException {
        must(
                "The release " + release + " could not be removed from " + name(),
                run(LONG, "ship-undo", release, deployment));
    }

    public void start(Slot slot) throws HostException, InterruptedException {
        must(
                "The start command could not be run on " + name(),
                run(
                        ALONE,
                        "start",
                        slot.label(),
                        plan.release().id(),
                        plan.deploymentId(),
                        plan.start().line(),
                        new ApplicationEnvironment(plan, slot).script()));
    }

    /**
     * Returns {@code state}, {@code exit}, {@code listener} and, where that is another port, {@code health}.
     *
     * @param wait for how long to wait on the host until it listens or ends
     * @param lap how often to look meanwhile
     */
    public CommandResult status(Slot slot, Duration wait, Duration lap) throws HostException, InterruptedException {
        int port = plan.slots().port(slot);
        return must(
                "The state of " + slot.label() + " on " + name() + " could not be read",
                run(
                        SHORT,
                        "status",
                        slot.label(),
                        Integer.toString(port),
                        Integer.toString(plan.health().portFor(port)),
                        Long.toString(wait.toMillis() / 10),
                        String.format(Locale.ROOT, "%.3f", lap.toMillis() / 1000.0)));
    }

    public String logOf(Slot slot, int lines) throws HostException, InterruptedException {
        return must(
                        "The log of " + slot.label() + " on " + name() + " could not be read",
                        run(SHORT, "log", slot.label(), Integer.toString(lines)))
                .out()
                .stripTrailing();
    }

    /**
     * Stops what the plugin started in a slot.
     *
     * @param deployment only if this deployment started it; an empty text for whichever did
     * @return {@code already}, {@code term} or {@code kill}
     */
    public String stop(Slot slot, String deployment) throws HostException, InterruptedException {
        Duration polite = plan.limits().stopTimeout();
        return must(
                        "What runs in " + slot.label() + " on " + name() + " could not be stopped",
                        run(
                                polite.plus(ALONE),
                                "stop",
                                slot.label(),
                                Long.toString(polite.toMillis() / 100),
                                deployment))
                .value("stopped")
                .orElse("");
    }

    public void forgetStart(Slot slot, String deployment) throws HostException, InterruptedException {
        must(
                "The record of " + slot.label() + " on " + name() + " could not be put back",
                run(ALONE, "start-undo", slot.label(), deployment));
    }

    /** Returns how many connections to a slot's port are established. */
    public int connections(Slot slot) throws HostException, InterruptedException {
        return must(
                        "The connections to " + slot.label() + " on " + name() + " could not be counted",
                        run(SHORT, "connections", Integer.toString(plan.slots().port(slot))))
                .value("connections")
                .map(String::trim)
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** Returns how many releases were removed. */
    public String prune() throws HostException, InterruptedException {
        return must(
                        "Old releases on " + name() + " could not be removed",
                        run(LONG, "prune", Integer.toString(plan.limits().keepReleases())))
                .value("removed")
                .orElse("0");
    }

    /** Returns where a slot's files lie. */
    public String place(Slot slot) {
        return plan.directory() + "/slots/" + slot.label();
    }

    /** Runs one of our scripts; its first argument, the directory, is not among these. */
    public CommandResult run(Duration limit, String script, String... arguments)
            throws HostException, InterruptedException {
        return host.run(command(script, List.of(script), arguments), limit);
    }

    private Command command(String name, List<String> scripts, String... arguments) {
        List<String> words = new ArrayList<>(List.of(plan.directory()));
        words.addAll(List.of(arguments));
        StringBuilder text = new StringBuilder(text("common"));
        scripts.forEach(script -> text.append(text(script)));
        return new Command(name, text.toString(), words);
    }

    private static String text(String script) {
        return Command.script(ApplicationHost.class, script).script();
    }

    /** Returns the result, or throws with the sentence and what the script said. */
    public CommandResult must(String sentence, CommandResult result) throws HostException {
        if (!result.ok()) {
            throw new HostException(sentence + ".", result.said());
        }
        return result;
    }
}
