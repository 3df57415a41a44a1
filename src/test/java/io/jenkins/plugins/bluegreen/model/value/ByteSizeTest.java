package io.jenkins.plugins.bluegreen.model.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({"20000, 20000", "500kB, 500000", "50MB, 50000000", "2 GB, 2000000000", "1000GB, 1000000000000"})
    void readsWhatPeopleWrite(String text, long bytes) {
        assertThat(ByteSize.parse("limit", text, 10_000)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "much", "50mb", "-1", "1.5GB"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> ByteSize.parse("limit", text, 10_000))
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "limit is '" + text + "'; write a size such as 500kB, 50MB or 2GB (a bare number is bytes).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9kB", "0", "1001GB", "999999999999GB"})
    void refusesTooLittleAndTooMuch(String text) {
        assertThatThrownBy(() -> ByteSize.parse("limit", text, 10_000))
                .isInstanceOf(PlanException.class)
                .hasMessage("limit is '" + text + "'; it is at least 10kB, and at most 1000GB.");
    }
}
