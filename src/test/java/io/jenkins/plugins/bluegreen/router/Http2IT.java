package io.jenkins.plugins.bluegreen.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.Certificate;
import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.Http2Traffic;
import io.jenkins.plugins.bluegreen.lab.PrivateCaddy;
import io.jenkins.plugins.bluegreen.lab.PrivateHaproxy;
import io.jenkins.plugins.bluegreen.lab.PrivateHttpd;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.PrivateRouter;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that speak HTTP/2 to the router, many requests at once on one connection, lose none over a deployment without a reload. */
@Timeout(120)
class Http2IT extends OnBench {

    private final int tls = FreePorts.next();
    private final Cleanup cleanup = new Cleanup();
    private Certificate certificate;
    private Path pem;
    private Path key;

    @BeforeEach
    void makeACertificate() throws IOException {
        certificate = Certificate.selfSigned(folder.resolve("store"), "ip:127.0.0.1");
        pem = Files.writeString(folder.resolve("cert.pem"), certificate.pem());
        key = Files.writeString(folder.resolve("key.pem"), certificate.keyPem());
        // Routers have users of their own.
        for (Path each : new Path[] {folder, folder.resolve("nginx")}) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @AfterEach
    void stopRouter() {
        cleanup.close();
    }

    @Test
    void throughNginx() throws Exception {
        bench.nginx = PrivateNginx.withFlag(
                bench.slots,
                "listen 127.0.0.1:" + tls + " ssl http2;",
                "ssl_certificate " + pem + "; ssl_certificate_key " + key + ";");
        assertNoneIsLost();
    }

    @Test
    void throughCaddy() throws Exception {
        PrivateCaddy caddy = PrivateCaddy.at(bench.flag(), bench.slots);
        caddy.edit(text -> {
            String site = text.substring(text.indexOf("http://"));
            String secure = site.replaceFirst(
                    "http://127.0.0.1:\\d+ \\{", "https://127.0.0.1:" + tls + " {\n\ttls " + pem + " " + key);
            return text.replace("admin off", "admin off\n\tauto_https off") + secure;
        });
        standBehind(caddy);
    }

    @Test
    void throughHttpd() throws Exception {
        PrivateHttpd httpd = PrivateHttpd.keeping(bench.flag(), bench.slots);
        httpd.edit(text -> {
            String host = text.substring(text.indexOf("<VirtualHost"));
            String secure = host.replaceFirst(
                    "<VirtualHost [^>]*>",
                    "<VirtualHost *:" + tls + ">\nSSLEngine on\nSSLCertificateFile " + pem + "\nSSLCertificateKeyFile "
                            + key + "\nProtocols h2 http/1.1");
            return PrivateHttpd.modules("ssl", "http2") + "Listen 127.0.0.1:" + tls + "\n" + text + secure;
        });
        standBehind(httpd);
    }

    private void standBehind(PrivateRouter router) throws Exception {
        bench.otherRouter = router;
        assertNoneIsLost();
    }

    @Test
    void throughHaproxy() throws Exception {
        Path both = Files.writeString(folder.resolve("both.pem"), certificate.pem() + certificate.keyPem());
        PrivateHaproxy haproxy = cleanup.add(PrivateHaproxy.of(bench.application, bench.slots));
        haproxy.edit(text -> text.replaceFirst(
                "(?m)^( *)(bind 127.*)$", "$1$2\n$1bind 127.0.0.1:" + tls + " ssl crt " + both + " alpn h2,http/1.1"));
        bench.adapter = haproxy.config();
        assertNoneIsLost();
    }

    private void assertNoneIsLost() throws Exception {
        deployed(Map.of());
        try (Http2Traffic traffic =
                Http2Traffic.to(URI.create("https://127.0.0.1:" + tls + "/"), certificate.ofClient(), 50)) {
            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.BLUE);
            traffic.stop();
            assertThat(traffic.failures()).isEmpty();
            assertThat(traffic.answers())
                    .anyMatch(line -> line.contains("release=r1"))
                    .anyMatch(line -> line.contains("release=r2"))
                    .anyMatch(line -> line.contains("release=r3"));
        }
    }
}
