package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.jenkins.report.ConsoleProgress;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.lab.Extent;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A network that breaks in the middle of an upload. */
class LostNetworkIT {

    private static final int ARTIFACT_SIZE = 3_000_000;

    private final FarHost host = FarHost.withFlag();
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private int number;

    @AfterEach
    void close() {
        host.close();
    }

    /** The places of the cuts are spread over the upload, each round anew; the seed makes a failure repeatable. */
    @Test
    void anUploadThatIsCutLeavesNothingAndTheNextOneWorks() throws Exception {
        assertThat(deploy(host.artifact(++number)).deployed()).isTrue();
        Path large = host.scratch.path().resolve("large.jar");
        byte[] noise = new byte[ARTIFACT_SIZE];
        Random random = new Random(1);
        random.nextBytes(noise);
        Files.write(large, noise);
        for (int round = 0; round < 12; round++) {
            // The login and the scripts before the upload take some 35 kB.
            long where = 40_000L + random.nextInt(ARTIFACT_SIZE - 1000);
            if (!Extent.tries(round < 4)) {
                continue;
            }
            number++;
            host.link.cutAfter(where);
            Outcome outcome = deploy(large);
            assertThat(outcome.result()).as(said()).isEqualTo(Result.UNDONE);
            assertThat(outcome.sentence()).contains("serves as before");
            assertThat(releases()).as(said()).containsExactly("r1");
            assertThat(host.directory().resolve("journal")).doesNotExist();
        }
        number++;
        assertThat(deploy(host.artifact(number)).deployed()).as(said()).isTrue();
    }

    private List<String> releases() throws IOException {
        try (Stream<Path> paths = Files.list(host.directory().resolve("releases"))) {
            return paths.map(path -> path.getFileName().toString()).toList();
        }
    }

    private Outcome deploy(Path artifact) throws InterruptedException {
        DeployPlan plan = host.plan(number, artifact, Duration.ZERO);
        console.reset();
        ConsoleProgress progress = new ConsoleProgress(new PrintStream(console, true, StandardCharsets.UTF_8), plan);
        Outcome outcome = new Rollout(
                        new HostConnector(plan, host.login()), new AllAtOnce(), progress, new Cancellation())
                .run(plan, new WorkspaceRelease(plan, artifact));
        progress.summary(outcome);
        return outcome;
    }

    private String said() {
        return console.toString(StandardCharsets.UTF_8);
    }
}
