package io.jenkins.plugins.bluegreen.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * An application that writes down which {@code X-Literal} it is asked with, and answers 200. It reads the request by itself, since
 * the JDK's server takes a tab in a header for a space.
 */
final class HeaderApp {

    private static final String HEADER = "X-Literal:";

    private HeaderApp() {}

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getByName("127.0.0.1"))) {
            while (true) {
                try (Socket asked = server.accept()) {
                    answer(asked);
                }
            }
        }
    }

    private static void answer(Socket asked) throws IOException {
        StringBuilder request = new StringBuilder();
        for (int next = 0; next >= 0 && request.indexOf("\r\n\r\n") < 0; ) {
            next = asked.getInputStream().read();
            request.append((char) next);
        }
        for (String line : request.toString().split("\r\n")) {
            if (line.startsWith(HEADER)) {
                byte[] value = line.substring(HEADER.length()).strip().getBytes(StandardCharsets.ISO_8859_1);
                System.out.println("asked=" + Base64.getEncoder().encodeToString(value));
            }
        }
        asked.getOutputStream()
                .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
