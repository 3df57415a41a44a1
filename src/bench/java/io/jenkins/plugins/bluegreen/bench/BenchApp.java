package io.jenkins.plugins.bluegreen.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The application that is deployed, in all columns alike: it is up within a moment, and ends at once when it is told to. */
public final class BenchApp {

    /** How every whole body ends. */
    static final String END = "-- the end --\n";

    /** The file in the jar whose first line is the release. */
    static final String RELEASE = "release.class";

    /** As long as that of Tomcat, which Spring Boot applications have. */
    private static final int ACCEPT_QUEUE = 100;

    private static final int PIECES = 10;
    private static final int PIECE = 1_000;

    private BenchApp() {}

    /** Listens on {@code PORT} until it is stopped. */
    public static void main(String[] args) throws IOException {
        // Otherwise each answer on a kept-alive connection waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        String release;
        try (InputStream in = BenchApp.class.getResourceAsStream("/" + RELEASE)) {
            release = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), ACCEPT_QUEUE);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> answer(exchange, "hello from release " + release + "\n"));
        server.createContext("/slow", exchange -> {
            pause(1_000);
            answer(exchange, "at last\n");
        });
        server.createContext("/chunked", exchange -> trickle(exchange, 0));
        server.createContext("/sized", exchange -> trickle(exchange, PIECES * PIECE + END.length()));
        server.createContext("/post", exchange -> {
            int received = exchange.getRequestBody().readAllBytes().length;
            exchange.getResponseHeaders().set("X-Received", Integer.toString(received));
            answer(exchange, "received " + received + " bytes\n");
        });
        server.start();
        long took = millisSinceStart();
        server.createContext("/start", exchange -> answer(exchange, release + "\n" + took + "\n"));
    }

    /**
     * By one clock, in hundredths of a second since boot: when this process began, and what time it is (proc(5)). The instant that
     * {@link ProcessHandle} tells goes by the second of the boot, which it takes for a whole one.
     */
    private static long millisSinceStart() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        String up = Files.readString(Path.of("/proc/uptime")).split(" ")[0];
        return 10 * (Long.parseLong(up.replace(".", "")) - Long.parseLong(fields[19]));
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = (text + END).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** @param length what it says beforehand, or 0 for chunks */
    private static void trickle(HttpExchange exchange, int length) throws IOException {
        exchange.sendResponseHeaders(200, length);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < PIECES; i++) {
                out.write(".".repeat(PIECE).getBytes(StandardCharsets.US_ASCII));
                out.flush();
                pause(100);
            }
            out.write(END.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
