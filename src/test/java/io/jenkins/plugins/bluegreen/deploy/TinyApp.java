package io.jenkins.plugins.bluegreen.deploy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * An application to deploy: answers every path with {@code STATUS} and its release; once its slot is called sick, with 500. It answers one
 * request after the other.
 *
 * <p>Each deployment starts one, so it is up within a moment: on the way to its first answer there is no server of the JDK's, no lambda and no
 * {@code +} of texts, each of which takes longer to come up than all the rest. It is one class, for whoever packs it.
 */
public final class TinyApp extends Thread {

    /** For the command that starts it. So it ends at once when it is told to, instead of waiting up to 0.3 s for its threads in native code. */
    public static final String JVM = "-Xrs -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    /** What stands before that, where one may be stubborn: it heeds no SIGTERM. */
    static final String STUBBORN = "[ \"${BEHAVIOUR-}\" != stubborn ] || trap '' TERM; ";

    private static final Set<Socket> OPEN = Collections.synchronizedSet(new HashSet<Socket>());

    private final ServerSocket server;
    private final boolean managed;
    /** Null for who accepts. */
    private final Socket client;

    private TinyApp(ServerSocket server, boolean managed, Socket client) {
        this.server = server;
        this.managed = managed;
        this.client = client;
        setDaemon(true);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if ("crash".equals(System.getenv("BEHAVIOUR"))) {
            System.err.println("cannot reach the database");
            System.exit(3);
        }
        if ("idle".equals(System.getenv("BEHAVIOUR"))) {
            Thread.sleep(Duration.ofMinutes(5).toMillis());
        }
        if ("stubborn".equals(System.getenv("BEHAVIOUR"))) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> LockSupport.parkNanos(Duration.ofMinutes(5).toNanos())));
        }
        if (System.getenv("CHILD") != null) {
            new ProcessBuilder(System.getenv("CHILD").split(" ")).start();
        }
        int port = Integer.parseInt(System.getenv("PORT"));
        // On a management port as well, where that is asked for: so far from its own one.
        if (System.getenv("MANAGEMENT") != null) {
            listen("127.0.0.1", port + Integer.parseInt(System.getenv("MANAGEMENT")), true);
        }
        listen(System.getenv().getOrDefault("ADDRESS", "127.0.0.1"), port, false);
        Thread.sleep(Duration.ofMinutes(5).toMillis());
        System.exit(0);
    }

    private static void listen(String address, int port, boolean managed) throws IOException {
        new TinyApp(new ServerSocket(port, 50, InetAddress.getByName(address)), managed, null).start();
    }

    @Override
    public void run() {
        try {
            while (client == null) {
                Socket accepted = server.accept();
                OPEN.add(accepted);
                new TinyApp(server, managed, accepted).start();
            }
            talk();
        } catch (IOException e) {
            // One of the two has closed it.
        }
    }

    private void talk() throws IOException {
        client.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(client.getInputStream());
        try (client) {
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                String[] words = head.split(" ", 3);
                String fields = words[2].toLowerCase(Locale.ROOT);
                int length = fields.indexOf("content-length:");
                if (length >= 0) {
                    String value = fields.substring(length + 15, fields.indexOf('\r', length));
                    in.skipNBytes(Long.parseLong(value.strip()));
                }
                if (words[1].equals("/") && System.getenv("SLOW") != null) {
                    LockSupport.parkNanos(Duration.ofMillis(Long.parseLong(System.getenv("SLOW")))
                            .toNanos());
                }
                boolean last = fields.startsWith("http/1.0") || fields.contains("connection: close");
                synchronized (TinyApp.class) {
                    answer(words[0], words[1], last);
                }
                if (last) {
                    return;
                }
            }
        } finally {
            OPEN.remove(client);
        }
    }

    /** Returns the head of a request; an empty text where none comes any more. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.lastIndexOf("\r\n\r\n") < head.length() - 4) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private void answer(String method, String target, boolean last) throws IOException {
        switch (managed ? "/up" : target.split("\\?")[0]) {
            case "/half" -> half(target.split("\\?")[1]);
            case "/socket" ->
                say("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
            case "/warm", "/up" -> log(method, target, "200", last);
            case "/broken" -> log(method, target, "500", last);
            case "/deaf" -> close();
            case "/die" -> System.exit(5);
            default -> release(last);
        }
    }

    private void release(boolean last) throws IOException {
        String release = System.getenv("RELEASE");
        String told = System.getenv().getOrDefault("TOLD", release);
        boolean sick = Files.exists(Path.of(System.getenv("DEPLOY_DIR"), "sick-".concat(System.getenv("SLOT"))));
        String status = sick ? "500" : System.getenv().getOrDefault("STATUS", "200");
        StringBuilder body = new StringBuilder("release=").append(release).append(" extra=");
        answer(status, told, body.append(System.getenv("EXTRA")).toString(), last);
        dieSoon();
    }

    private void log(String method, String target, String status, boolean last) throws IOException {
        System.out.println(method.concat(" ").concat(target));
        answer(status, "", "", last);
    }

    private void answer(String status, String release, String body, boolean last) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        StringBuilder answer = new StringBuilder("HTTP/1.1 ").append(status).append(" \r\nContent-Length: ");
        answer.append(length).append("\r\nX-Release: ").append(release);
        answer.append(last ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n").append(body);
        say(answer.toString());
    }

    private void say(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends so many milliseconds after an answer as {@code DIES_AFTER} says. */
    private static void dieSoon() {
        String millis = System.getenv("DIES_AFTER");
        if (millis != null) {
            Thread dying = new Thread(() -> {
                LockSupport.parkNanos(Duration.ofMillis(Long.parseLong(millis)).toNanos());
                System.exit(3);
            });
            dying.start();
        }
    }

    /** Answers the first half of a body at once, and the other when the file is there. */
    private void half(String file) throws IOException {
        say("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
        while (!Files.exists(Path.of(file))) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        say("half");
    }

    /** Listens no more. */
    private void close() throws IOException {
        server.close();
        synchronized (OPEN) {
            for (Socket each : OPEN) {
                each.close();
            }
        }
    }
}
