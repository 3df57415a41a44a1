package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments by an account whose shell does something of its own when it starts. */
@Timeout(180)
class GreetingIT extends OnBench {

    private static void starts(PrivateSshd sshd, String script) throws IOException {
        Files.writeString(sshd.directory().resolve(".bashrc"), script + "\n");
    }

    /** Where forwarding is forbidden, what is asked of the application is the output of a command, too. */
    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void aDeploymentGoesOnBesideAGreeting(String forwarding) throws Exception {
        try (PrivateSshd sshd = PrivateSshd.start("AllowTcpForwarding " + forwarding)) {
            starts(sshd, "echo Welcome to staging; echo own; echo state=gone; echo deployment=x");
            bench.logIn = () -> JschHost.connect(sshd.target(), sshd.login());
            deployed(Map.of());
            deployed(Map.of());
        }
    }

    @Test
    void aShellThatHangsIsLeftAtOnceByAnAbort() throws Exception {
        try (PrivateSshd sshd = PrivateSshd.start()) {
            Path began = folder.resolve("began");
            starts(sshd, "touch '" + began + "'; sleep 20");
            bench.logIn = () -> JschHost.connect(sshd.target(), sshd.login());
            Cancellation cancellation = new Cancellation();
            CompletableFuture<Outcome> deployment = CompletableFuture.supplyAsync(() -> deploy(bench, cancellation));
            Until.so(Duration.ofSeconds(20), () -> Files.exists(began), () -> "nobody logs in");

            long aborted = System.nanoTime();
            cancellation.stop();
            Outcome outcome = deployment.get();
            assertThat(Duration.ofNanos(System.nanoTime() - aborted)).isLessThan(Duration.ofSeconds(2));
            assertThat(outcome.result()).isEqualTo(Result.ABORTED);
            assertThat(outcome.sentence()).endsWith("Nothing was changed.");
        }
    }

    private static Outcome deploy(Bench bench, Cancellation cancellation) {
        try {
            return bench.deploy(Map.of(), cancellation);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
