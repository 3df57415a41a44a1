package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** A second port of a router, with a certificate of its own, where it speaks HTTP/2 and sends to the slots as at its first one. */
public final class SecureDoor {

    private final int port = FreePorts.next();
    private final Certificate certificate;
    private final Path pem;
    private final Path key;
    private final Path both;

    /** @param folder where its certificate is to lie; who runs the router is let in */
    public SecureDoor(Path folder) {
        certificate = Certificate.selfSigned(folder.resolve("store"), "ip:127.0.0.1");
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            pem = Files.writeString(folder.resolve("cert.pem"), certificate.pem());
            key = Files.writeString(folder.resolve("key.pem"), certificate.keyPem());
            both = Files.writeString(folder.resolve("both.pem"), certificate.pem() + certificate.keyPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has a router open it. */
    public <R extends OwnRouter> R in(R router) {
        router.edit(with(router));
        Until.so(Duration.ofSeconds(20), () -> Processes.listening(port), () -> "nobody listens on port " + port);
        return router;
    }

    public URI url() {
        return URI.create("https://127.0.0.1:" + port + "/");
    }

    /** Returns what a client needs to trust it. */
    public SSLContext ofClient() {
        return certificate.ofClient();
    }

    private UnaryOperator<String> with(OwnRouter router) {
        if (router instanceof PrivateNginx) {
            return this::nginx;
        } else if (router instanceof PrivateCaddy) {
            return this::caddy;
        } else if (router instanceof PrivateHttpd) {
            return this::httpd;
        }
        return this::haproxy;
    }

    private String nginx(String text) {
        // What a client loses when its connection was used often enough is no matter of switches.
        String lines = "listen 127.0.0.1:" + port + " ssl http2;\nssl_certificate " + pem + ";\nssl_certificate_key "
                + key + ";\nkeepalive_requests 1000000;";
        return text.replaceFirst("(?m)^( *)(listen [^;]*;)", "$1$2\n" + lines);
    }

    private String caddy(String text) {
        String site = text.substring(text.indexOf("http://"));
        String secure = site.replaceFirst(
                "http://127.0.0.1:\\d+ \\{", "https://127.0.0.1:" + port + " {\n\ttls " + pem + " " + key);
        return text.replace("admin off", "admin off\n\tauto_https off") + secure;
    }

    private String httpd(String text) {
        String host = text.substring(text.indexOf("<VirtualHost"));
        String secure = host.replaceFirst(
                "<VirtualHost [^>]*>",
                "<VirtualHost *:" + port + ">\nSSLEngine on\nSSLCertificateFile " + pem + "\nSSLCertificateKeyFile "
                        + key + "\nProtocols h2 http/1.1");
        return PrivateHttpd.modules("ssl", "http2") + "Listen 127.0.0.1:" + port + "\n" + text + secure;
    }

    private String haproxy(String text) {
        return text.replaceFirst(
                "(?m)^( *)(bind 127.*)$", "$1$2\n$1bind 127.0.0.1:" + port + " ssl crt " + both + " alpn h2,http/1.1");
    }
}
