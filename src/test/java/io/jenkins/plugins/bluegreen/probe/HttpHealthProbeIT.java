package io.jenkins.plugins.bluegreen.probe;

import static io.jenkins.plugins.bluegreen.probe.Checks.HEALTH;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import io.jenkins.plugins.bluegreen.lab.Certificate;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe.Sample;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.ssh.JschHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Questions to a real web server through a real OpenSSH server, in each of the ways there are. */
@Timeout(60)
class HttpHealthProbeIT {

    /** How the question gets to the port. */
    private enum Way {
        TUNNEL,
        CURL,
        WGET
    }

    private HttpServer server;
    private PrivateSshd sshd;
    private RemoteHost host;

    @TempDir
    private Path folder;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create();
        serve(server);
    }

    private static void serve(HttpServer server) throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/health", exchange -> answer(exchange, 200, "{\"status\":\"UP\"}"));
        server.createContext("/build", exchange -> {
            exchange.getResponseHeaders().add("x-release", "r2");
            answer(exchange, 200, "{\"build\":{\"release\":\"r2\",\"number\":7},\"old\":\"r1\",\"none\":null}");
        });
        server.createContext("/name", HttpHealthProbeIT::tellName);
        server.createContext("/broken", exchange -> answer(exchange, 503, "no database"));
        server.createContext("/login", exchange -> {
            exchange.getResponseHeaders().add("Location", "/sso");
            answer(exchange, 302, "");
        });
        server.createContext(
                "/echo",
                exchange -> answer(
                        exchange,
                        200,
                        exchange.getRequestHeaders().getFirst("Host") + "|"
                                + exchange.getRequestHeaders().getFirst("X-Token") + "|"
                                + exchange.getRequestURI().getRawQuery()));
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        // Of unknown length: in chunks.
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : 0);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        if (host != null) {
            host.close();
        }
        if (sshd != null) {
            sshd.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void judgesAlikeInEveryWay(Way way) throws Exception {
        connect(way);

        assertThat(ask(HEALTH.thatFinds("\"UP\""))).isEqualTo(new Answer(true, "200", "{\"status\":\"UP\"}"));
        assertThat(ask(HEALTH.thatFinds("READY")).seen()).isEqualTo("200, but the body does not match 'READY'");
        assertThat(ask(HEALTH.at("/broken"))).isEqualTo(new Answer(false, "503, not 200-299", "no database"));
        assertThat(ask(HEALTH.at("/login"))).isEqualTo(new Answer(false, "302 to /sso, not 200-299", ""));
        assertThat(HEALTH.probe().ask(host, FreePorts.next(), "r2"))
                .isEqualTo(new Answer(false, "connection refused", ""));
    }

    @ParameterizedTest
    @EnumSource
    void asksOverIpv6WhereNobodyListensOverIpv4(Way way) throws Exception {
        connect(way);
        HttpServer other = HttpServer.create(new InetSocketAddress("::1", 0), 0);
        other.createContext("/health", exchange -> answer(exchange, 200, "UP over IPv6"));
        other.start();
        try {
            assertThat(HEALTH.thatFinds("IPv6")
                            .probe()
                            .ask(host, other.getAddress().getPort(), "r2"))
                    .isEqualTo(new Answer(true, "200", "UP over IPv6"));
        } finally {
            other.stop(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesAnAnswerOfNoOtherReleaseWhereThatIsAskedFor(Way way) throws Exception {
        connect(way);
        Checks build = HEALTH.at("/build");

        assertThat(ask(build.provenBy("X-Release")).seen()).isEqualTo("200");
        assertThat(ask(build.provenBy("/build/release")).seen()).isEqualTo("200");
        assertThat(ask(build.provenBy("/old")))
                .extracting(Answer::healthy, Answer::seen)
                .containsExactly(false, "200, but the body at /old says release 'r1', not r2");
        assertThat(ask(build.provenBy("/build/number")).seen())
                .isEqualTo("200, but the body at /build/number says release '7', not r2");
        assertThat(ask(build.provenBy("/none")).seen())
                .isEqualTo("200, but the body at /none does not say the release, not r2");
        assertThat(ask(build.provenBy("X-Other")).seen())
                .isEqualTo("200, but the header X-Other does not say the release, not r2");
        assertThat(ask(HEALTH.at("/echo").provenBy("/build/release")).seen())
                .isEqualTo("200, but the body is no JSON that could say the release at /build/release");
    }

    @ParameterizedTest
    @EnumSource
    void sendsHeadersAndQueriesLiterally(Way way) throws Exception {
        connect(way);

        Checks check = HEALTH.at("/echo?a='$HOME'&b=%22;(id)*~")
                .with("X-Token", "it's \"q\" $HOME \\n `id`")
                .thatFinds("HOME");

        assertThat(ask(check).evidence()).isEqualTo("localhost|it's \"q\" $HOME \\n `id`|a='$HOME'&b=%22;(id)*~");
    }

    @ParameterizedTest
    @EnumSource
    void givesUpInTime(Way way) throws Exception {
        connect(way);
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Checks check = HEALTH.within(Duration.ofSeconds(1));

            assertThat(check.probe().ask(host, silent.getLocalPort(), "r2"))
                    .isEqualTo(new Answer(false, "no answer within 1.0 s", ""));
        }
    }

    /** Over TLS as well, where several servers may be told apart by it; GNU wget has no way to do so. */
    @ParameterizedTest
    @CsvSource({
        "TUNNEL, shop.example:8443, shop.example",
        "CURL, shop.example:8443, shop.example",
        "TUNNEL, shop, shop",
        "CURL, shop, shop",
        "TUNNEL, my_shop.example, none",
        "CURL, my_shop.example, none",
        "TUNNEL, 10.0.0.7, none",
        "CURL, 10.0.0.7, none",
        "WGET, shop.example, none",
    })
    void asksForAHostByName(Way way, String host, String overTls) throws Exception {
        HttpsServer secure = HttpsServer.create();
        secure.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        serve(secure);
        try {
            connect(way);
            Answer answer = HEALTH.overTls()
                    .at("/name")
                    .with("Host", host)
                    .thatFinds("for")
                    .probe()
                    .ask(this.host, secure.getAddress().getPort(), "r2");
            assertThat(answer).isEqualTo(new Answer(true, "200", overTls + " for " + host));
        } finally {
            secure.stop(0);
        }
    }

    private static void tellName(HttpExchange exchange) throws IOException {
        ExtendedSSLSession session = (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
        String name = session.getRequestedServerNames().stream()
                .map(each -> new String(each.getEncoded(), StandardCharsets.US_ASCII))
                .findFirst()
                .orElse("none");
        answer(exchange, 200, name + " for " + exchange.getRequestHeaders().getFirst("Host"));
    }

    @ParameterizedTest
    @EnumSource
    void sendsAHeaderWithoutAValue(Way way) throws Exception {
        connect(way);
        assertThat(ask(HEALTH.at("/echo?a").with("X-Token", "").thatFinds("a")).evidence())
                .isEqualTo("localhost||a");
    }

    @ParameterizedTest
    @EnumSource
    void asksOverTlsWhateverTheCertificate(Way way) throws Exception {
        HttpsServer secure = HttpsServer.create();
        secure.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        serve(secure);
        try {
            connect(way);

            assertThat(HEALTH.overTls()
                            .probe()
                            .ask(host, secure.getAddress().getPort(), "r2")
                            .seen())
                    .isEqualTo("200");
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void canBeInterrupted() throws Exception {
        connect(Way.TUNNEL);
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            Thread asking = new Thread(() -> {
                try {
                    HEALTH.within(Duration.ofMinutes(1)).probe().ask(host, silent.getLocalPort(), "r2");
                    end.complete(null);
                } catch (HostException | InterruptedException e) {
                    end.complete(e);
                }
            });
            asking.start();
            silent.accept();
            asking.interrupt();

            assertThat(end.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        }
    }

    private Answer ask(Checks check) throws Exception {
        return check.probe().ask(host, server.getAddress().getPort(), "r2");
    }

    private void connect(Way way) throws Exception {
        sshd = switch (way) {
            case TUNNEL -> PrivateSshd.start("AddressFamily any");
            case CURL -> PrivateSshd.start("AllowTcpForwarding no", "SetEnv PATH=" + pathWith("curl"));
            case WGET -> PrivateSshd.start("AllowTcpForwarding no", "SetEnv PATH=" + pathWith("wget"));
        };
        host = JschHost.connect(sshd.target(), sshd.login());
    }

    /** One of the two, and what else the script needs. */
    private Path pathWith(String tool) throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        for (String program : List.of("sh", "head", "mktemp", "rm", tool)) {
            Files.createSymbolicLink(bin.resolve(program), Path.of(Programs.find(program, program)));
        }
        return bin;
    }

    @Test
    void aVisitorOfTheFrontDoorVerifiesItsCertificate() throws Exception {
        HttpsServer secure = HttpsServer.create();
        secure.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        serve(secure);
        try (HttpAvailabilityProbe availabilityProbe = new HttpAvailabilityProbe(
                URI.create("https://127.0.0.1:" + secure.getAddress().getPort() + "/health"),
                ReleaseMark.NONE,
                "",
                "")) {
            assertThat(availabilityProbe.sample(true)).isEqualTo(new Sample(false, "TLS failed", false));
        } finally {
            secure.stop(0);
        }
    }

    private SSLContext selfSigned() {
        return Certificate.selfSigned(folder.resolve("keys"), "dns:someone.else")
                .ofServer();
    }
}
