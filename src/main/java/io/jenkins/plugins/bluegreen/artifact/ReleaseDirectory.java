package io.jenkins.plugins.bluegreen.artifact;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.OwnSettings;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.ReleaseStore;
import io.jenkins.plugins.bluegreen.port.StoredRelease;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** The releases below an application's directory on one host, each in a directory of its own. */
public final class ReleaseDirectory implements ReleaseStore {

    /** For a script that removes whole artifacts, or may have to wait for one that reads one. */
    private static final Duration LONG = Duration.ofMinutes(15);

    /** For one that reads a file of some lines, or may have to wait for another one for 120 s. */
    private static final Duration SHORT = Duration.ofSeconds(180);

    private final RemoteHost host;
    private final DirectoryScripts scripts;

    /** @param directory the application's directory, an absolute path */
    public ReleaseDirectory(RemoteHost host, String directory) {
        this.host = host;
        this.scripts = new DirectoryScripts(directory, ReleaseDirectory.class);
    }

    @Override
    public Command inspectCommand() {
        return scripts.command("releases", List.of("kept", "releases"));
    }

    @Override
    public List<StoredRelease> parse(CommandResult result) throws HostException {
        HostException.unlessOk(result, "The releases on " + host.name() + " could not be looked at");
        return KeptReleases.read(result.out());
    }

    @Override
    public Command buildsCommand() {
        return scripts.command("builds", List.of("kept", "builds"));
    }

    @Override
    public Map<Slot, String> builds(CommandResult result) throws HostException {
        HostException.unlessOk(result, "Who deployed the releases on " + host.name() + " could not be found out");
        Map<Slot, String> builds = new EnumMap<>(Slot.class);
        for (Slot slot : Slot.values()) {
            result.value(slot.label()).ifPresent(build -> builds.put(slot, KeptLines.unescaped(build)));
        }
        return builds;
    }

    @Override
    public OwnSettings settings(String release) throws HostException, InterruptedException {
        String what = "What is kept of release " + release + " on " + host.name() + " could not be read";
        CommandResult said =
                host.require(scripts.command("settings", List.of("kept", "settings"), release), SHORT, what);
        try {
            return KeptSettings.read(said.out());
        } catch (IllegalArgumentException | NoSuchElementException | DateTimeException | IndexOutOfBoundsException e) {
            throw new HostException(what + "; deploy it anew.", "", e);
        }
    }

    @Override
    public void verify(String release) throws HostException, InterruptedException {
        host.require(
                scripts.command("verify", List.of("sha256", "kept", "verify"), release),
                LONG,
                "The release " + release + " on " + host.name() + " is not what was shipped");
    }

    /** Keeps beside the release of a plan, which was brought there, what it takes to start it again. */
    void keep(DeployPlan plan, Instant at) throws HostException, InterruptedException {
        host.require(
                scripts.command(
                        "keep",
                        List.of("kept", "keep"),
                        plan.release().id(),
                        plan.release().fileName(),
                        plan.deploymentId(),
                        KeptSettings.of(plan, at)),
                LONG,
                "How the release " + plan.release().id() + " is started could not be kept on " + host.name());
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
