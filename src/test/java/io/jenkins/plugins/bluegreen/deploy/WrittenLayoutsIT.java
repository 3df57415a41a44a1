package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.NginxLayout;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.probe.HttpFrontDoor;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments by the nginx configurations that people have already. */
class WrittenLayoutsIT extends OnBench {

    private Path file;

    @ParameterizedTest
    @ValueSource(strings = {"url", "upstream", "upstream-servers", "whole-site", "map", "two-applications"})
    void aDeploymentReplacesThePortAndNothingElse(String layout) throws Exception {
        start(layout);
        boolean linked = Files.isSymbolicLink(file);
        String blue = text(file);
        Map<String, String> others = others(layout);
        deployed(Map.of());
        assertThat(front()).contains("release=r1");
        assertThat(text(file)).isEqualTo(blue);
        deployed(Map.of());
        assertThat(front()).contains("release=r2");
        // No comment of these names the port that is live.
        assertThat(text(file))
                .isEqualTo(blue.replace(Integer.toString(bench.slots.blue()), Integer.toString(bench.slots.green())));
        assertThat(Files.isSymbolicLink(file)).isEqualTo(linked);
        // Such as the file of another application.
        assertThat(others(layout)).isEqualTo(others).isNotEmpty();
    }

    /** One of them redirects to the other one, which speaks TLS. */
    @Test
    void aFlagSwitchesTwoServersOfOneApplication() throws Exception {
        start("two-servers");
        deployed(Map.of());
        assertThat(advice()).noneMatch(text -> text.contains("moves all of them"));
        Outcome second = deployed(Map.of());
        assertThat(second.proof()).contains("https://", "it answered 200", "to green (port");
        assertThat(front("health")).contains("release=r2");
        assertThat(file).exists();
        assertThat(advice()).noneMatch(text -> text.contains("moves all of them"));
    }

    @Test
    void twoApplicationsThatGoByOneFlagAreTold() throws Exception {
        start("two-servers");
        Path site = bench.nginx.configuration().resolveSibling("site.conf");
        String other = "server { listen 127.0.0.1:" + FreePorts.next() + "; set $p 1; if (-f " + file
                + ") { set $p 2; } location / { proxy_pass http://127.0.0.1:$p; } }";
        Files.writeString(site, other, StandardOpenOption.APPEND);
        bench.nginx.edit(text -> text);
        assertThat(advice()).anyMatch(text -> text.contains("3 servers of nginx go by " + file));
    }

    @Test
    void aDeploymentThatFailsPutsTheUrlBack() throws Exception {
        start("url");
        String blue = text(file);
        deployed(Map.of());
        assertFailsAtTheFrontDoor();
        assertThat(text(file)).isEqualTo(blue);
    }

    /** As somebody writes it who follows a sentence that asks for a port. */
    @Test
    void aUrlWithoutASchemeIsNoticedBeforeAnythingIsChanged() throws Exception {
        start("url");
        deployed(Map.of());
        Files.writeString(file, text(file).replace("http://", ""));
        bench.nginx.edit(text -> text);
        Outcome refused = bench.deploy(Map.of());
        assertThat(refused.result()).isEqualTo(Result.UNDONE);
        assertThat(refused.sentence())
                .contains("it answered 500", "no connection came to blue")
                .endsWith("Nothing was changed.");
        assertThat(bench.test())
                .anyMatch(found -> found.mark() == Finding.Mark.WRONG
                        && found.whole().contains("it answered 500, and no connection came to blue"));
        Files.writeString(file, text(file).replace("127.0.0.1", "http://127.0.0.1"));
        bench.nginx.edit(text -> text);
        deployed(Map.of());
    }

    @Test
    void aDeploymentReplacesTheLinkAndPutsItBack() throws Exception {
        start("link");
        String blue = text(file);
        deployed(Map.of());
        assertFailsAtTheFrontDoor();
        assertThat(Files.readSymbolicLink(file)).hasToString("blue.conf");
        bench.frontDoor = null;
        deployed(Map.of());
        assertThat(front()).contains("release=r3");
        assertThat(Files.readSymbolicLink(file)).hasToString("green.conf");
        assertThat(text(file.resolveSibling("blue.conf"))).isEqualTo(blue);
        assertThat(file.getParent().toFile().list()).containsOnly("active.conf", "blue.conf", "green.conf");
    }

    /** The folder lies elsewhere for it, and the commands are run there, as {@code docker exec} does. */
    @ParameterizedTest
    @ValueSource(strings = {"url", "link"})
    void anNginxInAContainerIsReloadedByACommandOfItsOwn(String layout) throws Exception {
        startInContainer(layout, false);
        deployed(Map.of());
        assertThat(deployed(Map.of()).proof()).contains("asked at the front door", "it answered 200", "to green (port");
        assertThat(front()).contains("release=r2");
    }

    /** It goes on with the one that was there when it was mounted. */
    @Test
    void aContainerThatHasTheFileAloneIsNotTakenForSwitched() throws Exception {
        startInContainer("url", true);
        String blue = text(file);
        deployed(Map.of());
        Outcome refused = bench.deploy(Map.of());
        assertThat(refused.result()).as(refused.sentence()).isEqualTo(Result.UNDONE);
        assertThat(front()).contains("release=r1");
        assertThat(text(file)).isEqualTo(blue);
    }

    private void startInContainer(String layout, boolean fileAlone) {
        assumeThat(SeparateHost.possible()).as("only root can hide processes").isTrue();
        start(layout);
        String exec = bench.nginx.restartInContainer(fileAlone ? file : file.getParent());
        bench.router = new NginxConfig.Include(
                List.of(),
                file.toString(),
                null,
                exec + bench.nginx.testCommand(),
                exec + bench.nginx.reloadCommand(),
                Duration.ofMinutes(1));
        bench.frontDoor = new HttpFrontDoor(bench.nginx.url(), ReleaseMark.NONE, "", "");
    }

    private void start(String layout) {
        bench.nginx = PrivateNginx.with(NginxLayout.of(layout), bench.slots);
        file = bench.nginx.switchFile();
    }

    private void assertFailsAtTheFrontDoor() throws Exception {
        bench.frontDoor = () -> new HealthProbe.Answer(false, "502", "");
        Outcome refused = bench.deploy(Map.of());
        assertThat(refused.result()).as(refused.sentence()).isEqualTo(Result.UNDONE);
        assertThat(front()).contains("release=r1");
    }

    /** Returns all that is not switched, by its path. */
    private Map<String, String> others(String layout) throws Exception {
        Path written = NginxLayout.of(layout).folder();
        Path etc = bench.nginx.configuration().getParent();
        Map<String, String> others = new TreeMap<>();
        try (Stream<Path> all = Files.walk(written)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                Path there = etc.resolve(written.relativize(each).toString());
                if (!Files.isSameFile(there, file)) {
                    others.put(there.toString(), text(there));
                }
            }
        }
        return others;
    }

    private List<String> advice() throws Exception {
        return new NginxRouterConfig(bench.nginx.config())
                .on(new LocalHost(), bench.slots)
                .advise();
    }

    private static String text(Path file) throws Exception {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private String front() throws Exception {
        return front("");
    }

    private String front(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(bench.nginx.url().resolve(path)).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
