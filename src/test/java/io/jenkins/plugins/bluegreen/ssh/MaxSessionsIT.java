package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that runs only two commands of a connection at once, as hardening guides ask for: one of them is the lock's. */
@Timeout(240)
class MaxSessionsIT {

    private static final String TWO = "MaxSessions 2";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Command LOCK = new Command("lock", "while read -r line; do :; done", List.of());

    @TempDir
    private Path folder;

    @Test
    void deploysTenTimes() throws Exception {
        try (PrivateSshd sshd = PrivateSshd.start(TWO);
                Bench bench = new Bench(folder)) {
            bench.logIn = () -> JschHost.connect(sshd.target(), sshd.login());
            for (int i = 0; i < 10; i++) {
                Outcome outcome = bench.deploy(Map.of());
                assertThat(outcome.result())
                        .as(outcome.sentence() + "\n" + outcome.evidence() + bench.console)
                        .isEqualTo(Result.DEPLOYED);
            }
        }
    }

    @Test
    void undoesADeploymentThatIsAborted() throws Exception {
        try (PrivateSshd sshd = PrivateSshd.start(TWO);
                Bench bench = new Bench(folder)) {
            bench.logIn = () -> JschHost.connect(sshd.target(), sshd.login());
            assertThat(bench.deploy(Map.of()).result()).isEqualTo(Result.DEPLOYED);
            for (String moment : List.of("start green", "await healthy", "drain blue")) {
                Cancellation cancellation = new Cancellation();
                bench.when("> " + moment, cancellation::stop);
                Outcome outcome = bench.deploy(Map.of(), cancellation);
                bench.clear();

                assertThat(outcome.result())
                        .as(moment + ": " + outcome.sentence() + outcome.evidence())
                        .isNotEqualTo(Result.STUCK);
            }
        }
    }

    @Test
    void waitsUntilTheServerHasLetGoOfACommandThatWasGivenUp() throws Exception {
        try (PrivateSshd sshd = PrivateSshd.start(TWO);
                RemoteHost host = JschHost.connect(sshd.target(), sshd.login());
                Lease lock = host.hold(LOCK, Duration.ofSeconds(1))) {
            // It goes on there, and counts, long after nobody waits for it any more.
            assertThatThrownBy(() -> host.run(new Command("dream", "sleep 3", List.of()), Duration.ofMillis(500)))
                    .hasMessageContaining("longer than 500 ms");

            assertThat(host.run(new Command("next", "echo well", List.of()), LIMIT)
                            .out())
                    .isEqualTo("well\n");
            assertThat(lock.alive()).isTrue();
        }
    }

    @Test
    void doesOneAfterTheOtherWhatIsAskedForAtOnce() throws Exception {
        Path source = Files.write(folder.resolve("source"), new byte[100_000]);
        ExecutorService threads = Executors.newCachedThreadPool();
        try (PrivateSshd sshd = PrivateSshd.start(TWO);
                RemoteHost host = JschHost.connect(sshd.target(), sshd.login());
                Lease lock = host.hold(LOCK, Duration.ofSeconds(1))) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                String to = folder.resolve("to " + i).toString();
                all.add(threads.submit(() -> host.run(new Command("nap", "sleep 0.3", List.of()), LIMIT)));
                all.add(threads.submit(() -> {
                    host.upload(source, to, sent -> {});
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(folder.resolve("to 4")).hasSize(100_000);
            assertThat(lock.alive()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void saysThatTheServerRunsTooFew() throws Exception {
        try (PrivateSshd sshd = PrivateSshd.start("MaxSessions 1");
                RemoteHost host = JschHost.connect(sshd.target(), sshd.login());
                Lease lock = host.hold(LOCK, Duration.ofSeconds(1))) {
            assertThatThrownBy(() -> host.run(new Command("next", "true", List.of()), LIMIT))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("'next'")
                    .hasMessageContaining("MaxSessions")
                    .hasMessageContaining("2");
            assertThat(lock.alive()).isTrue();
        }
    }

    @Test
    void aJumpHostNeedsNone() throws Exception {
        try (PrivateSshd jump = PrivateSshd.start("MaxSessions 0");
                PrivateSshd app = PrivateSshd.start(TWO);
                RemoteHost host = JschHost.connect(
                        new SshRoute(app.target(), app.login(), SshRoute.direct(jump.target(), jump.login())))) {
            assertThat(host.run(new Command("hello", "echo hello", List.of()), LIMIT)
                            .out())
                    .isEqualTo("hello\n");
        }
    }
}
