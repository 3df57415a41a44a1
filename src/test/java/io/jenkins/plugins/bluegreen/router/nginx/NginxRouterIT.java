package io.jenkins.plugins.bluegreen.router.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.ServerBlock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both layouts on a real nginx before two ports that answer with the name of their slot. */
class NginxRouterIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final SlotPair slots = FreePorts.slots();
    private HttpServer blue;
    private HttpServer green;

    @BeforeEach
    void startBothSlots() throws IOException {
        blue = answering(Slot.BLUE);
        green = answering(Slot.GREEN);
    }

    @AfterEach
    void stopBothSlots() {
        blue.stop(0);
        green.stop(0);
    }

    @Test
    void theFlagSwitchesTheVeryNextRequest() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withFlag(slots)) {
            TrafficRouter router = router(nginx.config());
            router.check();
            RouterState before = router.read();
            assertThat(before.live()).contains(Slot.BLUE);
            assertThat(front(nginx)).isEqualTo("blue");
            for (int i = 0; i < 5; i++) {
                router.switchTo(Slot.GREEN);
                assertThat(front(nginx)).isEqualTo("green");
                assertThat(router.read().live()).contains(Slot.GREEN);
                router.restore(before);
                router.restore(before);
                assertThat(front(nginx)).isEqualTo("blue");
            }
            assertThat(nginx.switchFile().getParent()).isEmptyDirectory();
        }
    }

    @Test
    void theFlagWaitsForAScriptThatIsStillAtIt() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withFlag(slots)) {
            Process other = new ProcessBuilder(
                            "flock", nginx.switchFile().getParent().toString(), "-c", "echo held; exec sleep 2")
                    .start();
            assertThat(other.inputReader().readLine()).isEqualTo("held");
            router(nginx.config()).switchTo(Slot.GREEN);
            assertThat(Processes.alive(other.pid())).isFalse();
            assertThat(front(nginx)).isEqualTo("green");
        }
    }

    @Test
    void theIncludeSwitchesAsSoonAsItReturnsAndKeepsTheRestOfTheFile() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            String text =
                    "# the live port, ü\n  set  $service_port  " + slots.blue() + " ; # see the wiki\nset $other 1;\n";
            Files.writeString(nginx.switchFile(), text);
            TrafficRouter router = router(nginx.config());
            router.check();
            RouterState before = router.read();
            assertThat(before.live()).contains(Slot.BLUE);
            router.switchTo(Slot.GREEN);
            assertThat(front(nginx)).isEqualTo("green");
            assertThat(nginx.switchFile())
                    .hasContent(text.replace(Integer.toString(slots.blue()), Integer.toString(slots.green())));
            router.restore(before);
            assertThat(front(nginx)).isEqualTo("blue");
            assertThat(nginx.switchFile()).hasContent(text);
            assertThat(nginx.errors()).contains("reconfiguring");
        }
    }

    @Test
    void aFileThatNginxRefusesIsPutBackByteForByte() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            String refusing =
                    "! grep -q " + slots.green() + " " + nginx.switchFile() + " || { echo unknown port >&2; false; }";
            assertRefused(nginx, refusing, nginx.reloadCommand(), "refuses the configuration with the new port");
        }
    }

    @Test
    void aReloadThatFailsIsPutBack() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            assertRefused(nginx, nginx.testCommand(), "echo unknown port >&2; false", "was not reloaded");
            assertThat(front(nginx)).isEqualTo("blue");
        }
    }

    @Test
    void aReloadThatNginxDoesNotHearOfIsPutBack() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            assertRefused(nginx, nginx.testCommand(), "echo unknown port >&2; true", "was not reloaded");
        }
    }

    @Test
    void aConfigurationThatIsBrokenAlreadyIsNotTouched() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            assertRefused(nginx, "echo unknown port >&2; false", nginx.reloadCommand(), "as it stands");
        }
    }

    @Test
    void refusesAFileThatDoesNotTellOneOfTheTwoPorts() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            TrafficRouter router = router(nginx.config());
            for (String text : List.of(
                    "set $service_port 1;",
                    "set $other_port 1;",
                    "set $service_port $x;",
                    "set $service_port %d;\nset $service_port %d;".formatted(slots.blue(), slots.green()))) {
                Files.writeString(nginx.switchFile(), text);
                assertThatThrownBy(router::read).as(text).isInstanceOf(HostException.class);
            }
            Files.writeString(nginx.switchFile(), " \n");
            assertThat(router.read().live()).isEmpty();
            Files.delete(nginx.switchFile());
            assertThat(router.read().live()).isEmpty();
            RouterState nothing = router.read();
            router.switchTo(Slot.GREEN);
            assertThat(nginx.switchFile()).hasContent("set $service_port " + slots.green() + ";\n");
            router.restore(nothing);
            assertThat(nginx.switchFile())
                    .as("nginx would refuse a configuration without it")
                    .hasContent("set $service_port " + slots.green() + ";\n");
        }
    }

    @Test
    void tellsThatAFileWasChangedAndNotReadSince() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            TrafficRouter router = router(nginx.config());
            assertThat(router.read().stale()).isFalse();
            Files.setLastModifiedTime(
                    nginx.switchFile(), FileTime.from(Instant.now().plusSeconds(60)));
            assertThat(router.read().stale()).isTrue();
            router.switchTo(Slot.GREEN);
            assertThat(router.read().stale()).isFalse();
        }
    }

    @Test
    void advisesFromTheConfigurationOfTheNginxThatRuns() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withFlag(slots)) {
            assertThat(router(nginx.config()).advise()).isEmpty();
        }
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            String advice = String.join("\n", router(nginx.config()).advise());
            assertThat(advice)
                    .contains("A reload closes idle connections of clients")
                    .contains("put 'proxy_http_version 1.1;' into 'location /'")
                    .contains("'proxy_pass http://127.0.0.1:$service_port;' nginx opens a new connection")
                    .containsPattern("(this is |keepalive_min_timeout )\\d");
        }
    }

    @Test
    void saysWhichDirectoryIsMissing() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withFlag(slots)) {
            TrafficRouter router = router(new NginxConfig.Flag(List.of(), nginx.switchFile() + "/no/green"));
            assertThatThrownBy(router::read).hasMessageContaining("/no/green");
            assertThatThrownBy(() -> router.switchTo(Slot.GREEN)).hasMessageContaining("its directory must exist");
            assertThatThrownBy(router::check).hasMessageContaining("could not be switched");
        }
    }

    @Test
    void aCheckNamesTheTestCommandThatFailed() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            String file = nginx.switchFile().toString();
            TrafficRouter router =
                    router(new NginxConfig.Include(List.of(), file, "service_port", "exit 3", "true", LIMIT));
            assertThatThrownBy(router::check).hasMessageContaining("'exit 3' ended with exit status 3");
        }
    }

    @Test
    void nginxTakesTheServerBlocksThatWePrint() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            for (NginxConfig config :
                    List.of(nginx.config(), new NginxConfig.Flag(List.of(), "/etc/nginx/bluegreen/x/green"))) {
                String block = ServerBlock.of(new ApplicationName("shop"), slots, config, List.of())
                        + ServerBlock.of(new ApplicationName("blog"), slots, config, List.of());
                // As an ordinary user, who may write neither to /run nor to /var, nor listen on port 80.
                String paths = List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi").stream()
                        .map(kind -> kind + "_temp_path temp;")
                        .collect(Collectors.joining("\n", "access_log off;\n", "\n"));
                String server = block.replace("listen 80;", "listen 127.0.0.1:" + FreePorts.next() + ";");
                Files.writeString(
                        nginx.configuration(),
                        "pid test.pid;\nerror_log test.log;\nevents {}\nhttp {\n" + paths + server + "}\n");
                Process test = new ProcessBuilder("sh", "-c", nginx.testCommand())
                        .redirectErrorStream(true)
                        .start();
                String said = new String(test.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(test.waitFor()).as(block + said).isZero();
            }
        }
    }

    @Test
    void saysWhereAVariableMayBeSet() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            String text = Files.readString(nginx.configuration());
            Files.writeString(
                    nginx.configuration(), text.replace("server {", "include " + nginx.switchFile() + ";\nserver {"));
            TrafficRouter router = router(nginx.config());
            assertThatThrownBy(router::check).hasMessageContaining("'set' may stand in a server or in a location only");
            assertThatThrownBy(() -> router.switchTo(Slot.GREEN))
                    .hasMessageContainingAll(
                            "nothing was changed; 'set' may stand in a server", "such as one in .inc.");
        }
    }

    @Test
    void saysWhichLinesAreInQuestion() throws Exception {
        try (PrivateNginx nginx = PrivateNginx.withInclude(slots)) {
            String text = "# both\nset $service_port %d;\nset $idle %d;\n".formatted(slots.blue(), slots.green());
            Files.writeString(nginx.switchFile(), text);
            NginxConfig.Include config = (NginxConfig.Include) nginx.config();
            NginxConfig any = new NginxConfig.Include(
                    List.of(), config.file(), null, config.testCommand(), config.reloadCommand(), LIMIT);
            assertThatThrownBy(router(any)::read).isInstanceOfSatisfying(HostException.class, e -> {
                assertThat(e).hasMessageContainingAll("has both ports", "give nginx.variable");
                assertThat(e.evidence())
                        .isEqualTo("line 2: set $service_port %d;\nline 3: set $idle %d;"
                                .formatted(slots.blue(), slots.green()));
            });
            router(config).switchTo(Slot.GREEN);
            assertThat(nginx.switchFile()).hasContent(text.replace("port " + slots.blue(), "port " + slots.green()));
            assertThat(front(nginx)).isEqualTo("green");
        }
    }

    private void assertRefused(PrivateNginx nginx, String test, String reload, String sentence) throws Exception {
        byte[] before = Files.readAllBytes(nginx.switchFile());
        TrafficRouter router = router(
                new NginxConfig.Include(List.of(), nginx.switchFile().toString(), "service_port", test, reload, LIMIT));
        assertThatThrownBy(() -> router.switchTo(Slot.GREEN)).isInstanceOfSatisfying(HostException.class, e -> {
            assertThat(e).hasMessageContaining(sentence);
            assertThat(e.evidence()).contains("unknown port");
        });
        assertThat(Files.readAllBytes(nginx.switchFile())).isEqualTo(before);
        assertThat(front(nginx)).isEqualTo("blue");
        RouterState after = router.read();
        assertThat(after.stale()).as("that nginx has read it").isFalse();
        router.restore(after);
    }

    private TrafficRouter router(NginxConfig config) {
        return new NginxRouterConfig(config).on(new LocalHost(), slots);
    }

    private static String front(PrivateNginx nginx) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(nginx.url()).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private HttpServer answering(Slot slot) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", slots.port(slot)), 0);
        server.createContext("/", exchange -> {
            byte[] body = slot.label().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
