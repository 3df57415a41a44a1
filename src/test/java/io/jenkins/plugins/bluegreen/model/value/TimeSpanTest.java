package io.jenkins.plugins.bluegreen.model.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeSpanTest {

    @ParameterizedTest
    @CsvSource({
        "250ms,250",
        "2s,2000",
        "3m,180000",
        "1h,3600000",
        "20,20000",
        "1.5s,1500",
        " 2 s ,2000",
        "0,0",
        "24h,86400000"
    })
    void readsAUnitAndTakesABareNumberAsSeconds(String text, long millis) {
        assertThat(TimeSpan.parse("interval", text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1s", "2d", "2 s s", "1e3", "25h", "999999999h"})
    void refusesAnyOtherTextNamingTheField(String text) {
        assertThatThrownBy(() -> TimeSpan.parse("interval", text))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("interval is '" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"3,3 ms", "999,999 ms", "1000,1.0 s", "1259,1.2 s", "59999,59.9 s", "60000,1 min", "125000,2 min 5 s"})
    void writesWhatAPersonReads(long millis, String shown) {
        assertThat(TimeSpan.show(Duration.ofMillis(millis))).isEqualTo(shown);
    }
}
