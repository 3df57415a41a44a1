package io.jenkins.plugins.bluegreen.deploy.journal;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether any deployment can work on a host: its tools, and the right to write to the application's directory.
 *
 * @param host the host
 * @param directory the application's directory, an absolute path
 */
public record HostPreflight(RemoteHost host, String directory) {

    /** The script that finds it out; it may stand before another one. */
    static final String SCRIPT = "preflight";

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MISSING = "missing=";

    /** @throws HostException if no deployment can work there, naming what is missing */
    public void check() throws HostException, InterruptedException {
        check(host.require(
                new DirectoryScripts(directory, HostPreflight.class).command(SCRIPT),
                LIMIT,
                "What the host " + host.name() + " has could not be found out"));
    }

    /** @throws HostException if the script found that no deployment can work there */
    void check(CommandResult found) throws HostException {
        List<String> missing = found.out()
                .lines()
                .filter(line -> line.startsWith(MISSING))
                .map(line -> line.substring(MISSING.length()))
                .toList();
        if (!missing.isEmpty()) {
            throw new HostException("The host " + host.name() + " lacks " + String.join(", ", missing)
                    + "; install them (coreutils and util-linux), and let /proc be readable.");
        }
        Optional<String> refused = found.value("refused");
        if (refused.isPresent()) {
            throw new HostException("The login user " + found.value("user").orElse("?") + " on " + host.name()
                    + " may not write to " + refused.get() + ", so " + directory
                    + " cannot be used; create it for that user.");
        }
    }
}
