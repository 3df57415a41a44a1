package io.jenkins.plugins.bluegreen.deploy.availability;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrafficLogTest {

    private static final Instant AT = Instant.parse("2026-11-28T14:03:00Z");
    private static final long ZERO = 5_000_000_000L;

    private final TrafficLog log = new TrafficLog();

    @BeforeEach
    void begin() {
        log.begin(AT, ZERO);
    }

    private static long millis(long millis) {
        return ZERO + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void good(long answered, long took, String release) {
        log.good(millis(answered - took), millis(answered), release);
    }

    private static int goodIn(Traffic traffic) {
        return traffic.spans().stream()
                .flatMap(span -> span.good().values().stream())
                .mapToInt(times -> times)
                .sum();
    }

    private static int failedIn(Traffic traffic) {
        return traffic.spans().stream().mapToInt(Span::failed).sum();
    }

    @Test
    void countsTheAnswersOfEachReleaseInSpansOfATenthOfASecond() {
        good(5, 2, "r1");
        good(99, 4, "r1");
        good(250, 1, "r1");
        good(299, 30, "r2");
        log.bad(millis(260));
        log.limited(millis(300));
        log.mark(Mark.Kind.SWITCH, millis(240));
        assertThat(log.all())
                .isEqualTo(new Traffic(
                        AT,
                        List.of(
                                new Span(0, Map.of("r1", 2), 0, 0, Duration.ofMillis(4)),
                                new Span(2, Map.of("r1", 1, "r2", 1), 1, 0, Duration.ofMillis(30)),
                                new Span(3, Map.of(), 0, 1, Duration.ZERO)),
                        List.of(new Mark(Mark.Kind.SWITCH, AT.plusMillis(240)))));
    }

    @Test
    void beginsWithTheFirstGoodAnswer() {
        log.bad(millis(0));
        assertThat(failedIn(log.all())).isOne();
        good(150, 1, "");
        assertThat(log.all().spans()).containsExactly(new Span(1, Map.of("", 1), 0, 0, Duration.ofMillis(1)));
    }

    @Test
    void tellsWhatIsNewOnce() {
        good(50, 1, "");
        good(150, 1, "");
        assertThat(log.news().spans()).extracting(Span::index).containsExactly(0, 1);
        good(160, 1, "");
        assertThat(log.news().spans()).containsExactly(new Span(1, Map.of("", 2), 0, 0, Duration.ofMillis(1)));
        assertThat(log.news().spans()).isEmpty();
    }

    /** A drain may take a day. */
    @Test
    void staysSmallHoweverLongItLastsAndLosesNoAnswer() {
        int seconds = 24 * 3_600;
        log.mark(Mark.Kind.SWITCHED, millis(1_000));
        for (int i = 0; i < 5 * seconds; i++) {
            good(200L * i, 1, "r1");
            if (i % 997 == 0) {
                assertThat(log.all().spans()).hasSizeLessThanOrEqualTo(6_000);
            }
        }
        Traffic all = log.all();
        assertThat(all.spans()).hasSizeBetween(3_000, 6_000);
        assertThat(all.spans()).isSortedAccordingTo((one, other) -> Integer.compare(one.index(), other.index()));
        assertThat(goodIn(all)).isEqualTo(5 * seconds);
        // Around the switch each span is still one of its own.
        assertThat(all.spans().subList(0, 20)).allMatch(span -> span.good().get("r1") == 1);
    }

    @Test
    void showsWhereItFailedAsLongAsThatIsNotTooMuch() {
        for (int i = 0; i < 50_000; i++) {
            good(200L * i, 1, "");
            if (i % 1_000 == 0) {
                log.bad(millis(200L * i + 150));
            }
        }
        Traffic all = log.all();
        assertThat(failedIn(all)).isEqualTo(50);
        assertThat(all.spans().stream().filter(span -> span.failed() > 0))
                .hasSize(50)
                .allMatch(span -> span.index() % 2 == 1);
        for (int i = 50_000; i < 70_000; i++) {
            log.bad(millis(200L * i));
        }
        assertThat(log.all().spans()).hasSizeLessThanOrEqualTo(6_000);
        assertThat(failedIn(log.all())).isEqualTo(20_050);
    }

    @Test
    void knowsNoMoreReleasesThanAFewAtOnce() {
        for (int i = 0; i < 1_000; i++) {
            good(50, 1, "r" + i);
        }
        assertThat(log.all().spans().get(0).good()).hasSize(9).containsEntry("", 992);
    }
}
