package io.jenkins.plugins.bluegreen.probe;

import static io.jenkins.plugins.bluegreen.probe.Checks.HEALTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions to a server that answers what a test says, byte by byte. */
@Timeout(30)
class HttpHealthProbeTest {

    private final LoopbackHost host = new LoopbackHost();
    private final CompletableFuture<String> question = new CompletableFuture<>();
    private ServerSocket server;
    private Socket asked;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        if (asked != null) {
            asked.close();
        }
    }

    @Test
    void findsA200Healthy() throws Exception {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwell\n");

        assertThat(ask(HEALTH)).isEqualTo(new Answer(true, "200", ""));
        assertThat(question.join())
                .isEqualTo("GET /health HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nConnection: close\r\n\r\n");
    }

    @Test
    void sendsTheHeadersThatAreAskedFor() throws Exception {
        answer("HTTP/1.1 204 No Content\r\n\r\n");

        assertThat(ask(HEALTH.with("Host", "shop.example"))).isEqualTo(new Answer(true, "204", ""));
        assertThat(question.join()).contains("Host: shop.example\r\n").doesNotContain("localhost");
    }

    @Test
    void takesNoOtherStatusAndShowsTheBody() throws Exception {
        answer("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 12\r\n\r\nno database\n");

        assertThat(ask(HEALTH)).isEqualTo(new Answer(false, "503, not 200-299", "no database"));
    }

    @Test
    void followsNoRedirect() throws Exception {
        answer("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n");

        assertThat(ask(HEALTH)).isEqualTo(new Answer(false, "302 to /login, not 200-299", ""));
    }

    @Test
    void passesOverWhatComesBeforeTheAnswer() throws Exception {
        answer("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        assertThat(ask(HEALTH)).isEqualTo(new Answer(true, "200", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'utf-8'", "utf 8", "", "no-such", "utf-8; charset=a,b"})
    void readsABodyWhoseCharsetIsNone(String charset) throws Exception {
        answer("HTTP/1.1 500 Oh\r\nContent-Type: text/html; charset=" + charset
                + "\r\nContent-Length: 6\r\n\r\n\u00fcber\n");

        assertThat(ask(HEALTH)).isEqualTo(new Answer(false, "500, not 200-299", "\u00fcber"));
    }

    @Test
    void looksForThePatternInTheBody() throws Exception {
        answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"status\r\n7\r\n\":\"UP\"}\r\n0\r\n\r\n");

        assertThat(ask(HEALTH.thatFinds("\"status\":\"UP\"")))
                .isEqualTo(new Answer(true, "200", "{\"status\":\"UP\"}"));
    }

    @Test
    void takesNoBodyWithoutThePattern() throws Exception {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n{\"status\":\"STARTING\"}");

        assertThat(ask(HEALTH.thatFinds("\"UP\"")))
                .isEqualTo(new Answer(false, "200, but the body does not match '\"UP\"'", "{\"status\":\"STARTING\"}"));
    }

    @Test
    void takesNoBodyThatBreaksOff() throws Exception {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"status\":");

        assertThat(ask(HEALTH.thatFinds("UP")))
                .isEqualTo(new Answer(false, "200, but the body broke off before 'UP' was found", "{\"status\":"));
    }

    @Test
    void readsNoMoreThan64KiB() throws Exception {
        answer("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(65_536) + "UP");

        Answer answer = ask(HEALTH.thatFinds("UP"));

        assertThat(answer.seen()).isEqualTo("200, but the body does not match 'UP'");
        assertThat(answer.evidence()).hasSize(1_003).endsWith("x...");
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        server.close();

        assertThat(ask(HEALTH)).isEqualTo(new Answer(false, "connection refused", ""));
    }

    @Test
    void saysThatTheConnectionWasClosed() throws Exception {
        answer("");

        assertThat(ask(HEALTH)).isEqualTo(new Answer(false, "the connection was closed without an answer", ""));
    }

    @Test
    void saysThatItIsNoHttp() throws Exception {
        answer("SSH-2.0-OpenSSH_9.2\r\n");

        assertThat(ask(HEALTH)).extracting(Answer::healthy, Answer::seen).containsExactly(false, "no HTTP answer");
    }

    @Test
    void givesUpInTimeThoughAConnectionIsTaken() throws Exception {
        assertThat(ask(HEALTH.within(Duration.ofMillis(200))))
                .isEqualTo(new Answer(false, "no answer within 200 ms", ""));
    }

    private Answer ask(Checks check) throws Exception {
        return check.probe().ask(host, server.getLocalPort(), "r2");
    }

    /** Answers one question, and hangs up. */
    private void answer(String response) {
        Thread thread = new Thread(() -> {
            try {
                asked = server.accept();
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) asked.getInputStream().read());
                }
                asked.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
                asked.close();
                question.complete(head.toString());
            } catch (IOException e) {
                question.completeExceptionally(e);
            }
        });
        thread.start();
    }
}
