package io.jenkins.plugins.bluegreen.bench;

import java.nio.charset.StandardCharsets;

/** One kind of request of the load. */
enum Kind {
    /** On connections that are used again and again, as browsers and gateways do. */
    KEEP_ALIVE("keep-alive", 400, true, "/"),
    /** Each on a connection of its own. */
    NEW("new", 200, false, "/"),
    /** Answered after a second, so that some are always in flight. */
    SLOW("slow in flight", 40, false, "/slow"),
    /** Bodies of a second, in pieces, one half with a Content-Length and one half chunked. */
    SLOW_BODY("slow bodies", 20, false, "/sized", "/chunked"),
    /** Not idempotent, so that nobody between may try it again. */
    POST("POST", 100, false, "/post"),
    /** Upgraded, and used for a second. */
    WEB_SOCKET("WebSocket", 20, false, "/socket");

    /** What is sent with a POST, in bytes. */
    static final int POSTED = 2_048;

    /** With the key of the example in RFC 6455, 1.3. */
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    final String label;
    final int perSecond;
    final boolean reuse;
    private final String[] paths;

    Kind(String label, int perSecond, boolean reuse, String... paths) {
        this.label = label;
        this.perSecond = perSecond;
        this.reuse = reuse;
        this.paths = paths;
    }

    /** Returns the status of a good answer. */
    int status() {
        return this == WEB_SOCKET ? 101 : 200;
    }

    /** Returns the bytes of one request. */
    byte[] request(long number, String host) {
        String path = paths[(int) (number % paths.length)];
        String body = this == POST ? "p".repeat(POSTED) : "";
        return ((this == POST ? "POST " : "GET ") + path + " HTTP/1.1\r\n"
                        + "Host: " + host + "\r\n"
                        + (this == WEB_SOCKET ? UPGRADE : reuse ? "" : "Connection: close\r\n")
                        + (this == POST ? "Content-Length: " + POSTED + "\r\n" : "")
                        + "\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
