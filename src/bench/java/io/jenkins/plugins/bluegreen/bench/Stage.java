package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.OwnRouter;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One application with its router, its directory on the host and the one who deploys it there. */
final class Stage implements AutoCloseable {

    private static final Duration SERVES_WITHIN = Duration.ofSeconds(5);

    /** Below the ports that connections get (ip_local_port_range), or the load would take an idle slot's port now and then. */
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(18_000);

    private final Cleanup cleanup = new Cleanup();
    private final Scratch scratch;
    private final OwnRouter router;
    private final Deployer deployer;
    private int release;

    /**
     * @param sshPort the server's own, or that of a relay to it
     * @param care how much time the engine takes, if it is the one who deploys
     */
    Stage(Column column, PrivateSshd sshd, int sshPort, Care care) {
        this(column, sshd, sshPort, care, Engine.BENCH_APP);
    }

    /** Has the engine, if it is the one who deploys, start another application. */
    Stage(Column column, PrivateSshd sshd, int sshPort, Care care, StartCommand start) {
        SlotPair slots = new SlotPair(freePort(), freePort());
        scratch = cleanup.add(Scratch.create("bench"));
        router = cleanup.add(column.router(slots));
        deployer = column.engine()
                ? new Engine(sshd, sshPort, router, slots, scratch, care, start)
                : new Script(sshd, (PrivateNginx) router, slots, scratch);
    }

    Stage(Column column, PrivateSshd sshd, Care care) {
        this(column, sshd, sshd.target().port(), care);
    }

    /** Deploys a file. */
    interface Deployer {

        /** Returns what was done when, as far as that is known. */
        List<StepReport> deploy(Path artifact, int release) throws InterruptedException, IOException;
    }

    /** Deploys the next release, in which one class is another. */
    Deployed deploy(BenchArtifact.Size size) throws InterruptedException, IOException {
        return deploy(BenchArtifact.pack(scratch.path(), size, release + 1), release + 1);
    }

    /** Deploys a release that is packed already, and makes sure that users get it. */
    Deployed deploy(Path artifact, int number) throws InterruptedException, IOException {
        release = number;
        Instant begun = Instant.now();
        long start = System.nanoTime();
        List<StepReport> steps = deployer.deploy(artifact, number);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Until.so(
                SERVES_WITHIN,
                () -> answer().startsWith("release-" + number + "\n"),
                () -> "Release " + number + " was deployed, but the front door answers '" + answer() + "'.");
        Duration appStart = Duration.ofMillis(Long.parseLong(answer().split("\n")[1]));
        return new Deployed(begun, took, appStart, steps);
    }

    OwnRouter router() {
        return router;
    }

    URI frontDoor() {
        return router.url();
    }

    private String answer() {
        try (InputStream in = frontDoor().resolve("start").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static int freePort() {
        while (true) {
            int port = NEXT_PORT.getAndIncrement();
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Somebody has it; the next one, then.
                continue;
            }
        }
    }

    @Override
    public void close() {
        cleanup.close();
    }
}
