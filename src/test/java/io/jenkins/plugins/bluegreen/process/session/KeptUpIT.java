package io.jenkins.plugins.bluegreen.process.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager.Stop;
import io.jenkins.plugins.bluegreen.port.process.Restarts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application that was deployed and ends by itself is started again; one that was stopped never is. */
class KeptUpIT extends OnBench {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Path slot(Slot slot) {
        return bench.directory().resolve("slots/" + slot.label());
    }

    private long pid(Slot slot) {
        return Processes.listenerOf(bench.slots.port(slot)).orElseThrow();
    }

    private long leader(Slot slot) throws Exception {
        return Files.readAllLines(slot(slot).resolve("process")).stream()
                .filter(line -> line.startsWith("pid="))
                .map(line -> Long.valueOf(line.substring(4)))
                .findFirst()
                .orElseThrow();
    }

    /** Kills what serves, and returns what serves then. */
    private long crash(Slot slot) {
        long before = pid(slot);
        Processes.kill(ProcessHandle.of(before).orElseThrow());
        Until.so(
                LIMIT,
                () -> Processes.listenerOf(bench.slots.port(slot))
                        .filter(now -> now != before)
                        .isPresent(),
                () -> "it does not come back: " + log(slot));
        return pid(slot);
    }

    private String log(Slot slot) {
        try {
            return bench.logOf(slot);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Restarts> restarts(Slot slot) throws Exception {
        return Cluster.inspect(Bench.on(bench.host, bench.plan(Map.of())))
                .slots()
                .get(slot)
                .restarts();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void isStartedAgainAtOnceThenLaterAndThatIsTold(String shell) throws Exception {
        bench.host = LocalHost.in(shell, folder);
        Instant begun = Instant.now().minusSeconds(1);
        deployed(Map.of("EXTRA", "it's\nits own"));
        assertThat(restarts(Slot.BLUE)).isEmpty();
        crash(Slot.BLUE);
        crash(Slot.BLUE);
        assertThat(bench.body(Slot.BLUE)).contains("release=r1", "extra=it's\nits own");
        assertThat(log(Slot.BLUE))
                .contains("blue-green: release r1 ended with exit status 137 after ", " s; restart 1 in 0 s")
                .contains(" s; restart 2 in 1 s");
        assertThat(restarts(Slot.BLUE)).hasValueSatisfying(told -> {
            assertThat(told.count()).isEqualTo(2);
            assertThat(told.exit()).isEqualTo("137");
            assertThat(told.last()).isBetween(begun, Instant.now());
        });
        // The next one takes its place, and it stays gone.
        deployed(Map.of());
        assertGone(Slot.BLUE);
        assertThat(restarts(Slot.GREEN)).isEmpty();
        crash(Slot.GREEN);
    }

    private void assertGone(Slot slot) {
        assertThat(slot(slot).resolve("kept")).doesNotExist();
        assertThat(Processes.listening(bench.slots.port(slot))).isFalse();
        assertThat(ProcessHandle.allProcesses()
                        .filter(each -> each.info()
                                .arguments()
                                .filter(words -> List.of(words).contains("blue-green-" + slot.label()))
                                .isPresent()))
                .isEmpty();
    }

    @Test
    void isNotWhereThatIsNotWanted() throws Exception {
        bench.process = Bench.NEVER_AGAIN;
        deployed(Map.of());
        Processes.kill(ProcessHandle.of(pid(Slot.BLUE)).orElseThrow());
        Until.so(LIMIT, () -> !Processes.alive(leaderOr0()), () -> "its leader stays");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        assertThat(slot(Slot.BLUE).resolve("exit")).hasContent("137");
        assertThat(notKeptUp())
                .contains("blue has ended, and nothing starts it again: run " + bench.directory() + "/start-live");
    }

    private List<String> notKeptUp() throws Exception {
        ProcessManager processes = Bench.on(bench.host, bench.plan(Map.of())).processes();
        return processes.notKeptUp(bench.host.run(processes.upkeepCommand(), LIMIT));
    }

    private long leaderOr0() {
        try {
            return leader(Slot.BLUE);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void fallsBackToLongerAndLongerTimesAndAStopEndsThat() throws Exception {
        deployed(Map.of());
        // From now on it ends at once.
        Files.writeString(slot(Slot.BLUE).resolve("env"), "\nexit 7\n", java.nio.file.StandardOpenOption.APPEND);
        Processes.kill(ProcessHandle.of(pid(Slot.BLUE)).orElseThrow());
        Until.so(LIMIT, () -> log(Slot.BLUE).contains("restart 4 in 4 s"), () -> log(Slot.BLUE));
        assertThat(log(Slot.BLUE))
                .contains("exit status 137 after ", "restart 1 in 0 s")
                .containsPattern("exit status 7 after \\d+ s; restart 2 in 1 s")
                .containsPattern("exit status 7 after \\d+ s; restart 3 in 2 s");
        assertThat(Bench.on(bench.host, bench.plan(Map.of())).processes().stop(Slot.BLUE, ""))
                .isEqualTo(Stop.ASKED);
        assertGone(Slot.BLUE);
    }

    /** On a host where a second passes at once. */
    @Test
    void isStartedAgainForEverAMinuteLaterAtTheMost() throws Exception {
        comesFirst("sleep", "exec /usr/bin/sleep 0.02");
        deployed(Map.of());
        Files.writeString(slot(Slot.BLUE).resolve("env"), "\nexit 7\n", java.nio.file.StandardOpenOption.APPEND);
        Processes.kill(ProcessHandle.of(pid(Slot.BLUE)).orElseThrow());
        Until.so(LIMIT, () -> log(Slot.BLUE).contains("restart 12 in"), () -> log(Slot.BLUE));
        assertThat(log(Slot.BLUE).lines().filter(line -> line.contains("; restart ")))
                .extracting(line -> line.replaceFirst(".*restart ", ""))
                .startsWith("1 in 0 s", "2 in 1 s", "3 in 2 s", "4 in 4 s", "5 in 8 s", "6 in 16 s", "7 in 32 s")
                .contains("8 in 60 s", "9 in 60 s", "12 in 60 s");
    }

    @Test
    void oneThatHadRunForAMinuteBeginsAnew() throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can mount").isTrue();
        bench.host = new LocalHost("local", List.of("unshare", "-m", "sh"), System.getenv("PATH"));
        deployed(Map.of());
        crash(Slot.BLUE);
        crash(Slot.BLUE);
        Path later = Files.writeString(
                folder.resolve("uptime"),
                Files.readString(Path.of("/proc/uptime")).replaceFirst("^", "1"));
        Programs.run(
                "nsenter",
                "-t",
                Long.toString(leader(Slot.BLUE)),
                "-m",
                "mount",
                "--bind",
                later.toString(),
                "/proc/uptime");
        crash(Slot.BLUE);
        assertThat(log(Slot.BLUE)).contains(" s; restart 2 in 1 s").containsPattern("after 1\\d+ s; restart 3 in 0 s");
    }

    @Test
    void isNotBeforeItsDeploymentIsOver() throws Exception {
        deployed(Map.of());
        bench.when(
                "> look at green once more",
                () -> Processes.kill(ProcessHandle.of(pid(Slot.GREEN)).orElseThrow()));
        Outcome outcome = bench.deploy(Map.of());
        assertRolledBackToBlue(outcome);
        assertGone(Slot.GREEN);
        bench.clear();
        // The one that serves is kept up as before.
        crash(Slot.BLUE);
    }

    /** Between the last look and the moment from which it is started again. */
    @Test
    void isNoSuccessWhereItDiesJustBefore() throws Exception {
        deployed(Map.of());
        bench.host.before("keep-up and upkeep", () -> {
            bench.host.before("keep-up and upkeep", () -> {});
            Processes.kill(ProcessHandle.of(pid(Slot.GREEN)).orElseThrow());
        });
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("right before it was to be kept up");
        assertRolledBackToBlue(outcome);
        crash(Slot.BLUE);
        assertThat(slot(Slot.GREEN).resolve("kept")).doesNotExist();
    }

    /** As where its leader renames the file to and fro at this very moment. */
    @Test
    void isKeptUpWhereOneLookMissedTheFile() throws Exception {
        renamesNotToKept("mkdir '" + folder.resolve("missed") + "' 2>/dev/null");
        deployed(Map.of());
        assertThat(folder.resolve("missed")).exists();
        crash(Slot.BLUE);
    }

    @Test
    void saysThatItCannotBeKeptUp() throws Exception {
        deployed(Map.of());
        renamesNotToKept("true");
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence() + outcome.evidence())
                .contains(slot(Slot.GREEN) + "/trial could not be renamed to kept; look whether " + slot(Slot.GREEN)
                        + " can be written to");
        assertRolledBackToBlue(outcome);
        crash(Slot.BLUE);
    }

    /** Has it fail at that as long as a command does not. */
    private void renamesNotToKept(String command) throws IOException {
        comesFirst(
                "mv",
                "case $1:$2 in */trial:*/kept) if " + command + "; then exit 1; fi ;; esac\nexec /usr/bin/mv \"$@\"");
    }

    private void comesFirst(String tool, String script) throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path program = Files.writeString(bin.resolve(tool), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        bench.host = new LocalHost(bin + ":" + System.getenv("PATH"));
    }

    /** An undo that cannot have what served before be kept up again is none, and the status says so. */
    @Test
    void saysWhatAnUndoCouldNotHaveBeKeptUpAgain() throws Exception {
        deployed(Map.of());
        bench.host.before("keep-up and upkeep", () -> {
            bench.host.before("keep-up and upkeep", () -> rename(slot(Slot.BLUE), "kept", "over"));
            Processes.kill(ProcessHandle.of(pid(Slot.GREEN)).orElseThrow());
        });
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence() + outcome.evidence())
                .contains("blue on local is not started again after a crash or a reboot; deploy again.");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(notKeptUp())
                .contains(
                        "blue is not started again after a crash or a reboot, since it had ended before its deployment"
                                + " was over; deploy once more");
    }

    private static void rename(Path slot, String from, String to) {
        try {
            Files.move(slot.resolve(from), slot.resolve(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void staysDownWhereItWasDownWhenTheNextOneTookItsPlace() throws Exception {
        deployed(Map.of());
        Files.writeString(slot(Slot.BLUE).resolve("env"), "\nexit 7\n", java.nio.file.StandardOpenOption.APPEND);
        Processes.kill(ProcessHandle.of(pid(Slot.BLUE)).orElseThrow());
        Until.so(LIMIT, () -> log(Slot.BLUE).contains("restart 3 in 2 s"), () -> log(Slot.BLUE));
        deployed(Map.of());
        assertGone(Slot.BLUE);
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
    }

    private static void send(String signal, String process) throws Exception {
        new ProcessBuilder("kill", "-" + signal, "--", process).start().waitFor();
    }

    /** A host that shuts down asks all processes to end, and its leader must not start it meanwhile. */
    @Test
    void isNotStartedAgainByALeaderThatWasToldToEnd() throws Exception {
        deployed(Map.of());
        long leader = leader(Slot.BLUE);
        send("TERM", Long.toString(leader));
        Processes.kill(ProcessHandle.of(pid(Slot.BLUE)).orElseThrow());
        Until.so(LIMIT, () -> !Processes.alive(leader), () -> "its leader stays: " + log(Slot.BLUE));
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        // It was not stopped by the plugin, so that a reboot brings it back.
        assertThat(slot(Slot.BLUE).resolve("kept")).exists();
    }

    /** As where a terminal goes, or who logged in: to the leader alone, and to all of its session. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void isKeptUpWhoeverHangsUp(String shell) throws Exception {
        bench.host = LocalHost.in(shell, folder);
        deployed(Map.of());
        long leader = leader(Slot.BLUE);
        send("HUP", Long.toString(leader));
        crash(Slot.BLUE);
        Files.writeString(slot(Slot.BLUE).resolve("env"), "\nexit 7\n", java.nio.file.StandardOpenOption.APPEND);
        Processes.kill(ProcessHandle.of(pid(Slot.BLUE)).orElseThrow());
        Until.so(LIMIT, () -> log(Slot.BLUE).contains("restart 3 in 2 s"), () -> log(Slot.BLUE));
        send("HUP", "-" + leader);
        Until.so(LIMIT, () -> log(Slot.BLUE).contains("restart 4 in 4 s"), () -> log(Slot.BLUE));
        assertThat(leader(Slot.BLUE)).isEqualTo(leader);
    }

    @Test
    void waitsForWhatItLeftInTheBackground() throws Exception {
        // Its command ends once it is told to, and leaves it in a session of its own.
        bench.command =
                "setsid -f " + Bench.tinyApp() + "; until [ -e \"$DEPLOY_DIR/end\" ]; do sleep 0.05; done; exit 4";
        deployed(Map.of());
        long left = pid(Slot.BLUE);
        Files.createFile(bench.directory().resolve("end"));
        Path exit = slot(Slot.BLUE).resolve("exit");
        Until.so(LIMIT, () -> Files.exists(exit), () -> "its command does not end");
        assertThat(Processes.alive(leader(Slot.BLUE))).isTrue();
        assertThat(restarts(Slot.BLUE)).isEmpty();
        Files.delete(bench.directory().resolve("end"));
        assertThat(crash(Slot.BLUE)).isNotEqualTo(left);
        assertThat(restarts(Slot.BLUE))
                .hasValueSatisfying(told -> assertThat(told.count()).isEqualTo(1));
    }

    @Test
    void isNotKeptDownByAHelperThatOutlivesIt() throws Exception {
        bench.command = "setsid -f sleep 300; exec " + Bench.tinyApp();
        deployed(Map.of());
        crash(Slot.BLUE);
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void aReleaseThatWasDeployedButNeverHealthyIsNoneThatIsKeptUp() throws Exception {
        deployed(Map.of());
        Outcome outcome = bench.deploy(Map.of("BEHAVIOUR", "crash"));
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(log(Slot.GREEN)).doesNotContain("restart");
        assertThat(slot(Slot.GREEN).resolve("kept")).doesNotExist();
        assertThat(slot(Slot.BLUE).resolve("kept")).exists();
    }
}
