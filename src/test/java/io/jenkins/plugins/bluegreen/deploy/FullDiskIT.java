package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.Outcome.Result;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.plan.Slot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deploy directory on a filesystem of its own, which is tiny, and then cannot be written. */
class FullDiskIT {

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void deployOnce() throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can mount").isTrue();
        bench = new Bench(folder);
        Files.createDirectories(bench.directory());
        run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", bench.directory().toString());
        assertThat(bench.deploy(Map.of()).deployed()).isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (bench != null) {
            bench.close();
            run("umount", bench.directory().toString());
        }
    }

    @Test
    void aFullDiskIsToldAndNothingIsLost() throws Exception {
        Path filler = bench.directory().resolve("filler");
        Files.write(filler, new byte[(int) Files.getFileStore(bench.directory()).getUsableSpace() - 40_000]);
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(outcome.evidence()).contains("kB are free in " + bench.directory());
        assertOldOneServes();
        Files.delete(filler);
        assertThat(bench.deploy(Map.of()).live()).isEqualTo(Slot.GREEN);
    }

    @Test
    void aReadOnlyDirectoryIsToldAndNothingIsLost() throws Exception {
        String directory = bench.directory().toString();
        // One more mount on top, since the one below has files open for writing.
        run("mount", "--bind", directory, directory);
        run("mount", "-o", "remount,bind,ro", directory);
        Outcome outcome = bench.deploy(Map.of());
        run("umount", directory);
        assertThat(outcome.result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(outcome.sentence()).contains("may not write to " + bench.directory());
        assertOldOneServes();
        assertThat(bench.deploy(Map.of()).live()).isEqualTo(Slot.GREEN);
    }

    private void assertOldOneServes() throws Exception {
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();
        assertThat(bench.flag()).doesNotExist();
    }

    private static void run(String... words) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }
}
