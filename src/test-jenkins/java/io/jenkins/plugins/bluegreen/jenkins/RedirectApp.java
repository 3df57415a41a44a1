package io.jenkins.plugins.bluegreen.jenkins;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** An application to deploy that is never healthy: it sends everybody on, to an address that holds what it was given. */
final class RedirectApp {

    private RedirectApp() {}

    public static void main(String[] args) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Location", "/login?token=" + System.getenv("EXTRA"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }
}
