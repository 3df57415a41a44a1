package io.jenkins.plugins.bluegreen.deploy.availability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacingTest {

    private final Pacing pacing = new Pacing(Duration.ofNanos(100), Duration.ofNanos(300));

    @Test
    void keepsItsPaceHoweverLateItIsAsked() {
        assertThat(pacing.untilNext(1_000)).isEqualTo(100);
        assertThat(pacing.untilNext(1_130)).isEqualTo(70);
        assertThat(pacing.untilNext(1_200)).isEqualTo(100);
    }

    @Test
    void makesUpForNothingThatWasMissed() {
        pacing.untilNext(1_000);
        assertThat(pacing.untilNext(1_950)).isZero();
        assertThat(pacing.untilNext(1_950)).isEqualTo(100);
    }

    @Test
    void isHalvedOnceForAllThatWasAskedBefore() {
        pacing.untilNext(1_000);
        assertThat(pacing.slower(1_000, 1_150)).isTrue();
        assertThat(pacing.slower(1_100, 1_160)).isFalse();
        assertThat(pacing.gap()).isEqualTo(Duration.ofNanos(200));
        assertThat(pacing.untilNext(1_100)).isEqualTo(200);
        assertThat(pacing.slower(1_300, 1_310)).isTrue();
        assertThat(pacing.gap()).isEqualTo(Duration.ofNanos(300));
        assertThat(pacing.slower(1_600, 1_610)).isFalse();
    }
}
