package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scripts that run for as long as they are fed, against a real OpenSSH server. */
@Timeout(60)
class LeaseIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration HEARTBEAT = Duration.ofMillis(100);

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
    void feedsALineAtEachHeartbeat() throws Exception {
        try (Lease hold = host.hold(
                new Command("count", "while read -r line; do echo \"fed $1\"; done", List.of("ž")), HEARTBEAT)) {
            assertThat(List.of(hold.readLine(), hold.readLine(), hold.readLine()))
                    .containsOnly("fed ž");
            assertThat(hold.alive()).isTrue();
        }
    }

    @Test
    void endsTheScriptWhenItIsClosed() throws Exception {
        Lease hold = host.hold(new Command("wait", "echo $$; while read -r line; do :; done", List.of()), HEARTBEAT);
        long pid = Long.parseLong(hold.readLine());
        assertThat(Processes.alive(pid)).isTrue();

        hold.close();

        assertThat(hold.alive()).isFalse();
        Until.so(SOON, () -> !Processes.alive(pid), () -> "the script still runs");
    }

    /** Nothing can be fed each 0 ms; where only one script may run at once, the next one shows whether that does. */
    @Test
    void aDefectWhileItIsStartedLeavesNothingRunning() throws Exception {
        Command wait = new Command("wait", "while read -r line; do :; done", List.of());
        try (PrivateSshd narrow = PrivateSshd.start("MaxSessions 1");
                RemoteHost only = JschHost.connect(narrow.target(), narrow.login())) {
            assertThatThrownBy(() -> only.hold(wait, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> only.hold(new Command("nul", ":", List.of("\0")), HEARTBEAT))
                    .isInstanceOf(IllegalArgumentException.class);
            try (Lease hold = only.hold(wait, HEARTBEAT)) {
                assertThat(hold.alive()).isTrue();
            }
        }
    }

    @Test
    void tellsThatTheScriptEnded() throws Exception {
        try (Lease hold = host.hold(new Command("brief", "echo locked by another", List.of()), HEARTBEAT)) {
            assertThat(hold.readLine()).isEqualTo("locked by another");
            assertThat(hold.readLine()).isNull();
            assertThat(hold.alive()).isFalse();
        }
    }

    /** Nobody's memory is filled by one who ends no line. */
    @Test
    void handsOverALongLineInParts() throws Exception {
        Command long40k =
                new Command("long", "printf '%040000d\\nnext\\n' 7; while read -r line; do :; done", List.of());
        try (Lease hold = host.hold(long40k, HEARTBEAT)) {
            String first = hold.readLine();
            assertThat(first).hasSize(16_384);
            String whole = first + hold.readLine() + hold.readLine();
            assertThat(whole).hasSize(40_000).endsWith("07");
            assertThat(hold.readLine()).isEqualTo("next");
        }
    }

    @Test
    void stopsReadingWhenInterrupted() throws Exception {
        try (Lease hold = host.hold(new Command("wait", "while read -r line; do :; done", List.of()), HEARTBEAT)) {
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread reading = new Thread(() -> {
                try {
                    hold.readLine();
                    end.complete(null);
                } catch (HostException | InterruptedException e) {
                    end.complete(e);
                }
            });
            reading.start();
            reading.interrupt();

            assertThat(end.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void noticesThatTheServerDied() throws Exception {
        Lease hold = host.hold(new Command("wait", "echo ready; while read -r line; do :; done", List.of()), HEARTBEAT);
        assertThat(hold.readLine()).isEqualTo("ready");

        sshd.kill();

        assertThatThrownBy(hold::readLine)
                .isInstanceOf(HostException.class)
                .hasMessageStartingWith("The SSH connection to " + sshd.target() + " ended: ");
        assertThat(hold.alive()).isFalse();
    }
}
