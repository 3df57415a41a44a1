package io.jenkins.plugins.bluegreen.process.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager.Stop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked to end, and when, of all that runs in a slot. */
class StopIT extends OnBench {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Its worker is at a job, which it ends once it is told to; whoever else tells it cuts it. */
    private static final String PREFORK = """
            sh -c 'trap "echo worker: cut; exit 143" TERM
                echo worker: job begun
                until [ -e told ]; do sleep 0.05; done
                echo worker: job done' &
            worker=$!
            trap 'touch told; wait $worker; echo "master: worker ended with $?"; exit 0' TERM
            touch up
            while :; do wait; done
            """;

    private static final String STUBBORN =
            "sh -c 'trap \"\" TERM; touch up; while :; do sleep 1; done' & trap '' TERM; wait";

    private ProcessManager started(String shell, String command) throws Exception {
        bench.command = command;
        ProcessManager processes =
                Bench.on(LocalHost.in(shell, folder), bench.plan(Map.of())).processes();
        processes.start(Slot.BLUE);
        Path up = bench.directory().resolve("up");
        Until.so(LIMIT, () -> Files.exists(up), () -> "it does not come up");
        return processes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void aMasterMayLetItsWorkersEndWhatTheyBegan(String shell) throws Exception {
        ProcessManager processes = started(shell, PREFORK);
        assertThat(processes.stop(Slot.BLUE, "")).isEqualTo(Stop.ASKED);
        assertThat(bench.logOf(Slot.BLUE))
                .contains("worker: job begun", "worker: job done", "master: worker ended with 0")
                .doesNotContain("cut");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void soMayOneBelowAShellThatDoesNotExec(String shell) throws Exception {
        Files.createDirectories(bench.directory());
        Files.writeString(bench.directory().resolve("master"), PREFORK);
        ProcessManager processes = started(shell, "EXTRA=1; sh master; echo \"ended with $?\"");
        assertThat(processes.stop(Slot.BLUE, "")).isEqualTo(Stop.ASKED);
        assertThat(bench.logOf(Slot.BLUE))
                .contains("master: worker ended with 0")
                .doesNotContain("cut");
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void whoeverDoesNotEndIsKilledWithAllThatItStarted(String shell) throws Exception {
        bench.stopTimeout = Duration.ofMillis(300);
        ProcessManager processes = started(shell, STUBBORN);
        assertThat(processes.stop(Slot.BLUE, "")).isEqualTo(Stop.KILLED);
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        assertThat(Processes.in(bench.directory())).isEmpty();
    }
}
