package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is under way when the SSH server dies ends with an exception at once; nothing hangs. */
@Timeout(60)
class LostConnectionIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private PrivateSshd sshd;
    private RemoteHost host;

    @BeforeEach
    void start() throws Exception {
        sshd = PrivateSshd.start();
        host = JschHost.connect(sshd.target(), sshd.login());
    }

    @AfterEach
    void stop() {
        host.close();
        sshd.close();
    }

    @Test
    void endsACommandThatRuns() throws Exception {
        Path mark = sshd.directory().resolve("running");
        CompletableFuture<Object> running = pending(
                () -> host.run(new Command("dream", "touch \"$1\"; sleep 50", List.of(mark.toString())), LIMIT));
        Until.so(LIMIT, () -> Files.exists(mark), () -> "it does not run");

        sshd.kill();

        assertEnds(running);
    }

    @Test
    void endsAnUpload() throws Exception {
        Path endless = Path.of("/dev/zero");
        Path arriving = sshd.directory().resolve("arriving");
        CompletableFuture<Object> uploading = pending(() -> {
            host.upload(endless, arriving.toString(), sent -> {});
            return null;
        });
        Until.so(LIMIT, () -> arriving.toFile().length() > 1_000_000, () -> "nothing arrives");

        sshd.kill();

        assertEnds(uploading);
    }

    @Test
    void endsAReadThroughATunnel() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ByteStream stream = host.connect(server.getLocalPort(), LIMIT)) {
            CompletableFuture<Object> reading = pending(() -> stream.in().read());

            sshd.kill();

            assertThat(reading.handle((read, failure) -> failure != null || read.equals(-1))
                            .get(5, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void refusesAllThatComesAfter() {
        sshd.kill();

        assertThatThrownBy(() -> host.run(new Command("true", "true", List.of()), LIMIT))
                .isInstanceOf(HostException.class)
                .hasMessageStartingWith("The SSH connection to " + sshd.target() + " ended: ");
        assertThatThrownBy(() -> host.connect(FreePorts.next(), LIMIT)).isExactlyInstanceOf(HostException.class);
        assertThatThrownBy(() -> host.hold(new Command("true", "true", List.of()), LIMIT))
                .isInstanceOf(HostException.class);
    }

    @Test
    void saysThatItWasClosedHere() {
        host.close();

        assertThatThrownBy(() -> host.run(new Command("true", "true", List.of()), LIMIT))
                .isInstanceOf(HostException.class)
                .hasMessage("The SSH connection to " + sshd.target() + " ended: it was closed.");
    }

    private void assertEnds(CompletableFuture<Object> pending) {
        assertThatThrownBy(() -> pending.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(HostException.class)
                .hasMessageStartingWith("The SSH connection to " + sshd.target() + " ended: ");
    }

    private static CompletableFuture<Object> pending(Callable<Object> call) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                answer.complete(call.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return answer;
    }
}
