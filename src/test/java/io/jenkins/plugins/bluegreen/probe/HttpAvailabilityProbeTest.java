package io.jenkins.plugins.bluegreen.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.plan.RouterConfig;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe.Limit;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe.Sample;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a visitor sees of a server that says just what it is told to say. */
class HttpAvailabilityProbeTest {

    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private ServerSocket server;
    private HttpAvailabilityProbe availabilityProbe;
    private volatile String says = GOOD;
    private volatile String asked = "";

    @BeforeEach
    void serve() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        availabilityProbe = availabilityProbe(ReleaseMark.NONE);
        thread(() -> {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                thread(() -> answer(socket));
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        availabilityProbe.close();
        server.close();
    }

    private HttpAvailabilityProbe availabilityProbe(ReleaseMark mark) {
        return new HttpAvailabilityProbe(
                URI.create("http://127.0.0.1:" + server.getLocalPort() + "/start?a=1"), mark, "r7", "");
    }

    /** Ends with an exception when the socket is closed. */
    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // The test is over, or the visitor has gone.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Answers one request after the other. But for a good answer, each ends with the connection, sooner or later, so who is to be asked again
     * is asked over a new one.
     */
    private void answer(Socket socket) throws IOException {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String line = in.readLine();
            while (line != null) {
                asked = line;
                while (!in.readLine().isEmpty()) {
                    // the head
                }
                // Once: who reads the answer may change what is said next.
                String answer = says;
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                line = answer.equals(GOOD) ? in.readLine() : null;
            }
        }
        closed.incrementAndGet();
    }

    @Test
    void asksByTurnsOverAKeptConnectionAndANewOne() {
        for (int i = 0; i < 3; i++) {
            assertThat(availabilityProbe.sample(true)).isEqualTo(new Sample(true, "status 200", false));
        }
        assertThat(connections).hasValue(1);
        availabilityProbe.sample(false);
        availabilityProbe.sample(false);
        assertThat(connections).hasValue(3);
        availabilityProbe.sample(true);
        assertThat(connections).hasValue(3);
        assertThat(asked).isEqualTo("GET /start?a=1 HTTP/1.1");
    }

    @Test
    void anErrorIsNoGoodAnswerAndARedirectIs() {
        says = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
        assertThat(availabilityProbe.sample(false)).isEqualTo(new Sample(false, "status 502", false));
        says = "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n";
        assertThat(availabilityProbe.sample(false)).isEqualTo(new Sample(true, "status 302", false));
        says = "HTTP/1.1 301 Moved\r\nLocation: https://127.0.0.1/start\r\nContent-Length: 0\r\n\r\n";
        assertThat(availabilityProbe.sample(false))
                .isEqualTo(new Sample(true, "status 301", false, Limit.NONE, "", "https://127.0.0.1"));
    }

    /** As to a login elsewhere: it is the application that sends there. */
    @Test
    void aRedirectThatNamesAReleaseLeadsNowhereElse() {
        URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
        says =
                "HTTP/1.1 302 Found\r\nLocation: https://login.example.com/\r\nX-Release: r6\r\nContent-Length: 0\r\n\r\n";
        try (HttpAvailabilityProbe probe = new HttpAvailabilityProbe(url, new ReleaseMark("X-Release"), "r7", "")) {
            assertThat(probe.sample(false)).isEqualTo(new Sample(true, "status 302", false, Limit.NONE, "r6", ""));
        }
    }

    /** What looks so may be the application's own page, so that it counts; to ask less often is right in any case. */
    @Test
    void tellsALimitOfTheRouterFromOneOfTheApplication() {
        URI url = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
        RouterConfig nginx = new NginxRouterConfig(new NginxConfig.Flag(List.of(), "/etc/nginx/green"));
        Visit visit = new Visit(FrontDoorRequest.at(url), ReleaseMark.NONE, "r7", nginx::limited);
        try (HttpAvailabilityProbe probe = new HttpAvailabilityProbe(visit, "")) {
            for (String status : List.of("503 Service Temporarily Unavailable", "429 Too Many Requests")) {
                says = page(
                        status,
                        "<html>\r\n<head><title>" + status + "</title></head>\r\n<body>\r\n<center><h1>" + status
                                + "</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n");
                assertThat(probe.sample(false))
                        .isEqualTo(new Sample(false, "status " + status.substring(0, 3), false, Limit.OF_ROUTER));
            }
            says = page("503 Service Unavailable", "<h1>503 Service Unavailable</h1>no database");
            assertThat(probe.sample(false)).isEqualTo(new Sample(false, "status 503", false, Limit.NONE));
            says = page("429 Too Many Requests", "{\"error\":\"slow down\"}");
            assertThat(probe.sample(false)).isEqualTo(new Sample(false, "status 429", false, Limit.OF_APPLICATION));
        }
    }

    private static String page(String status, String body) {
        return "HTTP/1.1 " + status + "\r\nServer: nginx\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void aBodyThatLacksItsEndIsNoGoodAnswer() {
        says = "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nhalf of it";
        assertThat(availabilityProbe.sample(false)).isEqualTo(new Sample(false, "answer cut off", false));
        says = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n";
        assertThat(availabilityProbe.sample(false)).isEqualTo(new Sample(false, "answer cut off", false));
    }

    @Test
    void noAnswerAtAllIsNoGoodAnswer() {
        says = "";
        assertThat(availabilityProbe.sample(true)).isEqualTo(new Sample(false, "closed without an answer", false));
        HttpAvailabilityProbe nowhere = new HttpAvailabilityProbe(
                URI.create("http://127.0.0.1:" + FreePorts.next() + "/"), ReleaseMark.NONE, "r7", "");
        assertThat(nowhere.sample(true)).isEqualTo(new Sample(false, "no connection", false));
    }

    @Test
    void knowsTheNewReleaseByWhatTheAnswerSays() {
        says = "HTTP/1.1 200 OK\r\nX-Release: r7\r\nContent-Length: 14\r\n\r\n{\"build\":\"r6\"}";
        assertThat(availabilityProbe(new ReleaseMark("X-Release")).sample(false))
                .isEqualTo(new Sample(true, "status 200", true, Limit.NONE, "r7"));
        assertThat(availabilityProbe(new ReleaseMark("/build")).sample(false))
                .isEqualTo(new Sample(true, "status 200", false, Limit.NONE, "r6"));
    }

    @Test
    void aConnectionThatTheServerClosedInTheMeantimeIsNotUsedAgain() {
        assertThat(availabilityProbe.sample(true).well()).isTrue();
        // The answer says nothing of it, but the server closes.
        says = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbye";
        assertThat(availabilityProbe.sample(true).well()).isTrue();
        Until.so(Duration.ofSeconds(10), () -> closed.get() == 1, () -> "the server does not close");
        says = GOOD;
        assertThat(availabilityProbe.sample(true).well()).isTrue();
        assertThat(connections).hasValue(2);
    }
}
