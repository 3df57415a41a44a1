package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is under way when the old slot is to be stopped, with a real nginx in front. */
@Timeout(120)
class DrainIT extends OnBench {

    private static final Duration LONG = Duration.ofSeconds(60);

    @BeforeEach
    void waitLong() {
        bench.drainTimeout = LONG;
        bench.keepsConnections = true;
    }

    @Test
    void anUploadThatAnOldWorkerHasNotPassedOnYetIsWaitedFor() throws Exception {
        bench.nginx = PrivateNginx.withInclude(bench.slots);
        deployed(Map.of());
        AtomicReference<String> answer = new AtomicReference<>("");
        try (Socket client = client(bench.nginx.url().getPort())) {
            say(client, "POST / HTTP/1.0\r\nContent-Length: 10\r\n\r\nfirst");
            bench.when("  waiting for nginx's old worker", () -> {
                say(client, "other");
                answer.set(hear(client));
            });
            deployed(Map.of());
        }
        assertThat(answer.get()).startsWith("HTTP/1.1 200").contains("release=r1");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    /** nginx chose blue when the upload began, and connects only when it has all of it: too late to be seen by a drain. */
    @Test
    void anUploadThatBeganBeforeASwitchWithoutReloadIsAnsweredByTheNewSlot() throws Exception {
        deployed(Map.of());
        try (Socket client = client(bench.nginx.url().getPort())) {
            say(client, "POST / HTTP/1.0\r\nContent-Length: 10\r\n\r\nfirst");
            deployed(Map.of());
            assertThat(bench.body(Slot.BLUE)).isEmpty();
            say(client, "other");
            assertThat(hear(client)).startsWith("HTTP/1.1 200").contains("release=r2");
        }
    }

    @Test
    void anIdleClientOfNginxHoldsNoOldWorker() throws Exception {
        bench.nginx = PrivateNginx.withInclude(bench.slots);
        deployed(Map.of());
        try (Socket client = client(bench.nginx.url().getPort())) {
            say(client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.getInputStream().read()).isEqualTo('H');
            deployed(Map.of());
        }
        assertThat(bench.console).noneMatch(line -> line.contains("still there"));
    }

    @Test
    void theRestOfABodyIsWaitedFor() throws Exception {
        deployed(Map.of());
        Path rest = folder.resolve("rest");
        URI half = URI.create(bench.nginx.url() + "half?" + rest);
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(half).build(), HttpResponse.BodyHandlers.ofString());
        bench.when("  waiting for", () -> touch(rest));
        deployed(Map.of());
        assertThat(answer.get().body()).isEqualTo("halfhalf");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    /** As {@code nc} does at the end of its input. */
    @Test
    void aClientThatHasShutItsSendingSideAndWaitsForItsAnswerIsWaitedFor() throws Exception {
        deployed(Map.of());
        Path rest = folder.resolve("rest");
        try (Socket client = client(bench.slots.blue())) {
            say(client, "GET /half?" + rest + " HTTP/1.0\r\n\r\n");
            assertThat(client.getInputStream().read()).isEqualTo('H');
            client.shutdownOutput();
            bench.when("  waiting for", () -> touch(rest));
            deployed(Map.of());
            assertThat(hear(client)).endsWith("halfhalf");
        }
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    @Test
    void theRestOfABodyIsWaitedForWhenTrafficIsLedBackToo() throws Exception {
        deployed(Map.of());
        bench.observe = Duration.ofSeconds(30);
        Path rest = folder.resolve("rest");
        Cancellation cancellation = new Cancellation();
        try (Socket client = client(bench.nginx.url().getPort())) {
            bench.when("> observe green", () -> {
                say(client, "GET /half?" + rest + " HTTP/1.0\r\n\r\n");
                arrived(Slot.GREEN);
                cancellation.stop();
            });
            bench.when("  waiting for", () -> touch(rest));

            assertThat(bench.deploy(Map.of(), cancellation).result()).isEqualTo(Outcome.Result.ABORTED);

            assertThat(hear(client)).endsWith("halfhalf");
        }
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    /** The one that was cut off noted nginx's workers before its reload; the one that goes on with it cannot know them. */
    @Test
    void aDeploymentThatIsTakenUpWaitsForTheOldWorkersOfTheOneBefore() throws Exception {
        bench.nginx = PrivateNginx.withInclude(bench.slots);
        deployed(Map.of());
        AtomicReference<String> answer = new AtomicReference<>("");
        try (Socket client = client(bench.nginx.url().getPort())) {
            say(client, "POST / HTTP/1.0\r\nContent-Length: 10\r\n\r\nfirst");
            bench.dieAt("< switch nginx");
            bench.when("  waiting for nginx's old worker", () -> {
                say(client, "other");
                answer.set(hear(client));
            });
            assertThat(bench.resume().result()).isEqualTo(Outcome.Result.DEPLOYED);
        }
        assertThat(answer.get()).startsWith("HTTP/1.1 200").contains("release=r1");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    @Test
    void anIdleConnectionOfNginxEndsEarly() throws Exception {
        deployed(Map.of());
        bench.when("< await healthy green", () -> {
            try (Socket client = client(bench.nginx.url().getPort())) {
                say(client, "GET / HTTP/1.0\r\n\r\n");
                assertThat(hear(client)).contains("release=r1");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        deployed(Map.of());
        assertThat(bench.console).anyMatch(line -> line.matches("< drain blue \\(\\d+\\) \\d+ ms "));
    }

    @Test
    void aConnectionThatNobodyEndsIsNamedAndHoldsNoLongerThanItMay() throws Exception {
        // Longer than nginx keeps the connections to blue that it had for questions before the switch.
        bench.drainTimeout = Duration.ofSeconds(3);
        deployed(Map.of());
        try (Socket idle = client(bench.slots.blue())) {
            say(idle, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(idle.getInputStream().read()).isEqualTo('H');
            deployed(Map.of());
        }
        assertThat(bench.console)
                .anyMatch(line -> line.startsWith("< drain blue")
                        && line.contains(
                                "1 connection to blue (port " + bench.slots.blue() + ") still there after 3.0 s")
                        && line.contains("keepalive_timeout 2s;"));
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOpenWebSocketIsWaitedForAndSaid(boolean flag) throws Exception {
        bench.nginx = flag ? PrivateNginx.withFlag(bench.slots) : PrivateNginx.withIncludeAndUpstreams(bench.slots);
        deployed(Map.of());
        try (Socket client = client(bench.nginx.url().getPort())) {
            upgrade(client);
            bench.when("  waiting for", () -> hangUp(client));
            deployed(Map.of());
        }
        if (flag) {
            assertSaid(
                    "  waiting for 1 connection to blue (port ",
                    "at most 1 min",
                    "; an open WebSocket stays to its own end");
        } else {
            assertSaid(
                    "  waiting for nginx's old worker ",
                    "at most 1 min",
                    "to the end of what was begun, a WebSocket too,");
        }
        assertThat(bench.console).noneMatch(line -> line.contains("still there"));
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneThatNobodyEndsHoldsNoLongerThanItMayHoweverMuchIsSaidOverIt(boolean flag) throws Exception {
        bench.nginx = flag ? PrivateNginx.withFlag(bench.slots) : PrivateNginx.withIncludeAndUpstreams(bench.slots);
        bench.drainTimeout = Duration.ofSeconds(1);
        deployed(Map.of());
        try (Socket client = client(bench.nginx.url().getPort())) {
            upgrade(client);
            chat(client);
            deployed(Map.of());
            // It ends with the old process, and not before.
            assertThat(client.getInputStream().read()).isNegative();
        }
        assertSaid(
                "< drain blue",
                "still there after 1.0 s",
                "an open WebSocket stays to its own end, or that of the old process");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    private static void upgrade(Socket client) throws IOException {
        say(client, "GET /socket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = client.getInputStream().read();
            assertThat(next).as(head.toString()).isNotNegative();
            head.append((char) next);
        }
        assertThat(head.toString()).startsWith("HTTP/1.1 101");
    }

    /** Says something ten times a second, until nobody hears it. */
    private static void chat(Socket client) {
        Thread thread = new Thread(() -> {
            try {
                while (!client.isClosed()) {
                    client.getOutputStream().write('x');
                    Thread.sleep(100);
                }
            } catch (IOException | InterruptedException e) {
                // It is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static void hangUp(Socket client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a request has come through nginx to the slot, which answers it by half: nginx keeps so little to itself. */
    private void arrived(Slot slot) {
        ApplicationHost on = Bench.on(new LocalHost(), bench.plan(Map.of()));
        Until.so(
                Duration.ofSeconds(10),
                () -> {
                    try {
                        return on.processes().connections(slot) > 0;
                    } catch (HostException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                () -> "no connection to " + slot);
    }

    private static Socket client(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static void say(Socket client, String text) {
        try {
            client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hear(Socket client) {
        try {
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
