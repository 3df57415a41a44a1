package io.jenkins.plugins.bluegreen.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.Executors;

/** The small web application that the demo deploys, in a jar with a file that says which version it is, and how well. */
public final class DemoApp {

    /** The file in the jar beside this class. */
    static final String SETTINGS = "demo.properties";

    private DemoApp() {}

    /** Listens on {@code -Dserver.port}, at {@code -Dserver.address}, until it is stopped. */
    public static void main(String[] args) throws IOException {
        // Otherwise each answer on a kept-alive connection waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Properties settings = new Properties();
        try (InputStream in = DemoApp.class.getResourceAsStream(SETTINGS)) {
            settings.load(in);
        }
        String address = System.getProperty("server.address", "127.0.0.1");
        HttpServer server = HttpServer.create(new InetSocketAddress(address, Integer.getInteger("server.port")), 0);
        int health = Integer.parseInt(settings.getProperty("health"));
        answer(
                server,
                "/",
                Integer.parseInt(settings.getProperty("answer")),
                "version " + settings.getProperty("version") + ", " + System.getenv("SLOT") + " slot\n");
        answer(server, "/health", health, health == 200 ? "well\n" : "no connection to the database\n");
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    private static void answer(HttpServer server, String path, int status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
