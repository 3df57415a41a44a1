package io.jenkins.plugins.bluegreen.router.caddy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.CanaryRouter.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaddyAnswerTest {

    private static final SlotPair SLOTS = new SlotPair(8080, 8081);

    private static String line(int status, String header) {
        return "{\"level\":\"info\",\"ts\":1795965667.2,\"logger\":\"http.log.access.log0\",\"msg\":\"handled request\","
                + "\"user_id\":\"\",\"duration\":0.306231473,\"size\":5,\"status\":" + status
                + ",\"resp_headers\":{\"Server\":[\"Caddy\"],\"Bluegreen\":[" + header + "]}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|\"8081\",\"127.0.0.1:8081 5.870263\"|GREEN|false|5",
                "404|\"8080\",\"app1:8080 105\"|BLUE|false|105",
                "200|\"8080\",\"127.0.0.1:8080 1.5e+03\"|BLUE|false|1500",
                "500|\"8081\",\"[::1]:8081 5.8\"|GREEN|true|5",
                // The other one answered in its stead.
                "200|\"8081\",\"127.0.0.1:8080 7.5\"|GREEN|true|7",
                // Nobody answered.
                "502|\"8081\"|GREEN|true|306",
            })
    void readsWhatCameOfARequest(int status, String header, Slot slot, boolean failed, long millis) {
        assertThat(CaddyAnswer.read(line(status, header), SLOTS)).contains(new Answer(slot, failed, millis));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 499})
    void tellsWhoseClientHadGone(int status) {
        assertThat(CaddyAnswer.read(line(status, "\"8081\""), SLOTS)).contains(Answer.unanswered(Slot.GREEN, 306));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "101|\"8081\"",
                "403|\"8081\"",
                "200|\"9090\",\"127.0.0.1:9090 1\"",
                "200|\"x\"",
                "200|\"\"",
                "200|5"
            })
    void passesOverWhatTellsNothingOfASlot(int status, String header) {
        assertThat(CaddyAnswer.read(line(status, header), SLOTS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"status\":200}",
                "{\"resp_headers\":{\"Bluegreen\":[\"8081\"",
                "{\"resp_headers\":{\"Bluegreen\":[]}}",
                "{\"resp_headers\":{\"Bluegreen\":[\"8081\"]}}",
                "\"Bluegreen\""
            })
    void passesOverWhatIsNoAnswer(String line) {
        assertThat(CaddyAnswer.read(line, SLOTS)).isEmpty();
    }
}
