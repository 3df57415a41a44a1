package io.jenkins.plugins.bluegreen.deploy.journal;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.io.Serializable;
import java.util.Optional;

/**
 * Who holds the lock of an application on a host.
 *
 * @param who who that is, and since when, for a reader
 * @param deployment the id of the deployment
 */
public record LockHolder(String who, String deployment) implements Serializable {

    /**
     * Returns the script that finds it out, and neither takes the lock nor keeps anybody waiting for it.
     *
     * @param directory the application's directory, an absolute path
     */
    public static Command command(String directory) {
        return new DirectoryScripts(directory, LockHolder.class).command("holder");
    }

    /**
     * Tells what {@link #command} found.
     *
     * @param host the host's name
     * @return nothing where nobody holds the lock
     */
    public static Optional<LockHolder> parse(String host, CommandResult result) throws HostException {
        HostException.unlessOk(result, "Who has the lock on " + host + " could not be found out");
        return result.value("held")
                .map(who -> new LockHolder(who, result.value("deployment").orElse("")));
    }
}
