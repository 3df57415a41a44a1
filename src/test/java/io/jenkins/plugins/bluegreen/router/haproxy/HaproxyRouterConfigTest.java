package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.NotGivenException;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HaproxyRouterConfigTest {

    private static final HaproxyRouterConfig CONFIG = HaproxyRouterConfig.of(
            List.of(), "/etc/haproxy/bluegreen/backend.map", "/run/haproxy/bluegreen.sock", null);

    @Test
    void theKeyIsTheNameOfTheApplicationUnlessItIsGiven() {
        assertThat(((HaproxyRouterConfig) CONFIG.of(new ApplicationName("shop")))
                        .place()
                        .key())
                .isEqualTo("shop");
        HaproxyRouterConfig own = HaproxyRouterConfig.of(List.of(), "/m", null, "www");
        assertThat(((HaproxyRouterConfig) own.of(new ApplicationName("shop"))).place())
                .isEqualTo(new MapPlace("/m", "/run/haproxy/admin.sock", "www"));
    }

    @Test
    void whatHaproxyCouldNotReadIsRefused() {
        assertThatThrownBy(() -> HaproxyRouterConfig.of(List.of(), null, null, null))
                .isInstanceOf(NotGivenException.class)
                .hasMessageContaining("haproxy.mapFile is not set");
        assertThatThrownBy(() -> HaproxyRouterConfig.of(List.of(), "m", null, null))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("haproxy.mapFile");
        assertThatThrownBy(() -> HaproxyRouterConfig.of(List.of(), "/a b", null, null))
                .hasMessageContaining("haproxy.mapFile is '/a b'");
        assertThatThrownBy(() -> HaproxyRouterConfig.of(List.of(), "/m", "/s;x", null))
                .hasMessageContaining("haproxy.socket is '/s;x'");
        assertThatThrownBy(() -> HaproxyRouterConfig.of(List.of(), "/m", null, "a b"))
                .hasMessageContaining("haproxy.key is 'a b'");
    }

    @Test
    void itsOwnPagesAreKnown() {
        String page = "<html><body><h1>%d Some Reason</h1>\nText.\n</body></html>\n";
        assertThat(CONFIG.limited(429, page.formatted(429))).isTrue();
        assertThat(CONFIG.limited(403, page.formatted(403))).isFalse();
        assertThat(CONFIG.own(403, page.formatted(403))).isTrue();
        assertThat(CONFIG.own(503, page.formatted(503))).isFalse();
        assertThat(CONFIG.own(429, "{\"error\": 429}")).isFalse();
    }

    @Test
    void theBlockIsTheOneThatTheDocumentationShows() throws Exception {
        String block = HaproxyBlock.of(
                new ApplicationName("backend"),
                new SlotPair(8080, 8081),
                CONFIG,
                List.of(),
                Optional.of(URI.create("http://backend.example.com/")));
        assertThat(Files.readString(Path.of("docs/routers/haproxy.md")))
                .contains("```haproxy\n" + block.strip() + "\n```");
    }

    @Test
    void theBlockForSharesIsTheOneThatTheDocumentationShows() throws Exception {
        String block = HaproxyBlock.withCanary(
                new ApplicationName("backend"),
                new SlotPair(8080, 8081),
                CONFIG,
                List.of(),
                Optional.of(URI.create("http://backend.example.com/")));
        assertThat(Files.readString(Path.of("docs/routers/haproxy.md")))
                .contains("```haproxy\n" + block.strip() + "\n```");
        String several = HaproxyBlock.withCanary(
                new ApplicationName("back.end-2"),
                new SlotPair(8080, 8081),
                CONFIG,
                List.of("app1", "app2"),
                Optional.empty());
        assertThat(several)
                .contains("set-var(txn.back_end_2_state) str(back.end-2),map(")
                .contains("-m str back.end-2_green }", "server app2 app2:8081")
                .doesNotContain("balance first");
    }

    @Test
    void theBlockForTestersIsTheOneThatTheDocumentationShows() throws Exception {
        String block = HaproxyBlock.of(
                new ApplicationName("backend"),
                new SlotPair(8080, 8081),
                CONFIG.previewing(true),
                List.of(),
                Optional.of(URI.create("http://backend.example.com/")));
        assertThat(Files.readString(Path.of("docs/preview.md"))).contains("```haproxy\n" + block.strip() + "\n```");
        assertThat(LeadingRules.notSent(block)).isEmpty();
        assertThat(LeadingRules.notSent(block.replace("X-Preview", "X")))
                .contains("req.hdr(X-Preview),sha2(256),hex,lower");
        assertThat(LeadingRules.notSent(block.replace("req.cook(bluegreen_preview),sha2(256)", "req.cook(x)")))
                .contains("req.cook(bluegreen_preview),sha2(256),hex,lower");
        assertThat(LeadingRules.notSent("")).isEmpty();
        assertThat(CONFIG.previewing(true).of(new ApplicationName("shop")).previews())
                .isTrue();
        assertThat(HaproxyBlock.withCanary(
                        new ApplicationName("backend"),
                        new SlotPair(8080, 8081),
                        CONFIG.previewing(true),
                        List.of(),
                        Optional.empty()))
                .contains(
                        "-m int lt 0 } { var(txn.backend_backend)",
                        "{ var(txn.backend_tester) -m str backend_preview }");
    }

    @Test
    void theServersAreTheHostsWhereHaproxyIsElsewhere() {
        String block = HaproxyBlock.of(
                new ApplicationName("backend"),
                new SlotPair(8080, 8081),
                CONFIG,
                List.of("app1", "app2"),
                Optional.empty());
        assertThat(block)
                .contains("server app1 app1:8080", "server app2 app2:8081")
                .contains("if { req.hdr(host),field(1,:) -i backend.example.com }  # a guess");
    }

    /** Of just these names the servers are looked at. */
    @Test
    void theBackendsAreNamedByTheKey() {
        HaproxyRouterConfig own = HaproxyRouterConfig.of(List.of(), "/m", null, "www/a");
        String block = HaproxyBlock.of(
                new ApplicationName("shop"), new SlotPair(8080, 8081), own, List.of(), Optional.empty());
        assertThat(block).contains("use_backend www_a_%[str(www/a),", "backend www_a_blue\n", "backend www_a_green\n");
        assertThat(own.place().name()).isEqualTo("www_a");
    }
}
