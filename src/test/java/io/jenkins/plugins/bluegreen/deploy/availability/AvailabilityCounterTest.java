package io.jenkins.plugins.bluegreen.deploy.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AvailabilityCounterTest {

    private final AvailabilityCounter count = new AvailabilityCounter(Duration.ofSeconds(5));

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void goodFromTo(long from, long to) {
        for (long at = from; at <= to; at += 50) {
            count.good(millis(at));
        }
    }

    private void bad(long askedAt, long at, String seen) {
        count.bad(millis(askedAt), millis(at), seen);
    }

    private Availability until(long at) {
        return count.until(millis(at));
    }

    @Test
    void anUndisturbedFrontDoorHasNoDowntime() {
        goodFromTo(0, 1_000);
        assertThat(until(1_020))
                .isEqualTo(new Availability(21, 0, 0, Duration.ofMillis(50), Duration.ZERO, null, Map.of()));
        assertThat(until(1_020).shown()).isEqualTo("21 requests, none failed, longest gap 50 ms");
    }

    @Test
    void aLongSilenceInWhichNothingFailedIsNoDowntime() {
        goodFromTo(0, 100);
        goodFromTo(400, 500);
        assertThat(until(500))
                .isEqualTo(new Availability(6, 0, 0, Duration.ofMillis(300), Duration.ZERO, null, Map.of()));
    }

    @Test
    void downtimeGoesFromTheLastGoodAnswerToTheNext() {
        goodFromTo(0, 100);
        bad(150, 151, "status 502");
        bad(200, 201, "status 502");
        bad(250, 251, "no connection");
        goodFromTo(300, 400);
        Availability noticed = until(400);
        assertThat(noticed)
                .isEqualTo(new Availability(
                        9,
                        3,
                        0,
                        Duration.ofMillis(200),
                        Duration.ofMillis(200),
                        null,
                        Map.of("status 502", 2, "no connection", 1)));
        assertThat(noticed.shown())
                .isEqualTo("9 requests, 3 failed (1 x no connection, 2 x status 502), no good answer for 200 ms");
    }

    @Test
    void aFailureAmongGoodAnswersIsAShortDowntime() {
        goodFromTo(0, 500);
        bad(300, 505, "closed without an answer");
        goodFromTo(550, 1_000);
        assertThat(until(1_000).downtime()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void aQuestionThatFailsLateStillBelongsToTheGapInWhichItWasAsked() {
        goodFromTo(0, 100);
        goodFromTo(3_100, 5_000);
        bad(150, 5_010, "no answer within 5.0 s");
        goodFromTo(5_050, 6_000);
        assertThat(until(6_000).downtime()).isEqualTo(Duration.ofMillis(3_000));
    }

    @Test
    void anOutageThatLastsToTheEndIsCountedToTheEnd() {
        goodFromTo(0, 100);
        bad(150, 151, "no connection");
        assertThat(until(1_100).downtime()).isEqualTo(Duration.ofMillis(1_000));
    }

    @Test
    void whatFailedBeforeTheFirstGoodAnswerDoesNotCount() {
        bad(0, 1, "status 502");
        assertThat(count.failedSinceGood()).isZero();
        assertThat(until(2).failed()).isOne();
        goodFromTo(50, 100);
        assertThat(until(100))
                .isEqualTo(new Availability(2, 0, 0, Duration.ofMillis(50), Duration.ZERO, null, Map.of()));
        bad(150, 151, "status 502");
        assertThat(count.failedSinceGood()).isOne();
    }

    @Test
    void whereNothingWasEverAnsweredNoGapIsTold() {
        bad(0, 1, "status 502");
        bad(50, 51, "status 502");
        assertThat(until(100).shown()).isEqualTo("2 requests, all failed (2 x status 502)");
    }

    @Test
    void whatALimitTurnedAwayIsCountedApart() {
        count.limited();
        goodFromTo(0, 100);
        count.limited();
        count.limited();
        assertThat(count.failedSinceGood()).isZero();
        assertThat(until(100))
                .isEqualTo(new Availability(5, 0, 2, Duration.ofMillis(50), Duration.ZERO, null, Map.of()));
        assertThat(until(100).shown())
                .isEqualTo("5 requests, none failed, 2 turned away by a limit of how often may be asked, longest gap"
                        + " 50 ms");
        bad(150, 151, "status 502");
        assertThat(until(200).shown())
                .isEqualTo("6 requests, 1 failed (1 x status 502), 2 turned away by a limit of how often may be asked,"
                        + " no good answer for 100 ms");
    }

    @Test
    void whereAllWasTurnedAwayNoGapIsTold() {
        count.limited();
        assertThat(until(100).shown()).isEqualTo("1 request, all turned away by a limit of how often may be asked");
    }

    @Test
    void tellsWhenTheNewReleaseFirstAnswered() {
        goodFromTo(0, 100);
        count.switching(millis(110));
        assertThat(until(120).newRelease()).isNull();
        count.fromRelease(millis(150));
        count.fromRelease(millis(200));
        assertThat(until(200).newRelease()).isEqualTo(Duration.ofMillis(40));
        assertThat(until(200).shown()).endsWith(", new release after 40 ms");
    }
}
