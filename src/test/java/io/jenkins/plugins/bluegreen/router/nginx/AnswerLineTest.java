package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerLineTest {

    private static final SlotPair SLOTS = new SlotPair(8080, 8081);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1764406800.123 8080 200 [200] [127.0.0.1:8080] [0.004] 0.005|BLUE|false|4",
                "1764406800.123 8081 404 [404] [127.0.0.1:8081] [1.250] 9.005|GREEN|false|1250",
                "1764406800.123 8081 500 [500] [127.0.0.1:8081] [0.004] 0.005|GREEN|true|4",
                // The other one answered in its stead.
                "1764406800.123 8081 200 [502, 200] [127.0.0.1:8081, 127.0.0.1:8080] [-, 0.002] 0.003|GREEN|true|3",
                "1764406800.123 8081 200 [504, 200] [127.0.0.1:8081, 127.0.0.1:8080] [-, 0.002] 60.003|GREEN|true|60003",
                // After an internal redirect.
                "1764406800.123 8081 200 [503 : 200] [127.0.0.1:8081 : 127.0.0.1:8080] [0.001 : 0.002] 0.003|GREEN|true|1",
                "1764406800.123 8081 502 [502] [shop_8081] [-] 0.000|GREEN|true|0",
                "1764406800.123 8081 101 [101] [127.0.0.1:8081] [0.003] 3600.000|GREEN|false|3",
            })
    void readsWhatCameOfARequest(String line, Slot slot, boolean failed, long millis) {
        assertThat(AnswerLine.read(line, SLOTS)).contains(new Answer(slot, failed, millis));
    }

    @Test
    void tellsWhoseClientHadGone() {
        assertThat(AnswerLine.read("1764406800.123 8081 499 [-] [127.0.0.1:8081] [-] 10.000", SLOTS))
                .contains(Answer.unanswered(Slot.GREEN, 10_000));
        // Not before it was answered.
        assertThat(AnswerLine.read("1764406800.123 8081 499 [200] [127.0.0.1:8081] [0.004] 10.000", SLOTS))
                .contains(new Answer(Slot.GREEN, false, 4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1764406800.123 8081 403 [-] [-] [-] 0.000",
                "1764406800.123 8081 301 [] [] [] 0.000",
                "1764406800.123 9090 200 [200] [127.0.0.1:9090] [0.004] 0.005",
                "00.123 8081 200 [200] [127.0.0.1:8081] [0.004]",
                "127.0.0.1 - - [29/Nov/2026:11:46:58 +0000] \"GET / HTTP/1.1\" 200 31 \"-\" \"curl\"",
            })
    void passesOverWhatTellsNothingOfASlot(String line) {
        assertThat(AnswerLine.read(line, SLOTS)).isEmpty();
    }
}
