package io.jenkins.plugins.bluegreen.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.HealthProbe.By;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions to a front door that answers what a test says, byte by byte. */
@Timeout(30)
class HttpFrontDoorTest {

    private ServerSocket server;
    private Socket asked;
    private volatile String question = "";

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
    void findsAGoodAnswerGoodAndARedirectToo() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        assertThat(ask(ReleaseMark.NONE)).isEqualTo(new Answer(true, "200", ""));
        answer("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n");
        assertThat(ask(ReleaseMark.NONE)).isEqualTo(new Answer(true, "302", ""));
        answer("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
        assertThat(ask(ReleaseMark.NONE)).isEqualTo(new Answer(false, "502", ""));
    }

    /** As port 80 does where all is https: whatever becomes of the application, it goes on answering that. */
    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1/start, 301 to https://127.0.0.1",
        "HTTPS://127.0.0.1:8443, 301 to HTTPS://127.0.0.1:8443",
        "http://www.example.com/?a=b, 301 to http://www.example.com",
        "http://user:secret@login.example.com/, 301 to http://login.example.com",
        "//login.example.com/, 301 to http://login.example.com",
        "http://127.0.0.1:8080/start, 301",
        "//127.0.0.1/start, 301",
        "/start?to=https://www.example.com/, 301",
    })
    void tellsARedirectToAnotherSchemeOrHost(String location, String seen) {
        answer("HTTP/1.1 301 Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(ask(ReleaseMark.NONE))
                .isEqualTo(new Answer(true, seen, "", seen.equals("301") ? By.ASKED : By.REDIRECT));
    }

    /** As to a login elsewhere. */
    @Test
    void aRedirectThatNamesTheReleaseIsTheApplications() {
        answer(
                "HTTP/1.1 302 Found\r\nLocation: https://login.example.com/\r\nX-Release: r2\r\nContent-Length: 0\r\n\r\n");
        assertThat(ask(new ReleaseMark("X-Release")))
                .isEqualTo(new Answer(true, "302 to https://login.example.com", "", By.ASKED));
    }

    @Test
    void readsTheReleaseFromTheHeader() {
        answer("HTTP/1.1 200 OK\r\nX-Release: r1\r\nContent-Length: 0\r\n\r\n");
        assertThat(ask(new ReleaseMark("X-Release")).seen())
                .isEqualTo("200, but the header X-Release says release 'r1', not r2");
    }

    @Test
    void namesTheHostThatThereIsNot() {
        URI nowhere = URI.create("http://no-such-host.invalid/");
        assertThat(new HttpFrontDoor(Visit.to(nowhere, ReleaseMark.NONE, "r2"), "", Duration.ofSeconds(20))
                        .ask()
                        .seen())
                .isEqualTo("no answer (there is no host no-such-host.invalid)");
    }

    @Test
    void anAnswerThatStallsInItsBodyIsLate() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nh");
        assertThat(ask(ReleaseMark.NONE)).isEqualTo(new Answer(false, "no answer within 500 ms", ""));
    }

    @Test
    void anAnswerThatBreaksOffIsNone() throws Exception {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nh").thenRun(() -> {
            try {
                asked.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(ask(ReleaseMark.NONE).seen()).startsWith("no answer (");
    }

    @Test
    void sendsTheHeadersThatAreGiven() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Map<String, String> headers = Map.of("Host", "shop.example", "Authorization", "Basic YTpi");
        FrontDoorRequest request = new FrontDoorRequest(url(), headers, Duration.ofSeconds(10));
        Visit visit = new Visit(request, ReleaseMark.NONE, "", (status, body) -> false);

        assertThat(ask(visit).healthy()).isTrue();
        assertThat(question)
                .contains("Host: shop.example\r\n", "Authorization: Basic YTpi\r\n")
                .doesNotContain("127.0.0.1");
    }

    @Test
    void tellsALimitOfTheRouterFromAnErrorOfTheApplication() {
        Visit visit = new Visit(
                FrontDoorRequest.at(url()), ReleaseMark.NONE, "", (status, body) -> body.contains("own page"));
        answer("HTTP/1.1 503 Slow\r\nContent-Length: 8\r\n\r\nown page");
        assertThat(ask(visit)).isEqualTo(new Answer(false, "503, by a limit of how often may be asked", "", By.LIMIT));
        answer("HTTP/1.1 503 Slow\r\nContent-Length: 2\r\n\r\nno");
        assertThat(ask(visit)).isEqualTo(new Answer(false, "503", ""));
    }

    private CompletableFuture<Void> answer(String response) {
        return CompletableFuture.runAsync(() -> {
            try {
                asked = server.accept();
                byte[] head = new byte[4096];
                question = new String(head, 0, asked.getInputStream().read(head), StandardCharsets.US_ASCII);
                asked.getOutputStream().write(response.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Answer ask(ReleaseMark mark) {
        return ask(Visit.to(url(), mark, "r2"));
    }

    private static Answer ask(Visit visit) {
        return new HttpFrontDoor(visit, "", Duration.ofMillis(500)).ask();
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }
}
