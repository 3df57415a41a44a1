package io.jenkins.plugins.bluegreen.router.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnServerTest {

    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final NginxConfig FLAG = new NginxConfig.Flag(List.of(), "/etc/nginx/flag");
    private static final NginxConfig INCLUDE = new NginxConfig.Include(
            List.of(), "/etc/nginx/port.inc", "service_port", "true", "true", Duration.ofMinutes(1));

    private static Optional<String> against(NginxConfig config, String http) {
        return OwnServer.against("""
                # nginx 1.22.1
                # configuration file /etc/nginx/nginx.conf:
                events {}
                http {
                %s
                }
                # configuration file /etc/nginx/port.inc:
                set $service_port 8080;
                """.formatted(http), config, SLOTS);
    }

    private static String block(NginxConfig config, int blue, int green) {
        return ServerBlock.of(new ApplicationName("backend"), new SlotPair(blue, green), config, List.of());
    }

    /** A server of which only these lines matter. */
    private static String server(String lines) {
        return "server { listen 80; server_name a.example.com; " + lines + " }\n";
    }

    @Test
    void hasNothingAgainstTheServerBlocksThatWePrint() {
        for (NginxConfig config : List.of(FLAG, INCLUDE)) {
            assertThat(against(config, block(config, 8080, 8081))).isEmpty();
            assertThat(against(
                            config,
                            ServerBlock.of(
                                    new ApplicationName("backend"),
                                    SLOTS,
                                    config,
                                    Target.parseAll("10.0.0.1 10.0.0.2"))))
                    .isEmpty();
        }
    }

    @Test
    void saysWhichPortAFlagChoosesInstead() {
        assertThat(against(FLAG, block(FLAG, 9080, 9081)))
                .contains(
                        "the server 'server_name backend.example.com', which sends to port 9081 there, while greenPort"
                                + " is 8081");
        assertThat(against(FLAG, block(FLAG, 8081, 8080)).orElseThrow())
                .as("exchanged")
                .contains("sends to port 8080 there, while greenPort is 8081");
        assertThat(against(FLAG, block(FLAG, 9080, 8081)).orElseThrow()).contains("does not name port 8080");
        assertThat(against(FLAG, block(FLAG, 8080, 9081)).orElseThrow()).contains("port 9081");
    }

    private static String choosing(int blue, int green) {
        return "set $service_port " + blue + ";  # blue\n    set $other_port " + green
                + ";\n    if (-f /etc/nginx/flag) { set $service_port " + green + "; set $other_port " + blue + "; }";
    }

    /** What is passed on to is chosen by a variable that is set from the one that the flag sets. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theBlocksForACanaryAndForAPreviewGoByTheSameRule(boolean preview) {
        NginxConfig config = new NginxConfig.Flag(List.of(), "/etc/nginx/flag", preview);
        ApplicationName app = new ApplicationName("backend");
        for (List<Target> hosts : List.of(List.<Target>of(), Target.parseAll("10.0.0.1 10.0.0.2"))) {
            String block = preview
                    ? ServerBlock.of(app, SLOTS, config, hosts)
                    : ServerBlock.withCanary(app, SLOTS, config, hosts, Optional.empty());
            assertThat(block).contains(choosing(8080, 8081));
            assertThat(against(config, block)).isEmpty();
            assertThat(against(config, block.replace(choosing(8080, 8081), choosing(8081, 8080))))
                    .contains(
                            "the server 'server_name backend.example.com', which sends to port 8080 there, while greenPort is 8081");
            assertThat(against(config, block.replace(choosing(8080, 8081), choosing(9080, 8081))))
                    .contains(
                            "the server 'server_name backend.example.com', which sends to port 9080 there, while bluePort is 8080");
            assertThat(against(config, block.replace(choosing(8080, 8081), choosing(8080, 9081)))
                            .orElseThrow())
                    .contains("sends to port 9081 there, while greenPort is 8081");
            assertThat(against(
                                    config,
                                    block.replaceAll("(upstream backend_8080 \\{.*\\s+server [0-9.]+):8080", "$1:9080")
                                            .replaceAll("(10.0.0.2):8080;", "$1:9080;"))
                            .orElseThrow())
                    .as("the first server of an upstream")
                    .contains("sends to port 9080 there, while bluePort is 8080");
        }
    }

    @Test
    void aSecondServerThatGoesByTheSameFileIsLookedAtAsWell() {
        assertThat(against(
                                FLAG,
                                block(FLAG, 8080, 8081)
                                        + block(FLAG, 9080, 9081).replace("backend", "other"))
                        .orElseThrow())
                .contains("'server_name other.example.com'", "9081");
        assertThat(against(FLAG, block(FLAG, 8080, 8081) + server("if (-f /etc/nginx/flag) { return 301 /; }")))
                .isEmpty();
    }

    @Test
    void anIncludedPortNeedsAnUpstreamOfEachPort() {
        String block = block(INCLUDE, 8080, 8081);
        assertThat(against(INCLUDE, block.replace("upstream backend_8081", "upstream backend_9081"))
                        .orElseThrow())
                .contains("has no upstream backend_8081");
        assertThat(against(INCLUDE, server("include /etc/nginx/port.inc; proxy_pass http://127.0.0.1:$service_port;")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "if (-f /etc/nginx/flag) { set $s green; } proxy_pass http://$s;",
                "if (!-f /etc/nginx/flag) { set $p 8080; } proxy_pass http://127.0.0.1:$p;",
                "set $s 0; if (-f /etc/nginx/flag) { set $s 1; } proxy_pass http://127.0.0.1:808$s;",
                "if (-f /etc/nginx/flag) { set $d green; } proxy_pass http://unix:/run/app-$d.sock;",
                "set $s blue; if (-f /etc/nginx/flag) { set $s green; } proxy_pass http://127.0.0.1:$port_of;",
                "set_by_lua $p 'return port()'; if (-f /etc/nginx/flag) { set $p 0; } proxy_pass http://a:$p;",
                "set $p 8080; set $g 0; if (-f /etc/nginx/flag) { set $p 8081; set $g 1; } proxy_pass http://a:$p;",
                "set $g 0; if (-f /etc/nginx/flag) { set $g 1; } proxy_pass http://$mapped;",
                "set $g 0; if (-f /etc/nginx/flag) { set $g 1; } proxy_pass http://slot_$g;",
                "set $p 8080; if (-f /etc/nginx/flag) { set $a 9081; set $p 8081; }"
                        + " location /admin { proxy_pass http://a:$a; } location / { proxy_pass http://a:$p; }",
                "if (-f /etc/nginx/flag) { return 503; }",
                "set $p 9999; if ($uri !~ ^/x) { set $p 8080; } if (-f /etc/nginx/flag) { set $p 8081; } proxy_pass http://a:$p;",
                "set $p 8080; if (-f /etc/nginx/flag) { set $p 8081; } set $p 9999; set $p $q; proxy_pass http://a:$p;",
                "set $p 8080; set $c $p; if (-f /etc/nginx/flag) { set $p 8081; }"
                        + " location /a { set $c 9000; proxy_pass http://a:$c; } location / { proxy_pass http://a:$p; }",
                "location / { set $p 8080; if (-f /etc/nginx/flag) { set $p 8081; proxy_pass http://a:$p; } proxy_pass http://a:$p; }",
                "if (!-f /etc/nginx/flag) { set $p 8080; break; } set $p 8081; proxy_pass http://a:$p;",
                "set $p 9999; auth_request_set $p $upstream_http_x_port; if (-f /etc/nginx/flag) { set $p 8081; } proxy_pass http://a:$p;",
                "set $P 8080; if (-f /etc/nginx/flag) { set $p 8081; } proxy_pass http://a:$p;",
                "set $p 9999; location ~ ^/(?<p>[0-9]+)/ { if (-f /etc/nginx/flag) { set $p 8081; } proxy_pass http://a:$p; }",
                "set $u web-2023; if (-f /etc/nginx/flag) { set $u web-2024; } proxy_pass http://$u;",
                "set $p 6080; set $x 8080; if (-f /etc/nginx/flag) { set $p 6081; set $x 8081; } set $q $p; proxy_pass http://a:$q;",
                "set $h blue.int; set $x 8080; if (-f /etc/nginx/flag) { set $h green.int; set $x 8081; }"
                        + " set $u http://$h:80; location / { proxy_set_header X $x; proxy_pass $u; }",
                "set $g 0; if (-f /etc/nginx/flag) { set $g 8081; } location / { error_page 418 = @blue;"
                        + " if ($g = 0) { return 418; } proxy_pass http://a:$g; } location @blue { proxy_pass http://a:8080; }",
                "set $u a:9999; if (-f /etc/nginx/flag) { set $u a:8081; } location / { error_page 418 = @blue;"
                        + " if ($u ~ 9999) { return 418; } proxy_pass http://$u; } location @blue { proxy_pass http://a:8080; }"
            })
    void hasNothingAgainstOtherWaysToWriteIt(String lines) {
        String around = "map $s $port_of { green 8081; default 8080; }\n"
                + "map $g $mapped { 1 green; default blue; }\n"
                + "upstream slot_0 { server 127.0.0.1:8080; }\nupstream slot_1 { server 127.0.0.1:8081; }\n"
                + "upstream blue { server 127.0.0.1:8080; }\nupstream green { server 127.0.0.1:8081; }\n";
        assertThat(against(FLAG, around + server(lines))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "if (-f /etc/nginx/flag) { set $g 1; } proxy_pass http://other_$g;|port 9081",
                "set $u x; if (-f /etc/nginx/flag) { set $u http://127.0.0.1:9081; } proxy_pass $u;|port 9081",
                "if (!-f /etc/nginx/flag) { set $p 9080; set $g 0; } proxy_pass http://127.0.0.1:${p};|port 9080",
                "set $o 8080; set $p 9080; if (-f /etc/nginx/flag) { set $p 8081; } set $q ${p}; location / { proxy_pass http://a:$q; }|port 9080"
            })
    void saysWhichPortIsChosenHoweverThatIsWritten(String lines, String port) {
        String upstream = "upstream other_1 { server 127.0.0.1:9081; server 127.0.0.1:8081 backup; }\n";
        assertThat(against(FLAG, upstream + server(lines)).orElseThrow()).contains("sends to " + port + " there");
    }

    @Test
    void ofAConfigurationThatCannotBeReadNothingIsSaid() {
        assertThat(OwnServer.against("", FLAG, SLOTS)).isEmpty();
        assertThat(against(FLAG, server("if (-f /etc/nginx/flag) {"))).isEmpty();
        assertThat(against(FLAG, server("proxy_pass http://127.0.0.1:9000;"))).isEmpty();
    }
}
