package io.jenkins.plugins.bluegreen.deploy.retire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.availability.AvailabilityMonitor;
import io.jenkins.plugins.bluegreen.deploy.step.StartedProcess;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a new process is asked whether it is healthy, by a clock that only waiting moves. */
class ObserveTest {

    private static final Duration LIMIT = Duration.ofMillis(1_200);

    @TempDir
    Path folder;

    private final Instant[] now = {Instant.EPOCH};
    private final List<Long> asked = new ArrayList<>();

    private Observe observe(Duration limit, Predicate<Integer> well) throws Exception {
        DeployPlan plan;
        try (Bench bench = new Bench(folder)) {
            plan = bench.plan(Map.of());
            HealthProbe probe = (host, port, release) -> {
                asked.add(now[0].toEpochMilli());
                return well.test(asked.size())
                        ? new HealthProbe.Answer(true, "200", "")
                        : new HealthProbe.Answer(false, "503", "");
            };
            return new Observe(
                            new StartedProcess(Bench.on(new Listening(), plan), Slot.BLUE),
                            probe,
                            new AvailabilityMonitor(null, plan.limits(), plan.router(), new Silence()),
                            new Waiting(),
                            new ReentrantLock())
                    .atLeast(limit);
        }
    }

    /** Returns how often it was asked. */
    private String untilTheLastLook(Observe observe, BooleanSupplier drained) throws Exception {
        AtomicReference<String> ended = new AtomicReference<>();
        looks(observe.untilTheLastLook(drained, ended::set));
        return ended.get();
    }

    private void looks(Observe observe) throws Exception {
        new Observers(List.of(observe), new Waiting()).run();
    }

    @Test
    void whereALastLookFollowsAGoodAnswerIsNotAskedForAgain() throws Exception {
        assertThat(untilTheLastLook(observe(LIMIT, number -> true), () -> true)).isEqualTo("asked 2 times");
        assertThat(asked).containsExactly(500L, 1_000L);
        assertThat(now[0].toEpochMilli()).as("it lasts as long").isEqualTo(LIMIT.toMillis());
    }

    @Test
    void whereNoneDoesItIsAskedForOnceItIsOver() throws Exception {
        looks(observe(LIMIT, number -> true));
        assertThat(asked).containsExactly(500L, 1_000L, 1_200L);
    }

    @Test
    void itLastsUntilTheOldSlotIsDrained() throws Exception {
        untilTheLastLook(observe(LIMIT, number -> true), () -> now[0].toEpochMilli() >= 2_100);
        assertThat(asked).containsExactly(500L, 1_000L, 1_500L, 2_000L);
        assertThat(now[0].toEpochMilli()).isEqualTo(2_100);
    }

    @Test
    void itIsAskedOnceAtLeast() throws Exception {
        assertThat(untilTheLastLook(observe(Duration.ZERO, number -> true), () -> true))
                .isEqualTo("asked once");
    }

    @Test
    void anAnswerInDoubtIsAskedForOnceMoreThoughItIsOver() throws Exception {
        assertThat(untilTheLastLook(observe(LIMIT, number -> number != 2), () -> true))
                .isEqualTo("asked 3 times");
        assertThat(asked).containsExactly(500L, 1_000L, 1_500L);
    }

    @Test
    void twoInARowFailItThoughItIsOver() throws Exception {
        Observe observe = observe(LIMIT, number -> number < 2);
        assertThatThrownBy(() -> untilTheLastLook(observe, () -> true))
                .hasMessageContaining("was not healthy any more after the switch: 503");
        assertThat(asked).hasSize(3);
    }

    /** On which it runs and listens. */
    private static final class Listening extends UnableHost {

        @Override
        public CommandResult run(Command command, Duration limit) {
            return new CommandResult(0, "state=running\nlistener=own\n", "");
        }
    }

    /** Waits in no time. */
    private final class Waiting extends Cancellation {

        Waiting() {
            super(() -> now[0]);
        }

        @Override
        protected boolean rest(Duration time) {
            now[0] = now[0].plus(time);
            return false;
        }
    }
}
