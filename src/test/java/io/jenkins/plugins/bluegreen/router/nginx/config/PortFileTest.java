package io.jenkins.plugins.bluegreen.router.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where in a part of nginx's configuration a port is the port of a value, and where it is something else. */
class PortFileTest {

    private static final SlotPair SLOTS = new SlotPair(8081, 8082);

    /** In each, 8081 is the port wherever it stands. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "set $service_port 8081;",
                "set $service_url http://127.0.0.1:8081;",
                "set $service_url \"http://127.0.0.1:8081\";\r\n# the live one\r\n",
                "set $service_url 'https://[::1]:8081/api';",
                "set $backend app.internal:8081;",
                "set $pool shop_8081;",
                "set $pool http://shop-8081/;",
                "\tset\t$port\n8081 ; # ü\nset $other 1;",
                "upstream shop {\n    # live\n    server 127.0.0.1:8081;\n    keepalive 16;\n}",
                "upstream shop { server 10.0.0.1:8081 weight=5; server app2:8081; server [fe80::2]:8081; }",
                "server 127.0.0.1:8081 max_fails=0;",
                "proxy_pass http://127.0.0.1:8081;",
                "proxy_pass http://127.0.0.1:8081$request_uri;",
                "location / { proxy_pass http://localhost:8081/; proxy_redirect http://localhost:8081/ /; }",
                "grpc_pass grpc://127.0.0.1:8081;",
                "fastcgi_pass 127.0.0.1:8081;",
                "proxy_pass http://backend_8081;",
                "map $host $service_port { hostnames; default 8081; }",
                "map $host $service_url { default http://127.0.0.1:8081; a.example.com http://127.0.0.1:8081; }",
                "default 8081;",
                "server { listen 80; location / { proxy_pass http://127.0.0.1:8081; } }",
                "if ($host) { set $p 8081; }",
                "set $a \"{\"; set $service_port 8081; # }"
            })
    void replacesThePortAndNothingElse(String text) {
        PortFile file = read(text);
        assertThat(file.slot()).contains(Slot.BLUE);
        String green = file.with(Slot.GREEN);
        assertThat(green).isEqualTo(text.replace("8081", "8082"));
        assertThat(read(green).slot()).contains(Slot.GREEN);
        assertThat(read(green).with(Slot.BLUE)).isEqualTo(text);
    }

    /** Here X is the port; the other numbers look like one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "# server 127.0.0.1:8082;\nserver 127.0.0.1:X;\n#server 127.0.0.1:8081;",
                "listen 8082; proxy_pass http://127.0.0.1:X/8082?x=8081;",
                "listen 127.0.0.1:8081; server_name a.example.com:8082; set $p X;",
                "set $p X; set $max 18081; set $min 80820; set $note '8081 or 8082'; keepalive_requests 8082;",
                "upstream shop_8081 { server 127.0.0.1:X; }",
                "upstream shop_8081 { server 127.0.0.1:X; } server { location / { proxy_pass http://shop_8081; } }",
                "server 127.0.0.1:X; # 127.0.0.1:8082",
                "location ~ ^/8082 { proxy_pass http://127.0.0.1:X; }",
                "set $socket unix:/run/app-8082.sock; set $p X;",
                "set $ip 10.0.0.8082; set $p X;",
                "client_max_body_size 8081; proxy_pass http://a.8082.b:X;",
                "map $http_x_8081 $p { 8082 X; default X; }",
                "include 8082.inc; set $p X;"
            })
    void leavesWhatOnlyLooksLikeAPort(String text) {
        assertThat(read(text.replace("X", "8081")).with(Slot.GREEN)).isEqualTo(text.replace("X", "8082"));
        assertThat(read(text.replace("X", "8082")).with(Slot.BLUE)).isEqualTo(text.replace("X", "8081"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# set $p 8081;",
                "set $p 8083;",
                "set $p $other;",
                "set $p 80;",
                "server unix:/run/8081.sock;",
                "listen 8081;",
                "proxy_pass http://127.0.0.1;",
                "proxy_pass http://127.0.0.1:80811;",
                "proxy_pass http://127.0.0.1:8081x;"
            })
    void seesNone(String text) {
        assertThat(read(text).slot()).isEmpty();
        assertThat(read(text).isEmpty()).isTrue();
    }

    @Test
    void showsTheLinesWhereBothPortsStand() {
        PortFile file =
                read("upstream shop {\r\n    server 127.0.0.1:8081;\r\n    server\n127.0.0.1:8082 backup; # 8082\r\n}");
        assertThat(file.slot()).isEmpty();
        assertThat(file.isEmpty()).isFalse();
        assertThat(file.lines()).isEqualTo("line 2: server 127.0.0.1:8081;\nline 4: 127.0.0.1:8082 backup; # 8082");
    }

    @Test
    void aVariableTellsWhichValueIsMeant() {
        String text =
                "set $live 8081; set $idle 8082; upstream a { server 127.0.0.1:8082; } map $x $table { default 8082; }";
        assertThat(read(text).slot()).isEmpty();
        assertThat(read(text, "live").slot()).contains(Slot.BLUE);
        assertThat(read(text, "live").with(Slot.GREEN)).isEqualTo(text.replace("$live 8081", "$live 8082"));
        assertThat(read(text, "table").with(Slot.BLUE)).isEqualTo(text.replace("default 8082", "default 8081"));
        assertThat(read(text, "liv").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"server {", "}", "set $p 8081", "set $p '8081;"})
    void refusesWhatNginxWould(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static PortFile read(String text) {
        return PortFile.read(text, SLOTS, Optional.empty());
    }

    private static PortFile read(String text, String variable) {
        return PortFile.read(text, SLOTS, Optional.of(variable));
    }
}
