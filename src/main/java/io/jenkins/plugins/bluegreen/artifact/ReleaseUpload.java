package io.jenkins.plugins.bluegreen.artifact;

import io.jenkins.plugins.bluegreen.artifact.delta.BlockSums;
import io.jenkins.plugins.bluegreen.artifact.delta.Delta;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** A release on its way to a host: all goes into a directory that nobody takes for a release until it is whole. */
record ReleaseUpload(RemoteHost host, DeployPlan plan, Artifact artifact) {

    /** For a script that reads a whole artifact, or may have to wait for one that does. */
    private static final Duration LONG = Duration.ofMinutes(15);

    /** What a packed directory is called beside what it is unpacked to. It stays there, for what comes next to be compared with. */
    private static final String PACKED = ".packed";

    /**
     * What is on the host before anything is sent.
     *
     * @param there whether the release itself is, and the same
     * @param same the release whose copy already lies in place, if one has the same content
     * @param base what the artifact may be made from
     */
    record Ground(boolean there, Optional<String> same, Optional<Base> base) {

        private static Ground of(CommandResult said) {
            return new Ground(
                    said.value("there").isPresent(),
                    said.value("same"),
                    said.value("base")
                            .map(release -> new Base(
                                    release,
                                    said.value("base.file").orElse(""),
                                    Long.parseLong(said.value("base.size").orElse("-1")),
                                    BlockSums.parse(said.value("base.sums").orElse("")))));
        }
    }

    /**
     * An older release.
     *
     * @param size that of its file now, in bytes
     * @param sums as they lie beside it, unless they cannot be read
     */
    record Base(String release, String file, long size, Optional<BlockSums> sums) {

        boolean intact() {
            return sums.isPresent() && sums.get().fileSize() == size;
        }
    }

    /**
     * Makes room, and removes what is left of earlier shipments.
     *
     * @param reuse whether to look for something to make the artifact from
     */
    Ground begin(boolean reuse) throws HostException, InterruptedException {
        Command begin = command(
                "ship-begin",
                release().id(),
                stored(),
                artifact.sha256(),
                plan.deploymentId(),
                Long.toString(artifact.size()),
                reuse ? "reuse" : "anew",
                Long.toString(artifact.space()));
        return Ground.of(host.require(
                begin, LONG, "The release cannot be stored in " + plan.directory() + " on " + host.name()));
    }

    /** Sends all of the artifact. */
    void send(LongConsumer sent) throws HostException, InterruptedException {
        host.upload(artifact.path(), part(stored()), sent);
    }

    /** Sends what is new in it. */
    void send(Delta delta, LongConsumer sent) throws HostException, InterruptedException {
        if (delta.sent() > 0) {
            Content news = new Content(artifact.path(), () -> delta.bytes(artifact.path()));
            host.upload(news, part(".sent"), sent);
        }
    }

    /** Checks what arrived, and makes it the release. */
    void finish() throws HostException, InterruptedException {
        conclude();
    }

    /** Makes the artifact from an older release and what was sent, checks it, and makes it the release. */
    void finish(Base base, Delta delta) throws HostException, InterruptedException {
        String blockSize = Integer.toString(base.sums().orElseThrow().blockSize());
        conclude(base.release() + "/" + base.file(), blockSize, delta.recipe());
    }

    private void conclude(String... delta) throws HostException, InterruptedException {
        String[] words = {
            release().id(),
            stored(),
            artifact.sha256(),
            Long.toString(artifact.size()),
            artifact.sums().text(),
            artifact.directory().isPresent() ? release().fileName() : "",
            artifact.directory().map(of -> Integer.toString(of.entries())).orElse("")
        };
        String[] all = Stream.of(words, delta).flatMap(Stream::of).toArray(String[]::new);
        host.require(
                command("ship-finish", all),
                LONG,
                "The artifact did not arrive whole on " + host.name()
                        + "; nothing was changed there, so just deploy again");
    }

    private Command command(String script, String... arguments) {
        return new DirectoryScripts(plan.directory(), ReleaseUpload.class)
                .command(script, List.of("sha256", script), arguments);
    }

    /** Returns the name of the file that is sent, in the release's directory. */
    private String stored() {
        return artifact.directory().isPresent() ? PACKED : release().fileName();
    }

    private Release release() {
        return plan.release();
    }

    private String part(String file) {
        return plan.directory() + "/releases/." + release().id() + ".part/" + file;
    }
}
