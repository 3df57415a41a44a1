package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are upgraded, through the server blocks that README shows. */
@Timeout(60)
class WebSocketIT {

    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n";

    private final SlotPair slots = FreePorts.slots();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stayWithTheirSlotOverASwitch(boolean flag) throws Exception {
        try (Cleanup cleanup = new Cleanup()) {
            PrivateNginx nginx = start(cleanup, flag);
            TrafficRouter router = new NginxRouterConfig(nginx.config()).on(new LocalHost(), slots);
            Socket client = cleanup.add(client(nginx));
            BufferedReader first = ask(client, UPGRADE);
            assertThat(head(first)).startsWith("HTTP/1.1 101");
            router.switchTo(Slot.GREEN);
            say(client, "one\n");
            assertThat(first.readLine()).isEqualTo("blue one");
            Socket other = cleanup.add(client(nginx));
            BufferedReader second = ask(other, UPGRADE);
            assertThat(head(second)).startsWith("HTTP/1.1 101");
            say(other, "two\n");
            assertThat(second.readLine()).isEqualTo("green two");
            say(client, "three\n");
            assertThat(first.readLine()).isEqualTo("blue three");
        }
    }

    @Test
    void otherConnectionsToTheApplicationAreKept() throws Exception {
        try (Cleanup cleanup = new Cleanup()) {
            BufferedReader answer = ask(cleanup.add(client(start(cleanup, true))), "");
            assertThat(head(answer))
                    .startsWith("HTTP/1.1 200")
                    .contains("X-Asked: GET / HTTP/1.1")
                    .doesNotContain("X-Asked: Upgrade", "X-Asked: Connection");
        }
    }

    private PrivateNginx start(Cleanup cleanup, boolean flag) throws IOException {
        application(cleanup, Slot.BLUE);
        application(cleanup, Slot.GREEN);
        return cleanup.add(flag ? PrivateNginx.withFlag(slots) : PrivateNginx.withIncludeAndUpstreams(slots));
    }

    /** Upgrades whoever asks for it with both headers (RFC 6455, 4.2.1), and echoes its lines behind the name of the slot; all others hear what they asked for. */
    private void application(Cleanup cleanup, Slot slot) throws IOException {
        ServerSocket server = cleanup.add(new ServerSocket(slots.port(slot), 50, InetAddress.getLoopbackAddress()));
        daemon(() -> {
            while (true) {
                Socket accepted = cleanup.add(server.accept());
                daemon(() -> serve(accepted, slot));
            }
        });
    }

    private static void serve(Socket client, Slot slot) throws IOException {
        BufferedReader in = reader(client);
        String asked = head(in);
        if (!asked.contains("Upgrade: websocket") || !asked.contains("Connection: upgrade")) {
            String echo = asked.lines().map(line -> "X-Asked: " + line + "\r\n").collect(Collectors.joining());
            say(client, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + echo + "\r\n");
            return;
        }
        say(client, "HTTP/1.1 101 Switching Protocols\r\n" + UPGRADE + "\r\n");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            say(client, slot.label() + " " + line + "\n");
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // It was closed at the end.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static Socket client(PrivateNginx nginx) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), nginx.url().getPort());
    }

    private static BufferedReader ask(Socket client, String headers) throws IOException {
        say(client, "GET / HTTP/1.1\r\nHost: backend.example.com\r\n" + headers + "\r\n");
        return reader(client);
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String head(BufferedReader in) {
        return Stream.generate(() -> line(in))
                .takeWhile(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static String line(BufferedReader in) {
        try {
            String line = in.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
