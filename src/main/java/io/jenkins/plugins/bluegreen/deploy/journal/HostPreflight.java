package io.jenkins.plugins.bluegreen.deploy.journal;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether any deployment can work on a host: its tools, and the right to write to the application's directory.
 *
 * @param host the host
 * @param directory the application's directory, an absolute path
 */
public record HostPreflight(RemoteHost host, String directory) {

    private static final List<String> SCRIPTS = List.of("tools", "preflight");

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String UNKNOWN = "What the host %s has could not be found out";
    private static final String MISSING = "missing=";

    /** Returns the scripts that find it out, with another one behind them. */
    static List<String> before(String script) {
        return Stream.concat(SCRIPTS.stream(), Stream.of(script)).toList();
    }

    /** Returns the script that finds out which tools a host lacks, also one that only a router runs on. */
    public static Command toolsCommand() {
        return Command.script(HostPreflight.class, SCRIPTS.get(0));
    }

    /** @throws HostException if no deployment can work there, naming what is missing */
    public void check() throws HostException, InterruptedException {
        advise();
    }

    /**
     * Does the same.
     *
     * @return what is worth changing there, though a deployment can work
     */
    public Optional<String> advise() throws HostException, InterruptedException {
        List<String> scripts = Stream.concat(SCRIPTS.stream(), Stream.of(DirectoryScripts.IN_MEMORY, "lasting"))
                .toList();
        CommandResult found = host.require(
                new DirectoryScripts(directory, HostPreflight.class).command("preflight", scripts),
                LIMIT,
                UNKNOWN.formatted(host.name()));
        check(found);
        return found.value("memory")
                .map(kind -> directory + " is in memory (" + kind
                        + "), so after a reboot its releases are gone, and nothing serves until the next deployment; choose"
                        + " a directory on a disk.");
    }

    /** @throws HostException if the script found that no deployment can work there */
    void check(CommandResult found) throws HostException {
        checkTools(host, found);
        Optional<String> refused = found.value("refused");
        if (refused.isPresent()) {
            throw new HostException("The login user " + found.value("user").orElse("?") + " on " + host.name()
                    + " may not write to " + refused.get() + ", so " + directory
                    + " cannot be used; create it for that user.");
        }
    }

    /** @throws HostException if a host lacks tools that the scripts use, naming them */
    public static void checkTools(RemoteHost host) throws HostException, InterruptedException {
        checkTools(host, host.require(toolsCommand(), LIMIT, UNKNOWN.formatted(host.name())));
    }

    /** @throws HostException if {@link #toolsCommand} found that a host lacks any, naming them */
    public static void checkTools(RemoteHost host, CommandResult found) throws HostException {
        List<String> missing = found.out()
                .lines()
                .filter(line -> line.startsWith(MISSING))
                .map(line -> line.substring(MISSING.length()))
                .toList();
        if (!missing.isEmpty()) {
            throw new HostException("The host " + host.name() + " lacks " + String.join(", ", missing)
                    + "; install them (coreutils, grep, sed and util-linux), and let /proc be readable.");
        }
    }
}
