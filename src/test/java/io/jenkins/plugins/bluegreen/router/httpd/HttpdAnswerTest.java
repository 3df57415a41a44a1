package io.jenkins.plugins.bluegreen.router.httpd;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpdAnswerTest {

    private static final SlotPair SLOTS = new SlotPair(8080, 8081);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8080 200 - 47484 4599 309694|BLUE|false|4",
                "8081 200 http://127.0.0.1:8081 56074 1306994 1307066|GREEN|false|1306",
                "8081 500 http://127.0.0.1:8081 56060 3444 3499|GREEN|true|3",
                "8081 404 http://127.0.0.1:8081 56060 3444 3499|GREEN|false|3",
                // The other one answered in its stead.
                "8081 200 http://127.0.0.1:8080 56060 5444 5499|GREEN|true|5",
                "8081 503 http://127.0.0.1:8081 - - 1333|GREEN|true|1",
                "8080 503 - - - 333|BLUE|true|0",
                "8081 101 - 40402 - 1003306|GREEN|false|1003",
            })
    void readsWhatCameOfARequest(String line, Slot slot, boolean failed, long millis) {
        assertThat(HttpdAnswer.read(line, SLOTS)).contains(new Answer(slot, failed, millis));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8081 403 - - - 309",
                "8081 301 - - - 309",
                // A file of its own, and an answer without a body.
                "8081 200 - - 223 353",
                "8080 204 - - - 2333",
                "- 200 - - - 309",
                "9090 200 - 47484 4599 309694",
                "8081 200 http://127.0.0.1:8081 56074 1306994",
                "127.0.0.1 - - [29/Nov/2026:11:46:58 +0000] \"GET / HTTP/1.1\" 200 31",
            })
    void passesOverWhatTellsNothingOfASlot(String line) {
        assertThat(HttpdAnswer.read(line, SLOTS)).isEmpty();
    }
}
