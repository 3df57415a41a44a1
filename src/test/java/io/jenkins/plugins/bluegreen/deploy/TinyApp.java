package io.jenkins.plugins.bluegreen.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** An application to deploy that is up within a moment: answers every path with {@code STATUS} and its release;
 * once its slot is called sick, with 500. */
public final class TinyApp {

    private TinyApp() {}

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
        int status = Integer.parseInt(System.getenv().getOrDefault("STATUS", "200"));
        String told = System.getenv().getOrDefault("TOLD", System.getenv("RELEASE"));
        byte[] body = ("release=" + System.getenv("RELEASE") + " extra=" + System.getenv("EXTRA"))
                .getBytes(StandardCharsets.UTF_8);
        int port = Integer.parseInt(System.getenv("PORT"));
        manage(port, System.getenv("MANAGEMENT"));
        String address = System.getenv().getOrDefault("ADDRESS", "127.0.0.1");
        HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("X-Release", told);
            boolean sick = Files.exists(Path.of(System.getenv("DEPLOY_DIR"), "sick-" + System.getenv("SLOT")));
            exchange.sendResponseHeaders(sick ? 500 : status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            dieSoon();
        });
        server.createContext("/half", TinyApp::half);
        server.createContext("/socket", TinyApp::upgrade);
        server.createContext("/warm", exchange -> log(exchange, 200));
        server.createContext("/up", exchange -> log(exchange, 200));
        server.createContext("/broken", exchange -> log(exchange, 500));
        server.createContext("/deaf", exchange -> server.stop(0));
        server.createContext("/die", exchange -> System.exit(5));
        server.start();
        Thread.sleep(Duration.ofMinutes(5).toMillis());
        System.exit(0);
    }

    /** Answers on a management port as well, where that is asked for: so far from its own one. */
    private static void manage(int port, String offset) throws IOException {
        if (offset != null) {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress("127.0.0.1", port + Integer.parseInt(offset)), 0);
            server.createContext("/", exchange -> log(exchange, 200));
            server.start();
        }
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

    /** Answers the first half of a body at once, and the other when the file is there that the query names. */
    private static void half(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 8);
        exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        while (!Files.exists(Path.of(exchange.getRequestURI().getQuery()))) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    /** Answers as to a WebSocket, and leaves the connection open. */
    private static void upgrade(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Connection", "Upgrade");
        exchange.getResponseHeaders().set("Upgrade", "websocket");
        exchange.sendResponseHeaders(101, -1);
    }

    private static void log(HttpExchange exchange, int status) throws IOException {
        System.out.println(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
