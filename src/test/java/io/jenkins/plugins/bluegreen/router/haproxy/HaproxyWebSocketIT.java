package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateHaproxy;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that are upgraded, through the block that is printed. */
@Timeout(60)
class HaproxyWebSocketIT {

    private final SlotPair slots = FreePorts.slots();

    @Test
    void stayWithTheirSlotOverASwitchAndAReload() throws Exception {
        try (Cleanup cleanup = new Cleanup()) {
            for (Slot slot : Slot.values()) {
                application(cleanup, slot);
            }
            PrivateHaproxy haproxy = cleanup.add(PrivateHaproxy.of("shop", slots));
            TrafficRouter router =
                    haproxy.config().of(new ApplicationName("shop")).on(new LocalHost(), slots);
            Socket first = cleanup.add(upgraded(haproxy));
            assertThat(echo(first, "one")).isEqualTo("blue one");
            router.switchTo(Slot.GREEN);
            assertThat(echo(first, "two")).isEqualTo("blue two");
            Socket second = cleanup.add(upgraded(haproxy));
            assertThat(echo(second, "three")).isEqualTo("green three");
            haproxy.reload();
            assertThat(echo(first, "four")).isEqualTo("blue four");
            assertThat(echo(cleanup.add(upgraded(haproxy)), "five")).isEqualTo("green five");
        }
    }

    /** Upgrades whoever comes, and echoes the lines behind the name of the slot. */
    private void application(Cleanup cleanup, Slot slot) throws IOException {
        ServerSocket server = cleanup.add(new ServerSocket(slots.port(slot), 50, InetAddress.getLoopbackAddress()));
        daemon(() -> {
            while (true) {
                Socket client = cleanup.add(server.accept());
                daemon(() -> serve(client, slot));
            }
        });
    }

    private static void serve(Socket client, Slot slot) throws IOException {
        BufferedReader in = reader(client);
        head(in);
        say(
                client,
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
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

    /** Asks with the key of the example in RFC 6455, 1.3. */
    private static Socket upgraded(PrivateHaproxy haproxy) throws IOException {
        Socket client =
                new Socket(InetAddress.getLoopbackAddress(), haproxy.url().getPort());
        say(
                client,
                "GET / HTTP/1.1\r\nHost: shop.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        // Byte by byte: what follows is for somebody else to read.
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = client.getInputStream().read();
            assertThat(read).as(head.toString()).isNotNegative();
            head.append((char) read);
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 101");
        return client;
    }

    private static String echo(Socket client, String line) throws IOException {
        say(client, line + "\n");
        return reader(client).readLine();
    }

    private static void head(BufferedReader in) throws IOException {
        for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
            line = in.readLine();
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
