package io.jenkins.plugins.bluegreen.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CancellationTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @ParameterizedTest(name = "by {0} h")
    @ValueSource(ints = {-1, 1})
    void aClockThatIsSetMovesNoLimit(int hours) {
        AtomicReference<Instant> wall = new AtomicReference<>(NOON);
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
        Cancellation cancellation = new Cancellation(Cancellation.steady(wall::get, nanos::get)) {};

        Instant begun = cancellation.now();
        wall.set(NOON.plus(Duration.ofHours(hours)));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));

        assertThat(begun).isEqualTo(NOON);
        assertThat(cancellation.since(begun)).isEqualTo(Duration.ofSeconds(2));
        assertThat(cancellation.now()).isEqualTo(NOON.plusSeconds(2));
    }
}
