package io.jenkins.plugins.bluegreen.router.caddy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.List;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** Which logs are those of a site, as {@code caddy adapt} prints it. */
class AnswerLoggersTest {

    private static final String LOGGING = """
            {"logs": {
              "log0": {"include": ["http.log.access.log0"], "writer": {"output": "file", "filename": "/var/log/shop.log"}},
              "log1": {"include": ["http.log.access.log1"], "writer": {"output": "file", "filename": "/var/log/other.log"}}}}
            """;

    private static List<String> files(String logs, String... hosts) {
        Site site = new Site(
                new JSONObject(LOGGING),
                new JSONObject("{\"logs\": " + logs + "}"),
                new Site.Ports(80, 443),
                new Site.Way(List.of(hosts), "/", false),
                Slot.BLUE,
                new JSONObject(),
                new JSONArray());
        return new AnswerLoggers(site).files();
    }

    @Test
    void aSiteHasTheLogOfItsNameInTheFormOfEachVersion() {
        String word = "{\"logger_names\": {\"shop.example.com\": \"log0\", \"other.example.com\": \"log1\"}}";
        assertThat(files(word, "shop.example.com")).containsExactly("/var/log/shop.log");
        assertThat(files(word.replaceAll("\"(log.)\"", "[\"$1\"]"), "shop.example.com"))
                .containsExactly("/var/log/shop.log");
        assertThat(files(word.replace("e.com\"", "e.com:8000\""), "shop.example.com"))
                .containsExactly("/var/log/shop.log");
    }

    @Test
    void theDefaultIsForNamesThatHaveNoneOfTheirOwn() {
        String both = "{\"default_logger_name\": \"log1\", \"logger_names\": {\"shop.example.com\": \"elsewhere\"}}";
        assertThat(files(both, "shop.example.com")).isEmpty();
        assertThat(files(both, "new.example.com")).containsExactly("/var/log/other.log");
        assertThat(files(both)).containsExactly("/var/log/other.log");
    }
}
