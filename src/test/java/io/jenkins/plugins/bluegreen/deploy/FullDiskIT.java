package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.journal.JournalFile;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=2m,nr_inodes=100",
                "tmpfs",
                bench.directory().toString());
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
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.evidence()).contains("kB are free in " + bench.directory());
        assertOldOneServes();
        Files.delete(filler);
        assertThat(bench.deploy(Map.of()).live()).isEqualTo(Slot.GREEN);
    }

    /** As with a quota of files: so many can still be made, and which step that stops is different each time. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5, 8})
    void aQuotaOfFilesIsToldAndNothingIsLost(int left) throws Exception {
        List<Path> fillers = fillWithFiles();
        for (Path filler : fillers.subList(0, left)) {
            Files.delete(filler);
        }
        Outcome outcome = bench.deploy(Map.of());
        if (!outcome.deployed()) {
            assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
            assertThat(outcome.evidence()).as(outcome.sentence()).contains("No space left on device");
            assertOldOneServes();
            assertThat(bench.directory().resolve("journal")).doesNotExist();
        }
        for (Path filler : fillers) {
            Files.deleteIfExists(filler);
        }
        assertThat(bench.deploy(Map.of()).deployed()).isTrue();
    }

    private List<Path> fillWithFiles() throws IOException {
        List<Path> fillers = new ArrayList<>();
        try {
            while (true) {
                fillers.add(Files.createFile(bench.directory().resolve("filler-" + fillers.size())));
            }
        } catch (FileSystemException full) {
            return fillers;
        }
    }

    @Test
    void aJournalThatFindsNoRoomLeavesTheOneBeforeWhole() throws Exception {
        JournalFile on = new JournalFile(new LocalHost(), bench.directory().toString());
        Journal journal =
                new Journal("shop", "deployment-1", "r1", Slot.GREEN, Journal.Phase.PREPARE, "x".repeat(3000));
        on.write(journal);
        Path filler = bench.directory().resolve("filler");
        fillToTheLastByte(filler);
        assertThatThrownBy(() -> on.write(journal.in(Journal.Phase.SWITCH)))
                .hasMessageContaining("could not be written");
        assertThat(bench.directory().resolve("journal")).hasContent(journal.text());
        on.close("deployment-1", "undone " + "x".repeat(5000), "", "");
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        Files.delete(filler);
    }

    private static void fillToTheLastByte(Path filler) {
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    @Test
    void aReadOnlyDirectoryIsToldAndNothingIsLost() throws Exception {
        String directory = bench.directory().toString();
        // One more mount on top, since the one below has files open for writing.
        run("mount", "--bind", directory, directory);
        run("mount", "-o", "remount,bind,ro", directory);
        Outcome outcome = bench.deploy(Map.of());
        run("umount", directory);
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
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
