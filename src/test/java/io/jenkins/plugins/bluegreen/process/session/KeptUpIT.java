package io.jenkins.plugins.bluegreen.process.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager.Stop;
import io.jenkins.plugins.bluegreen.port.process.Restarts;
import java.nio.file.Files;
import java.nio.file.Path;
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
        bench.host.before("keep-up", () -> {
            bench.host.before("keep-up", () -> {});
            Processes.kill(ProcessHandle.of(pid(Slot.GREEN)).orElseThrow());
        });
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("right before it was to be kept up");
        assertRolledBackToBlue(outcome);
        crash(Slot.BLUE);
        assertThat(slot(Slot.GREEN).resolve("kept")).doesNotExist();
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

    /** A host that shuts down asks all processes to end, and its leader must not start it meanwhile. */
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "HUP"})
    void isNotStartedAgainByALeaderThatWasToldToEnd(String signal) throws Exception {
        // What is ignored from the beginning, as under nohup(1), a shell cannot heed.
        assumeThat(signal.equals("HUP")
                        && Files.readAllLines(Path.of("/proc/self/status")).stream()
                                .anyMatch(line -> line.matches("SigIgn:\\s*\\w*[13579bdf]")))
                .isFalse();
        deployed(Map.of());
        long leader = leader(Slot.BLUE);
        new ProcessBuilder("kill", "-" + signal, Long.toString(leader)).start().waitFor();
        Processes.kill(ProcessHandle.of(pid(Slot.BLUE)).orElseThrow());
        Until.so(LIMIT, () -> !Processes.alive(leader), () -> "its leader stays: " + log(Slot.BLUE));
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        // It was not stopped by the plugin, so that a reboot brings it back.
        assertThat(slot(Slot.BLUE).resolve("kept")).exists();
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
