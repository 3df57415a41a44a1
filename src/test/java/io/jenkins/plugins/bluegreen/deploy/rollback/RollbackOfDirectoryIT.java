package io.jenkins.plugins.bluegreen.deploy.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Going back to a release that is a directory: what was packed is there of the newest one alone. */
class RollbackOfDirectoryIT extends OnBench {

    private Path dist;

    @BeforeEach
    void packSome() throws IOException {
        bench.keepReleases = 5;
        dist = Files.createDirectories(folder.resolve("workspace/it's 배포"));
        Files.createDirectories(dist.resolve("lib/empty"));
        Files.writeString(dist.resolve("lib/new\nline"), "");
        Files.writeString(dist.resolve("lib/a b.js"), "1");
        Files.writeString(dist.resolve("page.html"), "1");
        Files.createSymbolicLink(dist.resolve("link"), Path.of("page.html"));
        bench.fileName = "it's 배포";
        bench.command = "sh run.sh; exec " + Bench.tinyApp();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void itIsStartedAgain(String shell) throws Exception {
        bench.host = LocalHost.in(shell, folder);
        deploy("first");
        deploy("second");
        assertThat(release("r1").resolve(".packed")).doesNotExist();
        // As an application does that caches there, in files of its own and in those that came with it.
        Files.writeString(unpacked("r1").resolve("cache"), "x");
        Files.writeString(unpacked("r1").resolve("page.html"), "rendered anew");

        String size = size("r1");
        assertThat(size).isNotEmpty();

        assertWentBack(bench.goBack(""));

        assertThat(bench.logOf(Slot.BLUE)).contains("first");
        assertThat(size("r1")).as("it is known how large it was").isEqualTo(size);
    }

    private String size(String release) throws IOException {
        return Files.readAllLines(release(release).resolve(".kept")).stream()
                .filter(line -> line.startsWith("size="))
                .collect(Collectors.joining());
    }

    @Test
    void anArchiveThatWasUnpackedIsToo() throws Exception {
        Files.writeString(dist.resolve("run.sh"), "echo first\n");
        Path archive = folder.resolve("workspace/app.tar.gz");
        Programs.run("tar", "-czf", archive.toString(), "-C", dist.toString(), ".");
        bench.fileName = "app.tar.gz";
        bench.unpack = true;
        deployed(archive);
        deployed(archive);
        assertWentBack(bench.goBack(""));
        assertThat(bench.logOf(Slot.BLUE)).contains("first");
        assertThat(bench.directory().resolve("releases/r1/app.tar.gz")).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox"})
    void whereSomethingIsMissingItIsRefused(String shell) throws Exception {
        bench.host = LocalHost.in(shell, folder);
        deploy("first");
        deploy("second");
        Files.delete(unpacked("r1").resolve("lib/a b.js"));
        assertRefused("in it's 배포, lib/a b.js is not there any more, or empty");
        Files.writeString(unpacked("r1").resolve("lib/a b.js"), "");
        assertRefused("in it's 배포, lib/a b.js is not there any more, or empty");
        Files.writeString(unpacked("r1").resolve("lib/a b.js"), "1");
        Files.delete(unpacked("r1").resolve("lib/empty"));
        assertRefused("in it's 배포, lib/empty is not there any more, or empty");
        Programs.run("rm", "-r", unpacked("r1").toString());
        assertRefused("the directory it's 배포 is not there");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
    }

    private void assertRefused(String why) throws Exception {
        Outcome outcome = bench.goBack("r1");
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains("Release r1 of shop cannot be gone back to: it is incomplete: " + why);
    }

    private void assertWentBack(Outcome outcome) throws Exception {
        assertThat(outcome.result())
                .as(outcome.sentence() + "\n" + outcome.evidence())
                .isEqualTo(Result.DEPLOYED);
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    private void deploy(String says) throws Exception {
        Files.writeString(dist.resolve("run.sh"), "echo " + says + "\n");
        deployed(dist);
    }

    private void deployed(Path artifact) throws Exception {
        Outcome outcome = bench.deploy(artifact, Map.of(), new Cancellation());
        assertThat(outcome.result())
                .as(outcome.sentence() + "\n" + outcome.evidence())
                .isEqualTo(Result.DEPLOYED);
    }

    private Path unpacked(String id) {
        return release(id).resolve("it's 배포");
    }

    private Path release(String id) {
        return bench.directory().resolve("releases").resolve(id);
    }
}
