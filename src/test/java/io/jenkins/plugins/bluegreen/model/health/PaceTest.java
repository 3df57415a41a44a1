package io.jenkins.plugins.bluegreen.model.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Duration TOTAL = Duration.ofSeconds(200);
    private static final Duration LONG_AFTER = Duration.ofHours(1);

    @Test
    void retriesAndIntervalTogetherMeanJustThat() {
        Pace pace = new Pace(Duration.ZERO, 10, Duration.ofSeconds(20), TOTAL);
        assertThat(pace.gapAfter(1, Duration.ZERO)).isEqualTo(Duration.ofSeconds(20));
        assertThat(pace.gapAfter(9, LONG_AFTER)).isEqualTo(Duration.ofSeconds(20));
        assertThat(pace.mayAsk(9, LONG_AFTER)).isTrue();
        assertThat(pace.mayAsk(10, Duration.ZERO)).isFalse();
    }

    @Test
    void withoutThemItBeginsEagerlyBacksOffAndEndsWithTheTime() {
        Pace pace = new Pace(Duration.ZERO, 0, Duration.ZERO, TOTAL);
        assertThat(pace.gapAfter(1, Duration.ZERO)).isEqualTo(Duration.ofMillis(250));
        assertThat(pace.gapAfter(30, Duration.ofSeconds(8))).isEqualTo(Duration.ofMillis(250));
        assertThat(pace.gapAfter(50, Duration.ofSeconds(40))).isEqualTo(Duration.ofSeconds(1));
        assertThat(pace.gapAfter(99, LONG_AFTER)).isEqualTo(Duration.ofSeconds(2));
        assertThat(pace.mayAsk(1_000_000, TOTAL.minusMillis(1))).isTrue();
        assertThat(pace.mayAsk(1, TOTAL)).isFalse();
    }

    @Test
    void retriesAloneLimitTheCountAndTheTime() {
        Pace pace = new Pace(Duration.ZERO, 3, Duration.ZERO, TOTAL);
        assertThat(pace.gapAfter(1, LONG_AFTER)).isEqualTo(Duration.ofMillis(250));
        assertThat(pace.gapAfter(2, LONG_AFTER)).isEqualTo(Duration.ofMillis(375));
        assertThat(pace.gapAfter(50, LONG_AFTER)).isEqualTo(Duration.ofSeconds(2));
        assertThat(pace.mayAsk(3, Duration.ZERO)).isFalse();
        assertThat(pace.mayAsk(2, LONG_AFTER)).isFalse();
    }

    @Test
    void refusesNoTimeAtAllAndACountOutOfRange() {
        assertThatThrownBy(() -> new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("startTimeout is 0");
        assertThatThrownBy(() -> new Pace(Duration.ZERO, 10_001, Duration.ZERO, TOTAL))
                .hasMessageContaining("healthCheck.retries is 10001");
    }

    @Test
    void isEagerOnlyWhereNoIntervalAndNoNumberOfQuestionsIsGiven() {
        Duration none = Duration.ZERO;
        Duration total = Duration.ofSeconds(200);
        assertThat(new Pace(none, 0, none, total).eager()).isTrue();
        assertThat(new Pace(none, 10, none, total).eager())
                .as("ten questions asked sooner would end sooner than the application may take")
                .isFalse();
        assertThat(new Pace(none, 0, Duration.ofSeconds(20), total).eager()).isFalse();
    }
}
