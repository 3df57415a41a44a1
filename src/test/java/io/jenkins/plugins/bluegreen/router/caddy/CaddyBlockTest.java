package io.jenkins.plugins.bluegreen.router.caddy;

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

class CaddyBlockTest {

    private static final ApplicationName APP = new ApplicationName("backend");
    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final CaddyConfig CONFIG = new CaddyConfig(List.of(), "/etc/caddy/bluegreen/backend/green");

    @Test
    void itsPageShowsWhatWePrint() throws Exception {
        assertThat(Files.readString(Path.of("docs/routers/caddy.md")))
                .contains("```caddyfile\n" + CaddyBlock.of(APP, SLOTS, CONFIG, List.of(), Optional.empty()) + "```");
    }

    @Test
    void itsPageShowsWhatWePrintForACanary() throws Exception {
        assertThat(Files.readString(Path.of("docs/routers/caddy.md")))
                .contains("```caddyfile\n" + CaddyBlock.withCanary(APP, SLOTS, CONFIG, List.of(), Optional.empty())
                        + "```");
    }

    @Test
    void aCanaryOfSeveralHostsAsksThemByTurns() {
        List<Target> hosts = Target.parseAll("hosts", "app1,[fd00::2]");
        assertThat(CaddyBlock.withCanary(APP, SLOTS, CONFIG, hosts, Optional.empty()))
                .contains("reverse_proxy app1:8081 [fd00::2]:8081 {", "reverse_proxy app1:8080 [fd00::2]:8080 {")
                .doesNotContain("lb_policy", "127.0.0.1");
    }

    @Test
    void followsTheFrontDoorAndTheHosts() {
        List<Target> hosts = Target.parseAll("hosts", "app1,[fd00::2]");
        assertThat(CaddyBlock.of(APP, SLOTS, CONFIG, hosts, Optional.of(URI.create("https://shop.example.org:8443/x"))))
                .startsWith("https://shop.example.org:8443 {\n")
                .contains("reverse_proxy app1:8081 [fd00::2]:8081 {", "reverse_proxy app1:8080 [fd00::2]:8080 {")
                .doesNotContain("guess", "127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/srv/a b/green", "/srv/{env.X}/green", "/srv/[a]/green", "/srv/*/green", "/srv/a\\b", "/a,b"})
    void refusesAPathThatMeansMoreToCaddy(String path) {
        assertThatThrownBy(() -> new CaddyConfig(List.of(), path))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("caddy.flagFile is '" + path + "'");
    }

    @Test
    void knowsItsOwnAnswers() {
        assertThat(CONFIG.limited(429, "")).isTrue();
        assertThat(CONFIG.limited(429, "slow down")).isFalse();
        assertThat(CONFIG.own(401, "")).isTrue();
        assertThat(CONFIG.own(500, "")).isFalse();
        assertThat(CONFIG.own(502, "")).isFalse();
        assertThat(CONFIG.own(403, "no")).isFalse();
    }
}
