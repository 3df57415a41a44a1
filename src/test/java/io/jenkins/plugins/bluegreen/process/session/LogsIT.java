package io.jenkins.plugins.bluegreen.process.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Shells;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application writes stays within its limits, and nothing of it is lost where that can be. */
class LogsIT extends OnBench {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private ProcessManager start(String shell, String command) throws Exception {
        bench.command = command;
        ProcessManager processes =
                Bench.on(LocalHost.in(shell, folder), bench.plan(Map.of())).processes();
        processes.start(Slot.BLUE);
        return processes;
    }

    private Path slot() {
        return bench.directory().resolve("slots/blue");
    }

    private long size(Path file) {
        // Nothing where it is renamed just now.
        return file.toFile().length();
    }

    private long all() {
        try (Stream<Path> files = Files.list(slot())) {
            return files.mapToLong(this::size).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void beginsANewOneAndLosesNoLine(String shell) throws Exception {
        bench.process = new SessionConfig(true, 20_000, 99, false);
        ProcessManager processes = start(
                shell,
                "i=0; while [ $i -lt 3000 ]; do i=$((i + 1)); echo \"this is line $i\"; [ $((i % 10)) -gt 0 ] || sleep 0.01; done;"
                        + " touch done; exec sleep 300");
        Path done = bench.directory().resolve("done");
        Until.so(LIMIT, () -> Files.exists(done) && size(slot().resolve("log")) < 20_000, () -> "it does not end");
        // In whole blocks.
        assertThat(size(slot().resolve("log.1"))).isBetween(16_000L, 80_000L);
        // One may go from the end of a log to the beginning of the next one.
        StringBuilder whole = new StringBuilder();
        for (int number = 99; number > 0; number--) {
            Path old = slot().resolve("log." + number);
            whole.append(Files.exists(old) ? Files.readString(old) : "");
        }
        List<String> lines =
                whole.append(bench.logOf(Slot.BLUE)).toString().lines().toList();
        List<String> all = IntStream.rangeClosed(1, 3000)
                .mapToObj(line -> "this is line " + line)
                .toList();
        if (!shell.equals("busybox") && takesOut()) {
            assertThat(lines).isEqualTo(all);
        } else {
            // Between the last copy and the cut something may come, at a thousand lines a second.
            assertThat(all).containsSubsequence(lines);
            assertThat(lines).hasSizeGreaterThan(2900);
        }
        assertThat(processes.log(Slot.BLUE, 1)).isEqualTo("this is line 3000");
        assertThat(Bench.mode(slot().resolve("log.1"))).isEqualTo("rw-------");
        processes.stop(Slot.BLUE, "");
    }

    /** Tells whether the beginning of a file can be taken out of it here, as on ext4 and xfs (fallocate(2)). */
    private boolean takesOut() throws Exception {
        Path file = Files.write(folder.resolve("blocks"), new byte[20_000]);
        return new ProcessBuilder("fallocate", "-c", "-o", "0", "-l", "4096", file.toString())
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void keepsSoManyAlsoOverStarts() throws Exception {
        bench.process = new SessionConfig(true, 20_000, 2, false);
        for (int run = 1; run <= 4; run++) {
            ProcessManager processes = start("dash", "echo run " + run + "; exec sleep 300");
            Until.so(LIMIT, () -> size(slot().resolve("log")) > 0, () -> "it says nothing");
            processes.stop(Slot.BLUE, "");
            Files.walk(folder.resolve("bin")).sorted(Comparator.reverseOrder()).forEach(LogsIT::delete);
        }
        assertThat(slot().resolve("log")).content().startsWith("run 4");
        assertThat(slot().resolve("log.1")).content().startsWith("run 3");
        assertThat(slot().resolve("log.2")).content().startsWith("run 2");
        assertThat(slot().resolve("log.3")).doesNotExist();
    }

    /** A look that starts no program, but where something was written; and now and then all the same, since a clock may be set back. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void asksForItsSizeOnlyWhereSomethingWasWritten(String shell) throws Exception {
        bench.process = new SessionConfig(true, 20_000, 2, false);
        bench.command =
                "until [ -e write ]; do /usr/bin/sleep 0.02; done; head -c 30000 /dev/zero; echo written >>told; exec /usr/bin/sleep 300";
        Path told = bench.directory().resolve("told");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        // On a host where a second passes at once.
        tool(
                bin.resolve("sleep"),
                "[ \"$1\" != 1 ] || echo lap >>'" + told.toString().replace("'", "'\\''")
                        + "'; exec /usr/bin/sleep 0.1");
        tool(
                bin.resolve("stat"),
                "case $* in */log) echo asked >>'" + told.toString().replace("'", "'\\''")
                        + "' ;; esac; exec /usr/bin/stat \"$@\"");
        String path = Shells.linkedAsSh(shell, folder) + ":" + bin + ":" + System.getenv("PATH");
        ProcessManager processes =
                Bench.on(new LocalHost(path), bench.plan(Map.of())).processes();
        processes.start(Slot.BLUE);
        // Where the shell tells times to the second, it asks until that is over.
        String quiet = "lap\n".repeat(10) + "asked\n";
        Until.so(
                LIMIT,
                () -> text(told).contains(quiet + quiet),
                () -> "it asks when nothing was written: " + text(told));
        assertThat(text(told)).doesNotContain("lap\n".repeat(11));
        Files.createFile(bench.directory().resolve("write"));
        Until.so(
                LIMIT,
                () -> Files.exists(slot().resolve("log.1")) && size(slot().resolve("log")) < 20_000,
                () -> "no new log is begun: " + text(told));
        // One lap may be between its look and what it was told there.
        assertThat(text(told)).containsPattern("written\n(lap\n){0,1}asked\n");
        processes.stop(Slot.BLUE, "");
    }

    private static void tool(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It writes all the time, much faster than 100 MB a second, and is neither held up nor lets its logs grow. */
    @Test
    void isNotHeldUpByWhatItWritesNorFillsTheDisk() throws Exception {
        bench.process = new SessionConfig(true, 10_000_000, 2, false);
        ProcessManager processes = start(
                "dash", "i=0; while :; do i=$((i + 1)); head -c 10000000 /dev/zero; echo $i >count; sleep 0.08; done");
        Path count = bench.directory().resolve("count");
        long most = 0;
        int written = 0;
        Duration took = Duration.ZERO;
        long begun = System.nanoTime();
        // On a machine that has much else to do it takes longer by itself.
        while (took.compareTo(Duration.ofSeconds(5)) < 0
                || written <= 15 && took.compareTo(Duration.ofSeconds(30)) < 0) {
            most = Math.max(most, all());
            written = Math.max(written, number(count));
            Thread.sleep(20);
            took = Duration.ofNanos(System.nanoTime() - begun);
        }
        processes.stop(Slot.BLUE, "");
        assertThat(written).as("times 10 MB in " + took).isGreaterThan(15);
        // The first second, before it is noticed, and three logs of what may be copied of each at most.
        assertThat(most).isLessThan(250_000_000);
    }

    /** Returns 0 where it is just being written. */
    private static int number(Path file) throws IOException {
        String text = Files.exists(file) ? Files.readString(file).strip() : "";
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    @Test
    void aFullDiskStopsNoApplication() throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can mount").isTrue();
        Files.createDirectories(bench.directory());
        Programs.run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=1m",
                "tmpfs",
                bench.directory().toString());
        try {
            bench.process = new SessionConfig(true, 300_000, 3, false);
            ProcessManager processes =
                    start("dash", "trap '' XFSZ; while :; do head -c 20000 /dev/zero 2>/dev/null; sleep 0.02; done");
            Path filler = bench.directory().resolve("filler");
            Until.so(LIMIT, () -> Files.exists(slot().resolve("log.1")), () -> "no new log is begun");
            fill(filler);
            long pid = Long.parseLong(
                    Files.readAllLines(slot().resolve("process")).get(0).substring(4));
            // It goes on, and as soon as its log is at its limit there is room again.
            Until.so(LIMIT, () -> size(slot().resolve("log")) < 100_000, () -> "its log is not cut");
            assertThat(Processes.alive(pid)).isTrue();
            processes.stop(Slot.BLUE, "");
        } finally {
            Programs.run("umount", bench.directory().toString());
        }
    }

    private static void fill(Path filler) {
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
