package io.jenkins.plugins.bluegreen.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArtifactReaderIT {

    @TempDir
    Path folder;

    /** The artifact is a pipe, into which nothing comes before the deployment has the lock. */
    @Test
    void doesNotKeepTheDeploymentFromConnecting() throws Exception {
        try (Bench bench = new Bench(folder)) {
            Path artifact = folder.resolve("app.bin");
            Programs.run("mkfifo", artifact.toString());
            bench.when("< lock", () -> feed(artifact));
            Outcome outcome = bench.deploy(artifact, Map.of(), new Cancellation());
            assertThat(outcome.deployed())
                    .as(outcome.sentence() + outcome.evidence())
                    .isTrue();
            assertThat(bench.directory().resolve("releases/r1/app.bin")).hasContent("at last");
        }
    }

    /** It is read once more when it is sent, and is a file by then: at no moment is there nothing by that name. */
    private static void feed(Path artifact) {
        byte[] bytes = "at last".getBytes(StandardCharsets.UTF_8);
        try (OutputStream pipe = Files.newOutputStream(artifact)) {
            Path file = Files.write(artifact.resolveSibling("app.file"), bytes);
            pipe.write(bytes);
            Files.move(file, artifact, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysThatTheArtifactCannotBeReadAndThatNothingWasChanged() throws Exception {
        try (Bench bench = new Bench(folder)) {
            Outcome outcome = bench.deploy(folder.resolve("gone.jar"), Map.of(), new Cancellation());
            assertThat(outcome.result()).isEqualTo(Outcome.Result.UNDONE);
            assertThat(outcome.sentence()).contains("gone.jar cannot be read", "Nothing was changed.");
            assertThat(bench.directory().resolve("journal")).doesNotExist();
        }
    }

    @Test
    void endsWithTheDeployment() {
        Cancellation cancellation = new Cancellation();
        try (ArtifactReader endless = new ArtifactReader(() -> Artifact.of(Path.of("/dev/zero")))) {
            cancellation.stop();
            assertThatThrownBy(() -> endless.await(cancellation)).isInstanceOf(CancelledException.class);
        }
        try (ArtifactReader none = new ArtifactReader(() -> Artifact.of(folder))) {
            assertThatThrownBy(() -> none.await(new Cancellation())).isInstanceOf(HostException.class);
        }
    }
}
