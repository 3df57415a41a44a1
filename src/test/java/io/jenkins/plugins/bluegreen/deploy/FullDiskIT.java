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
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        bench.host.begun().clear();
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
        fill(filler);
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .matches(
                        "There is no room for release r2 in .* on local: 0\\.0 MB are free, and it takes 1\\.0 MB while it is"
                                + " shipped, with the beginning of its log; make room there, or lower keepReleases\\. Nothing was changed\\.");
        assertThat(bench.host.begun()).as("nothing was sent").doesNotContain("ship-begin");
        assertOldOneServes();
        Files.delete(filler);
        assertThat(bench.deploy(Map.of()).live()).isEqualTo(Slot.GREEN);
    }

    /** Somebody else's log grows as well. */
    @Test
    void oneThatIsFullByThenIsToldBeforeAnythingIsSent() throws Exception {
        Path filler = bench.directory().resolve("filler");
        bench.when("> ship ", () -> fill(filler));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence() + outcome.evidence())
                .containsPattern("Only \\d+ kB are free in .*/releases, and the artifact needs \\d+ kB\\.");
        Files.delete(filler);
        assertOldOneServes();
    }

    /** As with a quota of files: so many can still be made, and which step that stops is different each time. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5, 8})
    void aQuotaOfFilesIsToldAndNothingIsLost(int left) throws Exception {
        List<Path> fillers = new ArrayList<>();
        // Once it was looked whether there is room.
        bench.when("> ship", () -> {
            bench.clear();
            fillers.addAll(fillWithFiles(left));
        });
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

    @Test
    void thatNoMoreFilesCanBeMadeIsToldBeforeAnythingIsSent() throws Exception {
        List<Path> fillers = fillWithFiles(3);
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence())
                .matches(
                        "There is no room for release r2 in .*: 3 more files can be made there \\(inodes, df -i\\), and it"
                                + " takes 29; .* Nothing was changed\\.");
        assertThat(bench.host.begun()).as("nothing was sent").doesNotContain("ship-begin");
        assertOldOneServes();
        for (Path filler : fillers) {
            Files.deleteIfExists(filler);
        }
        assertThat(bench.deploy(Map.of()).deployed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void testSaysHowMuchRoomThereIsAndThatThereIsNone(String shell) throws Exception {
        bench.host = LocalHost.in(shell, Files.createDirectories(folder.resolve(shell)));
        // That a reboot empties it can be meant, so that it is advised against, and no more.
        assertThat(bench.test())
                .filteredOn(finding -> finding.mark() == Finding.Mark.ADVICE)
                .extracting(Finding::text)
                .anyMatch(text -> text.startsWith(bench.directory() + " is in memory (tmpfs), so after a reboot"));
        assertThat(rooms()).singleElement().satisfies(room -> {
            assertThat(room.mark()).isEqualTo(Finding.Mark.GOOD);
            assertThat(room.whole()).matches(".*: [12]\\.\\d MB are free there, for at most \\d\\d files");
        });
        Path filler = bench.directory().resolve("filler");
        Files.write(filler, new byte[(int) Files.getFileStore(bench.directory()).getUsableSpace() - 900_000]);
        assertThat(rooms()).singleElement().satisfies(room -> {
            assertThat(room.mark()).isEqualTo(Finding.Mark.WRONG);
            assertThat(room.whole())
                    .contains("There is no room for one more release like the newest one", "0.9 MB are free");
        });
    }

    private List<Finding> rooms() throws InterruptedException {
        return bench.test().stream()
                .filter(finding -> finding.whole().contains("are free"))
                .toList();
    }

    /** The hook that undoes finds no room for its word in the journal, which keeps nothing from being undone. */
    @Test
    void aFullDiskWhileHooksUndoKeepsNothingFromBeingUndone() throws Exception {
        Path filler = bench.directory().resolve("filler");
        bench.hooks = new Hooks(
                Map.of(Hook.BEFORE_START, "exit 1", Hook.ON_UNDO, "touch undone"), Duration.ofMinutes(1), false);
        bench.when("> undo: what hooks did", () -> fillToTheLastByte(filler));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .startsWith("The hook beforeStart on local failed with exit status 1.")
                .contains("serves as before", "The hook onUndo was not run, or not to its end: The journal");
        assertOldOneServes();
        Files.delete(filler);
        bench.clear();
        bench.hooks = Hooks.NONE;
        assertThat(bench.deploy(Map.of()).live()).isEqualTo(Slot.GREEN);
    }

    /** What does not fit is left out, and does not keep a deployment half-done. */
    @Test
    void aHistoryThatFindsNoRoomToBeCutStaysWhole() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            lines.add("undone at=2026-01-01T00:00:00Z application=shop deployment=d" + i
                    + " release=r9 slot=blue owner=x");
        }
        Path history = bench.directory().resolve("history");
        Files.write(history, lines);
        Path filler = bench.directory().resolve("filler");
        fillToTheLastByte(filler);
        new JournalFile(new LocalHost(), bench.directory().toString()).close("deployment-1", "undone at=now", "", "");
        assertThat(Files.readAllLines(history)).startsWith(lines.toArray(new String[0]));
        assertThat(bench.directory().resolve(".history.new")).doesNotExist();
        Files.delete(filler);
    }

    private List<Path> fillWithFiles(int left) {
        List<Path> fillers = new ArrayList<>();
        try {
            while (true) {
                fillers.add(Files.createFile(bench.directory().resolve("filler-" + fillers.size())));
            }
        } catch (FileSystemException full) {
            for (Path filler : fillers.subList(0, left)) {
                filler.toFile().delete();
            }
            return fillers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    private void fill(Path filler) {
        try {
            Files.write(
                    filler, new byte[(int) Files.getFileStore(bench.directory()).getUsableSpace() - 40_000]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
