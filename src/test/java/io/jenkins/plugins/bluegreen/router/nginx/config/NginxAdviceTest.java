package io.jenkins.plugins.bluegreen.router.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.NginxLayout;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NginxAdviceTest {

    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final NginxConfig FLAG = new NginxConfig.Flag(List.of(), "/etc/nginx/bluegreen/backend/green");
    private static final NginxConfig INCLUDE = new NginxConfig.Include(
            List.of(), "/etc/nginx/conf.d/service-port.inc", "service_port", "true", "true", Duration.ofMinutes(1));

    private static final String MINIMUM = "keepalive_min_timeout 75s;";

    private static String recommended(NginxConfig config) {
        return ServerBlock.of(new ApplicationName("backend"), SLOTS, config, List.of());
    }

    /** Returns a configuration whose http block holds a line and includes a site. */
    private static String dump(String version, String line, String site) {
        return """
                # nginx %s
                # configuration file /etc/nginx/nginx.conf:
                user www-data; # { not a block
                events { worker_connections 768; }
                http {
                    log_format main '$remote_addr "$request" {it''s; fine}';
                    map $http_upgrade $up { default "upgrade"; '' close; }
                    %s
                    include sites-enabled/*;
                }
                # configuration file /etc/nginx/sites-enabled/backend:
                %s
                # configuration file /etc/nginx/conf.d/service-port.inc:
                set $service_port 8080;
                """.replace("it''s", "its").formatted(version, line, site);
    }

    private static List<String> advice(NginxConfig config, String version, String line, String site) {
        return NginxAdvice.of(dump(version, line, site), config, SLOTS);
    }

    @Test
    void hasNothingToSayOfTheServerBlocksThatWePrint() {
        assertThat(advice(FLAG, "1.22.1", "", recommended(FLAG))).isEmpty();
        assertThat(advice(INCLUDE, "1.27.4", "keepalive_timeout 65; keepalive_min_timeout 65;", recommended(INCLUDE)))
                .isEmpty();
    }

    @Test
    void saysWhatAReloadCostsAndWhatHelps() {
        assertThat(advice(INCLUDE, "1.22.1", "", recommended(INCLUDE)))
                .singleElement()
                .asString()
                .contains("loses requests", "this is 1.22.1");
        assertThat(advice(INCLUDE, "1.27.4", "", recommended(INCLUDE)))
                .singleElement()
                .asString()
                .contains("put 'keepalive_min_timeout 75s;' into http");
        assertThat(advice(INCLUDE, "1.28.0", "keepalive_timeout 65; keepalive_min_timeout 5s;", recommended(INCLUDE)))
                .singleElement()
                .asString()
                .contains("put 'keepalive_min_timeout 65;'", "(now 5s)");
    }

    @Test
    void seesTheCacheThatHidesTheFlag() {
        String site = recommended(FLAG).replace("    open_file_cache off;\n", "");
        assertThat(advice(FLAG, "1.22.1", "open_file_cache max=1000;", site))
                .singleElement()
                .asString()
                .contains("put 'open_file_cache off;' into the server (server_name backend.example.com)");
        assertThat(advice(FLAG, "1.22.1", "open_file_cache max=1000;", recommended(FLAG)))
                .isEmpty();
    }

    @Test
    void seesWhatAHandWrittenServerLacks() {
        String site = """
                server {
                    server_name a.example.com;
                    include /etc/nginx/conf.d/service-port.inc;
                    location /api { proxy_pass http://localhost:${service_port}/; }
                }
                """;
        assertThat(advice(INCLUDE, "1.27.4", "keepalive_min_timeout 75s;", site))
                .hasSize(3)
                .anySatisfy(text ->
                        assertThat(text).contains("write 'proxy_pass http://127.0.0.1:${service_port}/;'", "502"))
                .anySatisfy(text -> assertThat(text).contains("put 'proxy_http_version 1.1;' into 'location /api'"))
                .anySatisfy(text -> assertThat(text).contains("a new connection to the application for each request"));
    }

    @Test
    void seesThatASlowUploadWouldFindTheOldSlotStopped() {
        String site = recommended(FLAG).replaceFirst("    server 127.0.0.1:8081 max_fails=0 backup;\n", "");
        assertThat(advice(FLAG, "1.22.1", "", site))
                .singleElement()
                .asString()
                .contains("into upstream backend_8080 as well, marked 'backup'");
    }

    @Test
    void seesUpstreamsThatDoNotKeepConnectionsOrKeepThemLong() {
        String site = recommended(FLAG)
                .replaceFirst("    keepalive 32;\n", "")
                .replaceFirst("(?s)(backend_8081 .*?)    keepalive_timeout 2s;\n", "$1")
                .replaceAll("        proxy_set_header (Connection|Upgrade) .*\n", "");
        assertThat(advice(FLAG, "1.22.1", "", site))
                .hasSize(3)
                .anySatisfy(text -> assertThat(text).contains("upstream backend_8080; put 'keepalive 32;' there"))
                .anySatisfy(text ->
                        assertThat(text).contains("for 60s", "put 'keepalive_timeout 2s;' into upstream backend_8081"))
                .anySatisfy(text -> assertThat(text).contains("put 'proxy_set_header Connection \"\";'"));
    }

    @Test
    void knowsTheDefaultsOfALaterNginx() {
        String site = recommended(FLAG)
                .replace("    keepalive 32;\n", "")
                .replace("        proxy_http_version 1.1;\n", "")
                .replaceAll("        proxy_set_header (Connection|Upgrade) .*\n", "");
        assertThat(advice(FLAG, "1.29.6", "", site)).hasSize(3);
        assertThat(advice(FLAG, "1.29.7", "", site)).isEmpty();
    }

    @Test
    void seesTwoApplicationsThatGoByOneFile() {
        String one = recommended(FLAG);
        String other = one.replace("backend_", "other_").replace("server_name backend.example.com;", "server_name b;");
        assertThat(advice(FLAG, "1.22.1", "", one + other))
                .singleElement()
                .asString()
                .contains("2 servers of nginx", "server_name backend.example.com; server_name b");
    }

    @Test
    void takesOneApplicationOnTwoPortsForOne() throws Exception {
        NginxConfig flag = new NginxConfig.Flag(List.of(), "/etc/nginx/bluegreen/shop/green");
        String site = NginxLayout.of("two-servers").site();
        assertThat(NginxAdvice.of(dump("1.22.1", "", site), flag, new SlotPair(8081, 8082)))
                .isEmpty();
        String redirect = recommended(FLAG)
                        .replaceFirst(
                                "(?s)(.*)(server \\{.*)(    location)", "$1$2    location /a { return 301 /; }\n$3")
                + "server { listen 81; if (-f /etc/nginx/bluegreen/backend/green) { return 302 /; } }";
        assertThat(advice(FLAG, "1.22.1", "", redirect)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "upstream", "upstream-servers", "whole-site", "map", "two-applications"})
    void looksAtTheServersThatGoByAnyFile(String layout) throws Exception {
        NginxLayout written = NginxLayout.of(layout);
        NginxConfig config = new NginxConfig.Include(
                List.of(), written.switched(Path.of("/etc/nginx")).toString(), null, "t", "r", Duration.ofMinutes(1));
        NginxDump dump = NginxDump.parse(written.dump()).get(0);
        assertThat(dump.servers(config)).hasSize(1);
        assertThat(OwnServer.against(written.dump(), config, new SlotPair(8081, 8082)))
                .isEmpty();
        assertThat(OwnServer.against(written.dump(), config, new SlotPair(7001, 7002)))
                .isPresent();
    }

    @Test
    void flagsWhatCanNeverWork() {
        String site =
                "server { include /etc/nginx/conf.d/service-port.inc; location / { proxy_http_version 1.1; proxy_pass %s; } }";
        String port = "'proxy_pass $service_port;' can never work, since the URL is '8080'";
        assertThat(advice(INCLUDE, "1.27.4", MINIMUM, site.formatted("$service_port")))
                .anyMatch(text -> text.contains(port));
        assertThat(advice(INCLUDE, "1.27.4", MINIMUM, site.formatted("${service_port}/a")))
                .anyMatch(text -> text.contains("write 'proxy_pass http://127.0.0.1:${service_port}/a;'"));
        String url = "set $service_url http://localhost:8080;";
        String named = dump("1.27.4", MINIMUM, site.formatted("$service_url")).replace("set $service_port 8080;", url);
        assertThat(NginxAdvice.of(named, INCLUDE, SLOTS))
                .anyMatch(text ->
                        text.contains("502; write 'http://127.0.0.1:8080' instead of 'http://localhost:8080'."));
        assertThat(NginxAdvice.of(named.replace("localhost", "127.0.0.1"), INCLUDE, SLOTS))
                .singleElement()
                .asString()
                .contains("opens a new connection");
        for (String known : List.of("http://127.0.0.1:$service_port", "$scheme://127.0.0.1:$service_port", "$other")) {
            assertThat(advice(INCLUDE, "1.27.4", MINIMUM, site.formatted(known)))
                    .noneMatch(text -> text.contains("never work") || text.contains("502"));
        }
    }

    @Test
    void flagsANameThatNginxWouldHaveToAskFor() {
        String site =
                "server { include /etc/nginx/conf.d/service-port.inc; %s location / { %s http://app:$service_port; } }";
        String passed = "http://app:$service_port;' needs a resolver for 'app', since it has a variable: requests would"
                + " get 502; write an address instead of the name, such as 127.0.0.1.";
        for (String pass : List.of("proxy_pass", "grpc_pass", "uwsgi_pass")) {
            assertThat(advice(INCLUDE, "1.27.4", MINIMUM, site.formatted("", pass)))
                    .contains("'" + pass + " " + passed);
            assertThat(advice(INCLUDE, "1.27.4", MINIMUM, site.formatted("resolver 10.0.0.2;", pass)))
                    .noneMatch(text -> text.contains("needs a resolver"));
        }
        assertThat(advice(INCLUDE, "1.27.4", MINIMUM + "resolver 10.0.0.2;", site.formatted("", "proxy_pass")))
                .noneMatch(text -> text.contains("needs a resolver"));
        String other = "server { include /etc/nginx/conf.d/service-port.inc; location /a { set $to localhost:1; }"
                + " location / { proxy_pass http://$to; } }";
        assertThat(advice(INCLUDE, "1.27.4", MINIMUM, other))
                .as("what is set elsewhere")
                .noneMatch(text -> text.contains("needs a resolver"));
    }

    @Test
    void flagsASetOutsideOfAnyServer() {
        String outside = "include conf.d/service-*;";
        String site = "server { location / { proxy_pass http://127.0.0.1:8080; } }";
        assertThat(advice(INCLUDE, "1.22.1", outside, site))
                .first()
                .asString()
                .contains(
                        "/etc/nginx/conf.d/service-port.inc is included outside of any server",
                        "no switch by it can ever work");
        String missing = dump("1.22.1", outside, site).replaceAll("(?s)# configuration file /etc/nginx/conf.d.*", "");
        assertThat(NginxAdvice.of(missing, INCLUDE, SLOTS)).anyMatch(text -> text.contains("outside of any server"));
        String upstream = dump("1.22.1", outside, site)
                .replace("set $service_port 8080;", "upstream a { server 127.0.0.1:8080; }");
        assertThat(NginxAdvice.of(upstream, INCLUDE, SLOTS)).noneMatch(text -> text.contains("outside of any server"));
    }

    /** Whether nginx goes by the file is looked at on the host, by more than the text: a link may lead to it. */
    @Test
    void saysNothingOfWhatItCannotTell() {
        assertThat(advice(FLAG, "1.22.1", "", "server { listen 80; }")).isEmpty();
        String named =
                recommended(FLAG).replace("proxy_pass http://backend_$service_port;", "proxy_pass http://$chosen;");
        assertThat(named).contains("http://$chosen;");
        assertThat(advice(FLAG, "1.22.1", "", named)).isEmpty();
    }

    @Test
    void looksAtTheNginxThatGoesByTheFile() {
        String other = dump("1.29.7", "", "server { listen 81; }");
        assertThat(NginxAdvice.of(other + dump("1.22.1", "", recommended(FLAG)), FLAG, SLOTS))
                .isEmpty();
    }

    @Test
    void readsWordsQuotesCommentsAndBlocksAsNginxDoes() {
        List<Directive> read = Directive.parse("a 'b;{ \\'c' \"d # e\"; # f;\ng${h}i \\;j{k;l{}}m;#");
        assertThat(read)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("at", "block.at", "block.block.at")
                .containsExactly(
                        new Directive(List.of("a", "b;{ 'c", "d # e"), List.of()),
                        new Directive(
                                List.of("g${h}i", "\\;j"),
                                List.of(
                                        new Directive(List.of("k"), List.of()),
                                        new Directive(List.of("l"), List.of()))),
                        new Directive(List.of("m"), List.of()));
        for (String broken : List.of("a", "a {", "a; }", ";", "{}")) {
            assertThatThrownBy(() -> Directive.parse(broken)).as(broken).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(NginxAdvice.of("no configuration", FLAG, SLOTS)).isEmpty();
    }
}
