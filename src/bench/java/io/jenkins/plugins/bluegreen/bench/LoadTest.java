package io.jenkins.plugins.bluegreen.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.Until;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which a server can lose a request is seen, by its name. */
class LoadTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private static final String UPGRADED = "HTTP/1.1 101 Switching Protocols\r\n\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                OK + "Content-Length: 14\r\nConnection: close\r\n\r\n" + BenchApp.END,
                OK + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n4\r\nbody\r\ne\r\n" + BenchApp.END
                        + "\r\n0\r\n\r\n",
                OK + "\r\nuntil the end of the connection\n" + BenchApp.END
            })
    void countsAWholeAnswerAsNoFailure(String answer) throws Exception {
        assertThat(failuresWhere(answer, UPGRADED + BenchApp.END)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OK + "Content-Length: 100\r\n\r\n" + BenchApp.END,
                OK + "Transfer-Encoding: chunked\r\n\r\ne\r\n" + BenchApp.END + "\r\n",
                // Messages that say of themselves that they are whole.
                OK + "\r\nhalf of the bo",
                OK + "Content-Length: 4\r\n\r\nhalf",
                OK + "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n0\r\n\r\n"
            })
    void noticesABodyThatLacksItsEnd(String answer) throws Exception {
        assertThat(failuresWhere(answer, UPGRADED + "half")).containsOnly(Failure.TRUNCATED);
    }

    @Test
    void countsABadGateway() throws Exception {
        String bad = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
        assertThat(failuresWhere(bad, bad)).containsOnly(Failure.STATUS);
    }

    @Test
    void countsAConnectionThatIsClosedInsteadOfAnAnswer() throws Exception {
        assertThat(failuresWhere("", "")).containsOnly(Failure.RESET);
    }

    @Test
    void countsAServerThatIsNotThere() throws Exception {
        assertThat(failures(FreePorts.next(), Duration.ZERO)).containsOnly(Failure.REFUSED);
    }

    @Test
    void losesARequestThatIsOnItsWayWhenTheServerCloses() throws Exception {
        try (ServerSocket server = serve(socket -> {})) {
            assertThat(failures(server.getLocalPort(), Duration.ofMillis(100))).containsOnly(Failure.RESET);
        }
    }

    private static Set<Failure> failuresWhere(String answer, String toUpgrades) throws Exception {
        try (ServerSocket server = serve(socket -> {
            // A request fits into one segment of the loopback device.
            byte[] request = new byte[65_536];
            int length = socket.getInputStream().read(request);
            assertThat(length).isPositive();
            boolean upgrade = new String(request, 0, length, StandardCharsets.US_ASCII).contains("Upgrade: websocket");
            socket.getOutputStream().write((upgrade ? toUpgrades : answer).getBytes(StandardCharsets.US_ASCII));
        })) {
            return failures(server.getLocalPort(), Duration.ZERO);
        }
    }

    private static Set<Failure> failures(int port, Duration roundTrip) throws InterruptedException {
        try (Load load = new Load(URI.create("http://127.0.0.1:" + port + "/"), roundTrip, EnumSet.allOf(Kind.class))) {
            Until.so(Duration.ofSeconds(20), () -> load.sent() > 100, () -> "too few requests were sent");
            Tally tally = load.stop();
            assertThat(tally.underWay()).isZero();
            return Stream.of(Kind.values())
                    .map(tally::failed)
                    .map(Map::keySet)
                    .flatMap(Set::stream)
                    .collect(Collectors.toSet());
        }
    }

    private interface Conversation {
        void with(Socket socket) throws IOException;
    }

    /** Has the same conversation on each connection, and closes it. */
    private static ServerSocket serve(Conversation conversation) throws IOException {
        ServerSocket server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(
                () -> {
                    while (!server.isClosed()) {
                        try (Socket socket = server.accept()) {
                            conversation.with(socket);
                        } catch (IOException e) {
                            // The other side has closed it, or the test is over.
                            continue;
                        }
                    }
                },
                "server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }
}
