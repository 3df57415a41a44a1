package io.jenkins.plugins.bluegreen.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.bluegreen.lab.Certificate;
import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A front door with a certificate of its own, asked over TLS. */
@Timeout(60)
class TrustedCertificatesTest {

    @TempDir
    private Path folder;

    private Certificate certificate;
    private HttpsServer server;

    @BeforeEach
    void serve() throws Exception {
        certificate = Certificate.selfSigned(folder.resolve("server"), "ip:127.0.0.1");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 5);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.ofServer()));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI url(String host) {
        return URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
    }

    private Answer ask(String host, String certificates) throws InterruptedException {
        return new HttpFrontDoor(url(host), ReleaseMark.NONE, "r1", certificates).ask();
    }

    private boolean visitedWell(String host, String certificates) {
        try (HttpAvailabilityProbe availabilityProbe =
                new HttpAvailabilityProbe(url(host), ReleaseMark.NONE, "r1", certificates)) {
            return availabilityProbe.sample(false).well();
        }
    }

    @Test
    void trustsWhatIsGiven() throws Exception {
        assertThat(ask("127.0.0.1", certificate.pem()).healthy()).isTrue();
        assertThat(visitedWell("127.0.0.1", certificate.pem())).isTrue();
    }

    @Test
    void trustsTheJvmsAuthoritiesOtherwise() throws Exception {
        assertThat(ask("127.0.0.1", ""))
                .returns(false, Answer::healthy)
                .extracting(Answer::seen)
                .asString()
                .startsWith("no answer, since TLS failed (")
                .endsWith("); the certificate of a private authority can be given in trustedCertificates");
        assertThat(visitedWell("127.0.0.1", "")).isFalse();
    }

    @Test
    void trustsNobodyElse() throws Exception {
        String another = Certificate.selfSigned(folder.resolve("another"), "ip:127.0.0.1")
                .pem();

        assertThat(ask("127.0.0.1", another).healthy()).isFalse();
        assertThat(visitedWell("127.0.0.1", another)).isFalse();
    }

    @Test
    void stillVerifiesTheHostName() throws Exception {
        assertThat(ask("localhost", certificate.pem()).seen()).contains("TLS failed", "localhost");
        assertThat(visitedWell("localhost", certificate.pem())).isFalse();
    }

    /** Which stands behind an address, such as one of several load balancers. */
    @Test
    void verifiesTheNameThatAHeaderAsksFor() throws Exception {
        server.stop(0);
        certificate = Certificate.selfSigned(folder.resolve("named"), "dns:shop.example");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 5);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.ofServer()));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        assertThat(asked("shop.example:8443").healthy()).isTrue();
        assertThat(asked("other.example").seen()).contains("TLS failed", "other.example");
    }

    private Answer asked(String name) {
        FrontDoorRequest request = new FrontDoorRequest(url("127.0.0.1"), Map.of("Host", name), Duration.ofSeconds(20));
        Visit visit = new Visit(request, ReleaseMark.NONE, "", (status, body) -> false);
        return new HttpFrontDoor(visit, certificate.pem(), Duration.ofSeconds(10)).ask();
    }

    @Test
    void changesNobodyElsesTrust() throws Exception {
        assertThat(ask("127.0.0.1", certificate.pem()).healthy()).isTrue();
        assertThat(ask("127.0.0.1", "").healthy()).isFalse();
    }

    @Test
    void refusesWhatIsNoCertificate() {
        assertThat(TrustedCertificates.checked("")).isEmpty();
        assertThat(TrustedCertificates.checked("the authority of ours:\n" + certificate.pem()))
                .contains("BEGIN");
        assertThatThrownBy(() -> TrustedCertificates.checked("/etc/ssl/ca.pem"))
                .isInstanceOf(PlanException.class)
                .hasMessage(
                        "trustedCertificates holds no certificate in PEM format (there is no BEGIN CERTIFICATE in it);"
                                + " give those of the authority.");
        assertThatThrownBy(() -> TrustedCertificates.checked("-----BEGIN CERTIFICATE-----\nAAAA"))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("trustedCertificates holds no certificate in PEM format (");
        assertThatThrownBy(() -> TrustedCertificates.checked("-----BEGIN PRIVATE KEY-----\ns3cret"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("a private key")
                .hasMessageNotContaining("s3cret");
    }
}
