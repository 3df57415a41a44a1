package io.jenkins.plugins.bluegreen.router.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NginxFoundTest {

    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final String FLAG = "/etc/nginx/bluegreen/backend/green";
    private static final String INCLUDED = "/etc/nginx/conf.d/service-port.inc";

    private static String block(NginxConfig config) {
        return ServerBlock.of(new ApplicationName("backend"), SLOTS, config, List.of());
    }

    private static List<NginxFound> in(String site, String included) {
        return NginxFound.in("""
                # nginx 1.22.1
                # configuration file /etc/nginx/nginx.conf:
                events { }
                http {
                    include sites-enabled/*;
                    server { listen 81; location / { proxy_pass http://127.0.0.1:9000; } }
                }
                # configuration file /etc/nginx/sites-enabled/site:
                %s
                # configuration file /etc/nginx/conf.d/service-port.inc:
                %s
                """.formatted(site, included));
    }

    @Test
    void findsTheFlagOfTheBlockThatWePrint() {
        assertThat(in(block(new NginxConfig.Flag(List.of(), FLAG)), ""))
                .containsExactly(
                        new NginxFound(true, FLAG, 8080, Optional.of(8081), "server_name backend.example.com"));
    }

    @Test
    void findsTheFlagOfTheBlockForACanary() {
        String block = ServerBlock.withCanary(
                new ApplicationName("backend"),
                SLOTS,
                new NginxConfig.Flag(List.of(), FLAG, true),
                List.of(),
                Optional.empty());
        NginxFound found = new NginxFound(true, FLAG, 8080, Optional.of(8081), "server_name backend.example.com");
        assertThat(in(block, "")).containsExactly(found);
        assertThat(in(
                        block.replace(
                                "{ set $service_port 8081; set $other_port 8080; }",
                                "{ set $other_port 8080; set $service_port 8081; }"),
                        ""))
                .containsExactly(found);
    }

    @Test
    void findsTheFileThatAServerIncludes() {
        NginxConfig include =
                new NginxConfig.Include(List.of(), INCLUDED, "service_port", "t", "r", Duration.ofMinutes(1));
        NginxFound found = new NginxFound(false, INCLUDED, 8081, Optional.empty(), "server_name backend.example.com");

        assertThat(in(block(include), "set $service_port 8081;")).containsExactly(found);
        assertThat(in(block(include), "set $service_url http://127.0.0.1:8081;"))
                .containsExactly(found);
    }

    @Test
    void findsTheFileThatAnUpstreamIncludes() {
        assertThat(in("upstream shop { include conf.d/service-port.inc; }", "server 127.0.0.1:8082;"))
                .containsExactly(new NginxFound(false, INCLUDED, 8082, Optional.empty(), "shop"));
    }

    @Test
    void takesNoOtherFileForOne() {
        assertThat(in("server { listen 80; include conf.d/service-port.inc; }", "gzip on; set $port 8080;"))
                .isEmpty();
        assertThat(in("server { listen 80; if (-f /maintenance) { return 503; } }", ""))
                .isEmpty();
        assertThat(NginxFound.in("")).isEmpty();
        assertThat(NginxFound.in("http {")).isEmpty();
    }
}
