package io.jenkins.plugins.bluegreen.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
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

    /** After so many milliseconds it ends a connection that is not used, as Tomcat does. */
    private static final int IDLE = 20_000;

    private static final String CLOSE = "Connection: close\r\n";

    private static final int PIECES = 10;
    private static final int PIECE = 1_000;

    private BenchApp() {}

    /** Listens on {@code PORT} until it is stopped. */
    public static void main(String[] args) throws IOException {
        String release;
        try (InputStream in = BenchApp.class.getResourceAsStream("/" + RELEASE)) {
            release = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElseThrow();
        }
        int port = Integer.parseInt(System.getenv("PORT"));
        try (ServerSocket server = new ServerSocket(port, ACCEPT_QUEUE, InetAddress.getByName("127.0.0.1"))) {
            String start = release + "\n" + millisSinceStart() + "\n";
            ExecutorService threads = Executors.newCachedThreadPool();
            while (true) {
                Socket client = server.accept();
                threads.execute(() -> converse(client, release, start));
            }
        }
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

    /** Answers one request after the other, until one of both sides wants no more. */
    private static void converse(Socket client, String release, String start) {
        try (client) {
            // Otherwise each answer on a kept-alive connection waits 40 ms for an acknowledgement.
            client.setTcpNoDelay(true);
            client.setSoTimeout(IDLE);
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                int posted = in.readNBytes(length(head)).length;
                // What goes by HTTP/1.0 knows no chunks, and asks no more on the connection.
                boolean last = head.contains(" http/1.0\n") || head.contains("\nconnection: close\n");
                String path = head.split(" ")[1];
                OutputStream out = client.getOutputStream();
                switch (path) {
                    case "/socket" -> last |= push(head, out);
                    case "/chunked" -> trickle(out, last, !last);
                    case "/sized" -> trickle(out, last, false);
                    case "/slow" -> answer(out, last, slowly("at last\n"));
                    case "/post" -> answer(out, last, "received " + posted + " bytes\n");
                    case "/start" -> answer(out, last, start);
                    default -> answer(out, last, "hello from release " + release + "\n");
                }
                if (last) {
                    return;
                }
            }
        } catch (IOException e) {
            // Nobody is there any more to be told.
            return;
        }
    }

    /** Returns the lines of a request before its body in lower case, or nothing where the client has left. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next != '\r') {
                head.append((char) next);
            }
            if (head.length() > 1 && head.lastIndexOf("\n\n") == head.length() - 2) {
                return head.toString().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    /** Returns how many bytes of a body follow; nobody sends one in chunks. */
    private static int length(String head) {
        return head.lines()
                .filter(line -> line.startsWith("content-length:"))
                .map(line -> Integer.parseInt(
                        line.substring("content-length:".length()).strip()))
                .findFirst()
                .orElse(0);
    }

    private static String slowly(String text) {
        pause(1_000);
        return text;
    }

    private static void answer(OutputStream out, boolean last, String text) throws IOException {
        String body = text + END;
        write(
                out,
                "HTTP/1.1 200 OK\r\n" + (last ? CLOSE : "") + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** Sends a body in pieces, in chunks or behind its length. */
    private static void trickle(OutputStream out, boolean last, boolean chunked) throws IOException {
        String length = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + (PIECES * PIECE + END.length());
        write(out, "HTTP/1.1 200 OK\r\n" + (last ? CLOSE : "") + length + "\r\n\r\n");
        for (int i = 0; i < PIECES; i++) {
            write(out, piece(".".repeat(PIECE), chunked));
            pause(100);
        }
        write(out, piece(END, chunked) + (chunked ? "0\r\n\r\n" : ""));
    }

    private static String piece(String text, boolean chunked) {
        return chunked ? Integer.toHexString(text.length()) + "\r\n" + text + "\r\n" : text;
    }

    /**
     * Upgrades a connection, and sends for a second over it. The key and its answer are those of the example in RFC 6455, 1.3.
     *
     * @return true, since no request follows
     */
    private static boolean push(String head, OutputStream out) throws IOException {
        if (!head.contains("\nupgrade: websocket\n")) {
            write(out, "HTTP/1.1 426 Upgrade Required\r\n" + CLOSE + "Content-Length: 0\r\n\r\n");
            return true;
        }
        write(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
        for (int i = 0; i < PIECES; i++) {
            write(out, frame("."));
            pause(100);
        }
        write(out, frame(END));
        return true;
    }

    /** Returns a text of one frame (RFC 6455, 5.2). */
    private static String frame(String text) {
        return "\u0081" + (char) text.length() + text;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
