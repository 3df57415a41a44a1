package io.jenkins.plugins.bluegreen.artifact;

import io.jenkins.plugins.bluegreen.artifact.delta.BlockSums;
import io.jenkins.plugins.bluegreen.artifact.delta.Delta;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** A release on its way to a host: all goes into a directory that nobody takes for a release until it is whole. */
public record ReleaseUpload(ApplicationHost on, Artifact artifact) {

    /**
     * What is on the host before anything is sent.
     *
     * @param there whether the release itself is, and the same
     * @param same the release whose copy already lies in place, if one has the same content
     * @param base what the artifact may be made from
     */
    public record Ground(boolean there, Optional<String> same, Optional<Base> base) {

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
    public record Base(String release, String file, long size, Optional<BlockSums> sums) {

        public boolean intact() {
            return sums.isPresent() && sums.get().fileSize() == size;
        }
    }

    /**
     * Makes room, and removes what is left of earlier shipments.
     *
     * @param reuse whether to look for something to make the artifact from
     */
    public Ground begin(boolean reuse) throws HostException, InterruptedException {
        return Ground.of(on.must(
                "The release cannot be stored in " + on.plan().directory() + " on " + on.name(),
                on.run(
                        ApplicationHost.LONG,
                        "ship-begin",
                        release().id(),
                        release().fileName(),
                        artifact.sha256(),
                        on.plan().deploymentId(),
                        Long.toString(artifact.size()),
                        reuse ? "reuse" : "anew")));
    }

    /** Sends all of the artifact. */
    public void send(LongConsumer sent) throws HostException, InterruptedException {
        on.host().upload(artifact.path(), part(release().fileName()), sent);
    }

    /** Sends what is new in it. */
    public void send(Delta delta, LongConsumer sent) throws HostException, InterruptedException {
        if (delta.sent() > 0) {
            Content news = new Content(artifact.path(), () -> delta.bytes(artifact.path()));
            on.host().upload(news, part(".sent"), sent);
        }
    }

    /** Checks what arrived, and makes it the release. */
    public void finish() throws HostException, InterruptedException {
        conclude();
    }

    /** Makes the artifact from an older release and what was sent, checks it, and makes it the release. */
    public void finish(Base base, Delta delta) throws HostException, InterruptedException {
        String blockSize = Integer.toString(base.sums().orElseThrow().blockSize());
        conclude(base.release() + "/" + base.file(), blockSize, delta.recipe());
    }

    private void conclude(String... delta) throws HostException, InterruptedException {
        String[] words = {
            release().id(),
            release().fileName(),
            artifact.sha256(),
            Long.toString(artifact.size()),
            artifact.sums().text()
        };
        String[] all = Stream.of(words, delta).flatMap(Stream::of).toArray(String[]::new);
        on.must(
                "The artifact did not arrive whole on " + on.name()
                        + "; nothing was changed there, so just deploy again",
                on.run(ApplicationHost.LONG, "ship-finish", all));
    }

    private Release release() {
        return on.plan().release();
    }

    private String part(String file) {
        return on.plan().directory() + "/releases/." + release().id() + ".part/" + file;
    }
}
