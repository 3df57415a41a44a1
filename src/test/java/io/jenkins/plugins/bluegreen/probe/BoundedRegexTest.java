package io.jenkins.plugins.bluegreen.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BoundedRegexTest {

    private static final Duration LIMIT = Duration.ofMillis(200);

    @Test
    void findsWhatIsThere() {
        assertThat(BoundedRegex.fault("\"status\":\\s*\"UP\"", "{\"status\": \"UP\"}", true, LIMIT))
                .isEmpty();
        assertThat(BoundedRegex.fault("UP", "DOWN", true, LIMIT)).contains("the body does not match 'UP'");
        assertThat(BoundedRegex.fault("UP", "DO", false, LIMIT)).contains("the body broke off before 'UP' was found");
    }

    @Test
    void aPatternTooDeepForTheStackIsAnAnswer() {
        String body = ".\n".repeat(Verdict.BODY_LIMIT / 2);
        assertThat(BoundedRegex.fault("(.|\n)*UP", body, true, LIMIT).orElseThrow())
                .contains("'(.|\n)*UP' is too deep", Verdict.BODY_LIMIT + " characters");
    }

    @Test
    void aPatternThatTriesTooManyWaysEndsInTime() {
        assertThat(BoundedRegex.fault("(a+)+\\1b", "a".repeat(100), true, LIMIT).orElseThrow())
                .contains("looking for '(a+)+\\1b'", "took more than 200 ms");
    }
}
