package io.jenkins.plugins.bluegreen.artifact;

import io.jenkins.plugins.bluegreen.artifact.delta.BlockSums;
import io.jenkins.plugins.bluegreen.artifact.delta.Delta;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.port.ReleaseSource.Shipment;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
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
     * So many bytes go with the script that needs them: to send them as a file takes three round trips more. As text they are a third more, and every
     * shell takes that as a word.
     */
    private static final int FEW = 1 << 17;

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
                                    BlockSums.parse(said.value("base.sums").orElse("")),
                                    said.value("base.unpacks").isPresent())));
        }
    }

    /**
     * An older release.
     *
     * @param size that of its file now, in bytes
     * @param sums as they lie beside it, unless they cannot be read
     * @param unpacks whether the host has a {@code gzip} that unpacks
     */
    record Base(String release, String file, long size, Optional<BlockSums> sums, boolean unpacks) {

        boolean intact() {
            return sums.isPresent() && sums.get().fileSize() == size;
        }
    }

    /**
     * What is new beside an older release.
     *
     * @param few the bytes that are new, packed and as text, if they go with the script; otherwise they are a file of their own
     */
    record News(Base base, Delta delta, Optional<String> few) {

        /** Returns how many bytes are sent, with what says where they belong. */
        long bytes() {
            return few.map(text -> (long) text.length()).orElse(delta.sent())
                    + delta.recipe().length();
        }
    }

    /**
     * Makes room, and removes what is left of earlier shipments.
     *
     * @param reuse whether to look for something to make the artifact from
     */
    Ground begin(boolean reuse) throws HostException, InterruptedException {
        return ground(begin(reuse ? "reuse" : "anew"));
    }

    private Command begin(String how) {
        return command(
                "ship-begin",
                release().id(),
                stored(),
                artifact.sha256(),
                plan.deploymentId(),
                Long.toString(artifact.size()),
                how,
                Long.toString(artifact.space()));
    }

    private Ground ground(Command begin) throws HostException, InterruptedException {
        return Ground.of(host.require(
                begin, LONG, "The release cannot be stored in " + plan.directory() + " on " + host.name()));
    }

    /** Tells what would be sent, by the same looks. */
    Shipment foresee() throws HostException, InterruptedException {
        Ground ground = ground(begin("look").looking());
        if (ground.there()) {
            return new Shipment(0, "nothing to send, release " + release().id() + " is there already");
        }
        if (ground.same().isPresent()) {
            return new Shipment(
                    0,
                    "nothing to send, it is the same as release "
                            + ground.same().get());
        }
        Base base = ground.base().filter(Base::intact).orElse(null);
        Optional<News> news = base == null ? Optional.empty() : compare(base);
        long bytes = news.map(News::bytes).orElse(artifact.size());
        return new Shipment(
                bytes,
                Artifact.shown(bytes) + " to send (" + bytes + " bytes)"
                        + news.map(some -> ", the rest is there in release " + base.release())
                                .orElse(""));
    }

    /** Returns what is new beside an older release; nothing where that saves too little. */
    Optional<News> compare(Base base) throws HostException, InterruptedException {
        try {
            Optional<Delta> delta = Delta.between(base.sums().orElseThrow(), artifact.path(), artifact.size());
            return delta.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new News(base, delta.get(), base.unpacks() ? few(delta.get()) : Optional.empty()));
        } catch (IOException e) {
            throw artifact.unreadable(e);
        }
    }

    private Optional<String> few(Delta delta) throws IOException {
        return delta.packed(artifact.path(), FEW).map(Base64.getEncoder()::encodeToString);
    }

    /** Sends all of the artifact. */
    void send(LongConsumer sent) throws HostException, InterruptedException {
        host.upload(artifact.path(), part(stored()), sent);
    }

    /** Sends what is new in it, unless that goes with the script. */
    void send(News news, LongConsumer sent) throws HostException, InterruptedException {
        if (news.few().isEmpty() && news.delta().sent() > 0) {
            Content bytes = new Content(artifact.path(), () -> news.delta().bytes(artifact.path()));
            host.upload(bytes, part(".sent"), sent);
        }
    }

    /** Checks what arrived, and makes it the release. */
    void finish() throws HostException, InterruptedException {
        conclude();
    }

    /** Makes the artifact from an older release and what was sent, checks it, and makes it the release. */
    void finish(News news) throws HostException, InterruptedException {
        Base base = news.base();
        String blockSize = Integer.toString(base.sums().orElseThrow().blockSize());
        conclude(
                base.release() + "/" + base.file(),
                blockSize,
                news.delta().recipe(),
                news.few().orElse(""));
    }

    private void conclude(String... news) throws HostException, InterruptedException {
        String[] words = {
            release().id(),
            stored(),
            artifact.sha256(),
            Long.toString(artifact.size()),
            artifact.sums().text(),
            artifact.directory().isPresent() ? release().fileName() : "",
            artifact.directory().map(of -> Integer.toString(of.entries())).orElse("")
        };
        String[] all = Stream.of(words, news).flatMap(Stream::of).toArray(String[]::new);
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
