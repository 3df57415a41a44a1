package io.jenkins.plugins.bluegreen.deploy.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How soon an application is found healthy, by a clock that only waiting moves. */
class AwaitHealthyTest {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final Waiting cancellation = new Waiting();

    @ParameterizedTest
    @ValueSource(longs = {0, 100, 700, 2_600, 4_050, 4_900, 30_010})
    void whatIsReadyWhenItListensIsFoundSoonAfter(long millis) throws Exception {
        assertThat(foundAfter(millis, millis))
                .isLessThanOrEqualTo(Duration.ofMillis(millis).plus(SOON));
    }

    @Test
    void whatIsReadyAMomentAfterItListensIsFoundSoonToo() throws Exception {
        assertThat(foundAfter(20_000, 20_400))
                .isLessThanOrEqualTo(Duration.ofMillis(20_400).plus(SOON));
    }

    @Test
    void whatIsReadyLongAfterItListensIsFoundAFortiethOfThatTimeLater() throws Exception {
        assertThat(foundAfter(5_000, 15_010)).isLessThanOrEqualTo(Duration.ofMillis(15_310));
        assertThat(foundAfter(0, 60_010)).isLessThanOrEqualTo(Duration.ofMillis(60_010 + 1_500));
    }

    @Test
    void theSuccessesMustComeInARow() throws Exception {
        Iterator<Boolean> answers =
                List.of(true, true, false, true, false, true, true, true).iterator();
        assertThat(await(new ListeningFrom(0), () -> answers.next())).isEqualTo("200 after 8 questions");
    }

    @Test
    void whatIsHealthyWhenTheTimeIsOverMayProveItAsOftenAsItHasTo() throws Exception {
        assertThat(foundAfter(0, LIMIT.minusSeconds(2).toMillis())).isLessThan(LIMIT);
        assertThat(cancellation.waited()).isGreaterThan(LIMIT.toMillis());
    }

    @Test
    void anAnswerThatIsAskedForInTimeAndComesLaterCounts() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        String found = await(new ListeningFrom(0), 1, 0, () -> {
            boolean late = cancellation.waited() >= LIMIT.minusSeconds(4).toMillis();
            if (late) {
                cancellation.rest(Duration.ofSeconds(5));
            }
            asked.incrementAndGet();
            return late;
        });
        assertThat(found).isEqualTo("200 after " + asked + " questions");
        assertThat(cancellation.waited()).isGreaterThan(LIMIT.toMillis());
    }

    @Test
    void whatIsHealthyTooSeldomIsToldSo() {
        assertThatThrownBy(() -> await(new ListeningFrom(0), 3, 2, () -> true))
                .hasMessageContaining("is not healthy after 2 questions in ")
                .hasMessageEndingWith(
                        ": the last answer of / was 200, and healthCheck.successes asks for 3 healthy ones"
                                + " in a row.");
    }

    @Test
    void whatDiesOfTheLastQuestionIsNotHealthy() {
        ListeningFrom host = new ListeningFrom(0);
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> await(host, () -> {
                    host.dead = asked.incrementAndGet() == 3;
                    return true;
                }))
                .hasMessageContaining("ended with exit status 9 before it was healthy");
    }

    private Duration foundAfter(long listens, long ready) throws Exception {
        List<Long> healthy = new ArrayList<>();
        await(new ListeningFrom(listens), () -> {
            boolean well = cancellation.waited() >= ready;
            if (well) {
                healthy.add(cancellation.waited());
            }
            return well;
        });
        return Duration.ofMillis(healthy.get(0));
    }

    private String await(RemoteHost on, BooleanSupplier well) throws Exception {
        return await(on, 3, 0, well);
    }

    private String await(RemoteHost on, int successes, int retries, BooleanSupplier well) throws Exception {
        try (Bench bench = new Bench(folder)) {
            bench.startTimeout = LIMIT;
            bench.retries = retries;
            bench.successes = successes;
            StartedProcess process = new StartedProcess(Bench.on(on, bench.plan(Map.of())), Slot.BLUE);
            HealthProbe probe = (host, port, release) -> new HealthProbe.Answer(well.getAsBoolean(), "200", "");
            return new AwaitHealthy(process, probe, cancellation).run();
        }
    }

    /** A host on which the process has begun to listen since. */
    private final class ListeningFrom extends UnableHost {

        private final long since;
        private boolean dead;

        ListeningFrom(long since) {
            this.since = since;
        }

        @Override
        public CommandResult run(Command command, Duration limit) {
            if (command.name().equals("log")) {
                return new CommandResult(0, "", "");
            }
            if (dead) {
                return new CommandResult(0, "state=exited\nexit=9\n", "");
            }
            // It waits on the host as well.
            long until = cancellation.waited()
                    + 10 * Long.parseLong(command.arguments().get(4));
            long lap = (long) (1000 * Double.parseDouble(command.arguments().get(5)));
            while (cancellation.waited() < Math.min(since, until)) {
                cancellation.rest(Duration.ofMillis(lap));
            }
            String listener = cancellation.waited() >= since ? "own" : "none";
            return new CommandResult(0, "state=running\nlistener=" + listener + "\n", "");
        }
    }

    /** Waits in no time. */
    private static final class Waiting extends Cancellation {

        private final Moving clock;

        Waiting() {
            this(new Moving());
        }

        private Waiting(Moving clock) {
            super(clock);
            this.clock = clock;
        }

        long waited() {
            return clock.now.toEpochMilli();
        }

        @Override
        protected boolean rest(Duration time) {
            clock.now = clock.now.plus(time);
            return false;
        }
    }

    private static final class Moving extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
