package io.jenkins.plugins.bluegreen.deploy.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import io.jenkins.plugins.bluegreen.port.process.ProcessStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is waited for on the host itself, so that nobody has to ask again and again. */
class StatusIT extends DeployedOnce {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LAP = Duration.ofMillis(20);

    @Override
    public void prepare() {
        // What is killed here is to stay so.
        bench.process = Bench.NEVER_AGAIN;
    }

    @Test
    void waitsForTheHealthPortAsWell() throws Exception {
        long start = System.nanoTime();
        assertThat(status(WAIT).port()).isEqualTo(Listener.OWN);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WAIT);

        bench.healthOffset = FreePorts.next() - bench.slots.blue();
        start = System.nanoTime();
        assertThat(status(SHORT).health()).isEqualTo(Listener.NONE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(SHORT.minus(LAP));
    }

    @Test
    void waitsNoLongerThanUntilItEnds() throws Exception {
        bench.healthOffset = FreePorts.next() - bench.slots.blue();
        long pid = Processes.listenerOf(bench.slots.blue()).orElseThrow();
        Processes.kill(ProcessHandle.of(pid).orElseThrow());
        long start = System.nanoTime();
        assertThat(status(WAIT).state()).isEqualTo(ProcessStatus.State.EXITED);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WAIT);
    }

    private ProcessStatus status(Duration wait) throws Exception {
        return Bench.on(new LocalHost(), bench.plan(Map.of())).processes().status(Slot.BLUE, wait, LAP);
    }
}
