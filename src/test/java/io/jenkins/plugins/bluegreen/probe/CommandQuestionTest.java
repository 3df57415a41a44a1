package io.jenkins.plugins.bluegreen.probe;

import static io.jenkins.plugins.bluegreen.probe.Checks.HEALTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the SSH server forbids forwarding: how the answers of curl and wget are read. */
class CommandQuestionTest {

    private final LoopbackHost host = new LoopbackHost();

    @BeforeEach
    void forbidForwarding() {
        host.forbidsForwarding = true;
    }

    @Test
    void asksByACommandAndRemembersThatItHasTo() throws Exception {
        host.answer = new CommandResult(0, "HTTP/1.1 200 OK\r\nServer: x\r\n\r\nwell\n", "curl=0\n");
        HttpHealthProbe probe = HEALTH.probe();

        assertThat(probe.ask(host, 8080, "r2")).isEqualTo(new Answer(true, "200", "well"));
        assertThat(probe.ask(host, 8080, "r2")).isEqualTo(new Answer(true, "200", "well"));
        assertThat(host.connections).isEqualTo(1);
        assertThat(host.commands).hasSize(2);
    }

    @Test
    void judgesAsTheDirectWayDoes() throws Exception {
        assertThat(answer("HTTP/1.1 302 Found\r\nlocation: /login\r\n\r\n", "curl=0"))
                .isEqualTo(new Answer(false, "302 to /login, not 200-299", ""));
        assertThat(answer("", "  HTTP/1.1 302 Found\n  Location: /login\n0 redirections exceeded.\nwget=8"))
                .isEqualTo(new Answer(false, "302 to /login, not 200-299", ""));
        assertThat(answer("HTTP/1.1 500 \r\n\r\nno database", "wget=8"))
                .isEqualTo(new Answer(false, "500, not 200-299", "no database"));
        assertThat(answer("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", "curl=0"))
                .isEqualTo(new Answer(true, "204", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "curl: (7) Failed to connect, curl=7, connection refused",
        "failed: Connection refused., wget=4, connection refused",
        "curl: (28) Operation timed out, curl=28, no answer within 10.0 s",
        "Read error (Connection timed out) in headers., wget=4, no answer within 10.0 s",
        "curl: (52) Empty reply from server, curl=52, the connection was closed without an answer",
        "No data received., wget=4, the connection was closed without an answer",
        "curl: (1) Received HTTP/0.9 when not allowed, curl=1, no HTTP answer",
    })
    void saysWhyThereIsNoAnswer(String said, String tool, String seen) throws Exception {
        Answer answer = answer("", said + "\n" + tool);

        assertThat(answer.healthy()).isFalse();
        assertThat(answer.seen()).isEqualTo(seen);
    }

    @Test
    void saysWhatToInstallWhereThereIsNeither() {
        host.answer = new CommandResult(127, "", "");

        assertThatThrownBy(() -> HEALTH.probe().ask(host, 8080, "r2"))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("app.example forbids TCP forwarding")
                .hasMessageContaining("install curl");
    }

    @Test
    void handsHeadersOverAsConfigurationAndQuoted() throws Exception {
        host.answer = new CommandResult(0, "HTTP/1.1 200 OK\r\n\r\n", "curl=0\n");

        HEALTH.at("/health?a=1&b=$2")
                .with("X-Token", "a \"b\" \\c")
                .within(Duration.ofMillis(1_500))
                .probe()
                .ask(host, 8081, "r2");

        assertThat(host.commands.get(0).arguments())
                .satisfiesExactly(
                        curl -> assertThat(curl)
                                .contains("max-time = 2\n")
                                .contains("url = \"http://127.0.0.1:8081/health?a=1&b=$2\"\n")
                                .contains("header = \"Host: localhost\"\n")
                                .contains("header = \"X-Token: a \\\"b\\\" \\\\c\"\n"),
                        wget -> assertThat(wget).contains("timeout = 2\n").contains("header = X-Token: a \"b\" \\c\n"),
                        url -> assertThat(url).isEqualTo("http://127.0.0.1:8081/health?a=1&b=$2"));
    }

    private Answer answer(String out, String err) throws Exception {
        host.answer = new CommandResult(0, out, err);
        return HEALTH.probe().ask(host, 8080, "r2");
    }
}
