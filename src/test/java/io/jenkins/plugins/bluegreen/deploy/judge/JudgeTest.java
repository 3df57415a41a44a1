package io.jenkins.plugins.bluegreen.deploy.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.judge.Judge.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {

    private final Judge judge = new Judge(50, 0.01, Duration.ofMillis(500));

    private static Tally tally(int good, int bad, long millis) {
        Tally tally = new Tally();
        for (int i = 0; i < good; i++) {
            tally.add(false, millis);
        }
        for (int i = 0; i < bad; i++) {
            tally.add(true, 0);
        }
        return tally;
    }

    @ParameterizedTest
    @CsvSource({
        // Good and failed, and how long it took, of the canary and of the live release.
        "50, 0, 10, 1000, 0, 10, GOOD",
        "99, 1, 10, 1000, 0, 10, GOOD",
        "98, 2, 10, 1000, 0, 10, BAD",
        "98, 2, 10, 1000, 20, 10, BAD",
        // The live one is as bad: that is not due to the new one.
        "98, 2, 10, 98, 2, 10, GOOD",
        "98, 2, 10, 90, 10, 10, GOOD",
        "98, 2, 10, 0, 0, 0, BAD",
        "49, 0, 10, 1000, 0, 10, TOO_FEW",
        "48, 1, 10, 1000, 0, 10, TOO_FEW",
        // So much is plain.
        "5, 5, 10, 1000, 0, 10, BAD",
        "4, 4, 10, 1000, 0, 10, TOO_FEW",
        "0, 5, 0, 0, 0, 0, BAD",
        "0, 5, 0, 0, 5, 0, TOO_FEW",
        "50, 0, 500, 1000, 0, 10, GOOD",
        "50, 0, 520, 1000, 0, 10, BAD",
        "50, 0, 520, 1000, 0, 600, GOOD",
        "50, 0, 520, 0, 0, 0, BAD",
    })
    void judges(int good, int bad, long millis, int liveGood, int liveBad, long liveMillis, Verdict verdict) {
        assertThat(judge.of(tally(good, bad, millis), tally(liveGood, liveBad, liveMillis)))
                .isEqualTo(verdict);
    }

    private static Tally left(int good, int unanswered) {
        Tally tally = tally(good, 0, 10);
        for (int i = 0; i < unanswered; i++) {
            tally.gaveUp(2002);
        }
        return tally;
    }

    @ParameterizedTest
    @CsvSource({
        // Answered, and not waited for, of the canary and of the live release.
        "0, 60, 1000, 0, BAD",
        "50, 12, 1000, 3, BAD",
        "50, 4, 1000, 0, GOOD",
        // They go from both.
        "50, 8, 900, 100, GOOD",
        "0, 60, 0, 600, TOO_FEW",
        // By chance, or of their own accord.
        "60, 8, 970, 30, GOOD",
        "2000, 19, 1000, 0, GOOD",
        // Those who went are none by whom it can be judged.
        "40, 15, 900, 300, TOO_FEW",
        "0, 49, 1000, 0, TOO_FEW",
        "1, 5, 1000, 0, TOO_FEW",
    })
    void judgesByThoseWhoWentBeforeTheyWereAnswered(int good, int gone, int liveGood, int liveGone, Verdict verdict) {
        Judge any = new Judge(50, 0.01, Duration.ZERO);
        assertThat(any.of(left(good, gone), left(liveGood, liveGone))).isEqualTo(verdict);
    }

    @Test
    void saysThatItMayHang() {
        assertThat(judge.against(left(50, 12), left(1000, 3)))
                .isEqualTo(
                        "12 of 62 of its clients went before they were answered, more than maxErrors (1 %) and than twice as"
                                + " many as those of the live release (3 of 1003): it may hang");
        assertThat(left(50, 12).shown()).startsWith("50 requests, no error, 12 not waited for, 95 % within ");
    }

    @Test
    void whoGoesAtOnceSaysNothing() {
        Tally tally = tally(50, 0, 10);
        for (int i = 0; i < 1000; i++) {
            tally.gaveUp(1999);
        }
        assertThat(tally.shown()).isEqualTo("50 requests, no error, 95 % within 10 ms");
    }

    @Test
    void saysWhatSpeaksAgainstIt() {
        assertThat(judge.against(tally(54, 7, 10), tally(1204, 1, 10)))
                .isEqualTo(
                        "7 of 61 of its requests failed, more than maxErrors (1 %) and than of the live release's (1 of"
                                + " 1205)");
        assertThat(judge.against(tally(60, 0, 700), tally(1204, 0, 12)))
                .matches(
                        "95 % of its requests were answered within 70\\d ms, which is more than maxLatency \\(500 ms\\) and than"
                                + " the live release takes \\(12 ms\\)");
        assertThat(judge.against(tally(60, 0, 7), tally(1204, 0, 12))).isEmpty();
    }

    @Test
    void howLongItTakesDoesNotMatterWithoutALimit() {
        assertThat(new Judge(1, 0, Duration.ZERO).of(tally(1, 0, 60_000), tally(1, 0, 1)))
                .isEqualTo(Verdict.GOOD);
    }

    @Test
    void tellsWithinWhichTimeMostAreAnswered() {
        Tally tally = new Tally();
        for (int i = 1; i <= 100; i++) {
            tally.add(false, i);
        }
        assertThat(tally.within()).isEqualTo(95);
        assertThat(tally.shown()).isEqualTo("100 requests, no error, 95 % within 95 ms");

        tally.add(true, 90_000);
        assertThat(tally.within()).isEqualTo(95);
        assertThat(tally.shown()).isEqualTo("101 requests, 1 error (0.99 %), 95 % within 95 ms");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "999, 999", "1000, 1000", "5000, 4950", "3600000, 3564000", "99999999, 20000000"})
    void isAHundredthOffAtTheMost(long millis, long least) {
        assertThat(tally(1, 0, millis).within()).isBetween(least, millis);
    }

    @Test
    void showsNothingOfNothing() {
        assertThat(new Tally().shown()).isEqualTo("0 requests");
        assertThat(tally(0, 5, 0).shown()).isEqualTo("5 requests, 5 errors (100 %)");
        assertThat(tally(1204, 1, 12).shown()).isEqualTo("1205 requests, 1 error (0.083 %), 95 % within 12 ms");
    }
}
