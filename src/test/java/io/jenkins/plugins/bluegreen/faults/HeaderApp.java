package io.jenkins.plugins.bluegreen.faults;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** An application that writes down which {@code X-Literal} it is asked with, and answers 200. */
final class HeaderApp {

    private HeaderApp() {}

    public static void main(String[] args) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 0);
        server.createContext("/", exchange -> {
            String value = exchange.getRequestHeaders().getFirst("X-Literal");
            if (value != null) {
                // The server read the bytes as ISO 8859-1.
                System.out.println(
                        "asked=" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.ISO_8859_1)));
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }
}
