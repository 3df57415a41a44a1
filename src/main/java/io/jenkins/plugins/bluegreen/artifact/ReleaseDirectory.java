package io.jenkins.plugins.bluegreen.artifact;

import io.jenkins.plugins.bluegreen.port.ReleaseStore;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.time.Duration;

/** The releases below an application's directory on one host, each in a directory of its own. */
public final class ReleaseDirectory implements ReleaseStore {

    /** For a script that removes whole artifacts, or may have to wait for one that reads one. */
    private static final Duration LONG = Duration.ofMinutes(15);

    private final RemoteHost host;
    private final DirectoryScripts scripts;

    /** @param directory the application's directory, an absolute path */
    public ReleaseDirectory(RemoteHost host, String directory) {
        this.host = host;
        this.scripts = new DirectoryScripts(directory, ReleaseDirectory.class);
    }

    @Override
    public void remove(String release, String deployment) throws HostException, InterruptedException {
        host.require(
                scripts.command("remove", release, deployment),
                LONG,
                "The release " + release + " could not be removed from " + host.name());
    }

    @Override
    public String prune(int keep) throws HostException, InterruptedException {
        return host.require(
                        scripts.command("prune", Integer.toString(keep)),
                        LONG,
                        "Old releases on " + host.name() + " could not be removed")
                .value("removed")
                .orElse("0");
    }
}
