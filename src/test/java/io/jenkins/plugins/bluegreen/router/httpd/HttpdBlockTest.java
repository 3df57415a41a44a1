package io.jenkins.plugins.bluegreen.router.httpd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpdBlockTest {

    private static final ApplicationName APP = new ApplicationName("backend");
    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final HttpdConfig CONFIG = new HttpdConfig(List.of(), "/etc/apache2/bluegreen/backend/green");
    private static final String PAGE = "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n"
            + "<title>%d %s</title>\n</head><body>\n<h1>%2$s</h1>\n";

    @Test
    void itsPageShowsWhatWePrint() throws Exception {
        assertThat(Files.readString(Path.of("docs/routers/httpd.md")))
                .contains("```apache\n" + HttpdBlock.of(APP, SLOTS, CONFIG, List.of(), Optional.empty()) + "```");
    }

    @Test
    void itsPageShowsWhatWePrintForACanary() throws Exception {
        assertThat(Files.readString(Path.of("docs/routers/httpd.md")))
                .contains(
                        "```apache\n" + HttpdBlock.withCanary(APP, SLOTS, CONFIG, List.of(), Optional.empty()) + "```");
    }

    @Test
    void aCanaryOfSeveralHostsFallsBackToAllOfTheOther() {
        List<Target> hosts = Target.parseAll("hosts", "app1,[fd00::2]");
        assertThat(HttpdBlock.withCanary(APP, SLOTS, CONFIG, hosts, Optional.empty()))
                .contains(
                        "E=TO:balancer://backend-,",
                        "E=TO:balancer://backend-canary-]",
                        "<Proxy \"balancer://backend-8081\">")
                .containsSubsequence(
                        "<Proxy \"balancer://backend-canary-8081\">",
                        "http://app1:8081 ",
                        "http://[fd00::2]:8081 ",
                        "http://app1:8080 ",
                        "status=+H",
                        "http://[fd00::2]:8080 ",
                        "status=+H")
                .doesNotContain("127.0.0.1");
    }

    @Test
    void followsTheFrontDoorAndTheHosts() {
        List<Target> hosts = Target.parseAll("hosts", "app1,[fd00::2]");
        assertThat(HttpdBlock.of(APP, SLOTS, CONFIG, hosts, Optional.of(URI.create("https://shop.example.org:8443/x"))))
                .contains("<VirtualHost *:8443>\n    ServerName shop.example.org\n    SSLEngine on\n")
                .contains("balancer://backend-%{ENV:SERVICE_PORT}/$1 [P]")
                .contains("<Proxy \"balancer://backend-8081\">", "BalancerMember http://[fd00::2]:8081 ")
                .doesNotContain("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/srv/a b/green", "/srv/${X}/green", "/srv/%{HTTP_HOST}/green", "/srv/\"a/green", "/srv/a\\b"})
    void refusesAPathThatMeansMoreToHttpd(String path) {
        assertThatThrownBy(() -> new HttpdConfig(List.of(), path))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("httpd.flagFile is '" + path + "'");
    }

    @Test
    void knowsItsOwnAnswers() {
        assertThat(CONFIG.own(403, PAGE.formatted(403, "Forbidden"))).isTrue();
        assertThat(CONFIG.own(403, PAGE.formatted(404, "Not Found"))).isFalse();
        assertThat(CONFIG.own(403, "no")).isFalse();
        assertThat(CONFIG.own(503, PAGE.formatted(503, "Service Unavailable"))).isFalse();
        assertThat(CONFIG.limited(429, PAGE.formatted(429, "Too Many Requests")))
                .isTrue();
        assertThat(CONFIG.limited(403, PAGE.formatted(403, "Forbidden"))).isFalse();
    }
}
