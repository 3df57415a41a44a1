package io.jenkins.plugins.bluegreen.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MatchingTest {

    private static final Duration LIMIT = Duration.ofMillis(200);

    @Test
    void findsWhatIsThere() {
        assertThat(Matching.fault("\"status\":\\s*\"UP\"", "{\"status\": \"UP\"}", true, LIMIT))
                .isEmpty();
        assertThat(Matching.fault("UP", "DOWN", true, LIMIT)).contains("the body does not match 'UP'");
        assertThat(Matching.fault("UP", "DO", false, LIMIT)).contains("the body broke off before 'UP' was found");
    }

    @Test
    void aPatternTooDeepForTheStackIsAnAnswer() {
        String body = ".\n".repeat(Verdict.BODY_LIMIT / 2);
        assertThat(Matching.fault("(.|\n)*UP", body, true, LIMIT).orElseThrow())
                .contains("'(.|\n)*UP' is too deep", Verdict.BODY_LIMIT + " characters");
    }

    @Test
    void aPatternThatTriesTooManyWaysEndsInTime() {
        assertThat(Matching.fault("(a+)+\\1b", "a".repeat(100), true, LIMIT).orElseThrow())
                .contains("looking for '(a+)+\\1b'", "took more than 200 ms");
    }
}
