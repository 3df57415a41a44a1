package io.jenkins.plugins.bluegreen.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.OwnRouter;
import io.jenkins.plugins.bluegreen.lab.PrivateCaddy;
import io.jenkins.plugins.bluegreen.lab.PrivateHaproxy;
import io.jenkins.plugins.bluegreen.lab.PrivateHttpd;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
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
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that are upgraded, through the block that is printed for each router. */
@Timeout(60)
class WebSocketIT {

    /** With the key of the example in RFC 6455, 1.3. */
    private static final String UPGRADE =
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private static final String UPGRADED = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private final SlotPair slots = FreePorts.slots();
    private final Cleanup cleanup = new Cleanup();

    /** A router with the block that is printed, before these slots. */
    private enum Door {
        NGINX(PrivateNginx::withFlag),
        NGINX_THAT_RELOADS(PrivateNginx::withIncludeAndUpstreams),
        CADDY(PrivateCaddy::of),
        HTTPD(PrivateHttpd::of),
        HAPROXY(slots -> PrivateHaproxy.of("shop", slots));

        private final Function<SlotPair, OwnRouter> start;

        Door(Function<SlotPair, OwnRouter> start) {
            this.start = start;
        }
    }

    @BeforeEach
    void startBoth() throws IOException {
        for (Slot slot : Slot.values()) {
            application(slot);
        }
    }

    @AfterEach
    void stopAll() {
        cleanup.close();
    }

    @ParameterizedTest
    @EnumSource(Door.class)
    void stayWithTheirSlotOverASwitch(Door door) throws Exception {
        OwnRouter router = cleanup.add(door.start.apply(slots));
        Socket first = upgraded(router);
        assertThat(echo(first, "one")).isEqualTo("blue one");
        switchToGreen(router);
        assertThat(echo(first, "two")).isEqualTo("blue two");
        assertThat(echo(upgraded(router), "three")).isEqualTo("green three");
        assertThat(echo(first, "four")).isEqualTo("blue four");
    }

    @Test
    void stayWithTheirSlotWhenHaproxyIsReloaded() throws Exception {
        PrivateHaproxy haproxy = cleanup.add(PrivateHaproxy.of("shop", slots));
        Socket first = upgraded(haproxy);
        switchToGreen(haproxy);
        haproxy.reload();
        assertThat(echo(first, "one")).isEqualTo("blue one");
        assertThat(echo(upgraded(haproxy), "two")).isEqualTo("green two");
    }

    @Test
    void nginxKeepsOtherConnectionsToTheApplication() throws Exception {
        Socket client = client(cleanup.add(PrivateNginx.withFlag(slots)), "");
        assertThat(head(client))
                .startsWith("HTTP/1.1 200")
                .contains("X-Asked: GET / HTTP/1.1")
                .doesNotContain("X-Asked: Upgrade", "X-Asked: Connection");
    }

    private void switchToGreen(OwnRouter router) throws Exception {
        TrafficRouter adapter = router.adapter().of(new ApplicationName("shop")).on(new LocalHost(), slots);
        adapter.switchTo(Slot.GREEN);
    }

    /** Upgrades whoever asks for it with both headers (RFC 6455, 4.2.1), and echoes its lines behind the name of the slot; all others hear what they asked for. */
    private void application(Slot slot) throws IOException {
        ServerSocket server = cleanup.add(new ServerSocket(slots.port(slot), 50, InetAddress.getLoopbackAddress()));
        daemon(() -> {
            while (true) {
                Socket accepted = cleanup.add(server.accept());
                daemon(() -> serve(accepted, slot));
            }
        });
    }

    private static void serve(Socket client, Slot slot) throws IOException {
        String asked = head(client);
        String known = asked.toLowerCase(Locale.ROOT);
        if (!known.contains("upgrade: websocket") || !known.contains("connection: upgrade")) {
            String echo = asked.lines().map(line -> "X-Asked: " + line + "\r\n").collect(Collectors.joining());
            say(client, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + echo + "\r\n");
            return;
        }
        say(client, UPGRADED);
        BufferedReader in = reader(client);
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

    private Socket upgraded(OwnRouter router) throws IOException {
        Socket client = client(router, UPGRADE);
        assertThat(head(client)).startsWith("HTTP/1.1 101");
        return client;
    }

    private Socket client(OwnRouter router, String headers) throws IOException {
        Socket client = cleanup.add(
                new Socket(InetAddress.getLoopbackAddress(), router.url().getPort()));
        say(client, "GET / HTTP/1.1\r\nHost: " + router.url().getAuthority() + "\r\n" + headers + "\r\n");
        return client;
    }

    private static String echo(Socket client, String line) throws IOException {
        say(client, line + "\n");
        return reader(client).readLine();
    }

    /** Reads byte by byte: what follows is for somebody else to read. */
    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = socket.getInputStream().read();
            if (read < 0) {
                break;
            }
            head.append((char) read);
        }
        return head.toString().strip();
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }
}
