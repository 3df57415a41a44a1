package io.jenkins.plugins.bluegreen.router.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.Door;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NginxDoorsTest {

    private static final SlotPair SLOTS = new SlotPair(8081, 8082);
    private static final NginxConfig FLAG = new NginxConfig.Flag(List.of(), "/etc/nginx/shop/green");
    private static final String TEST = "set $p 8081; if (-f /etc/nginx/shop/green) { set $p 8082; }";
    private static final String PASS = "location / { proxy_pass http://shop_$p; }";

    @Test
    void theServerThatReadmeShowsIsOne() {
        String block = ServerBlock.of(new ApplicationName("shop"), SLOTS, FLAG, List.of());
        assertThat(doors(block)).containsExactly(door(80, false, "shop.example.com", "/"));
    }

    @Test
    void ofTwoServersTheOneThatPassesAllOnComesFirst() {
        String plain = "server { listen 80; " + TEST
                + " location /health { proxy_pass http://shop_$p; } location / { return 301 https://$host$request_uri; } }";
        String tls = "server { listen 443 ssl http2; " + TEST + PASS + " }";
        assertThat(doors(plain + tls))
                .containsExactly(door(443, true, "localhost", "/"), door(80, false, "localhost", "/health"));
    }

    @Test
    void aServerThatOnlyRedirectsIsNone() {
        assertThat(doors("server { listen 80; " + TEST + " return 301 https://$host$request_uri; " + PASS + "}"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen 8080|8080",
                "listen *:8080|8080",
                "listen 0.0.0.0:8080|8080",
                "listen 127.0.0.1:8080|8080",
                "listen localhost:8080|8080",
                "listen [::]:8080 ipv6only=off|8080",
                "listen 127.0.0.1|80",
                "server_name x|80",
                "listen 8080-8089|8080",
                "listen [::]:8080; listen 8081|8081"
            })
    void itsPortIsThatOfTheLoopbackAddress(String listen, int port) {
        assertThat(doors("server { " + listen + "; " + TEST + PASS + "}"))
                .extracting(Door::port)
                .containsExactly(port);
    }

    @ParameterizedTest
    @CsvSource({
        "listen 10.0.0.5:80",
        "listen [::]:80",
        "listen [::1]:80",
        "listen unix:/run/nginx.sock",
        "listen 80 proxy_protocol",
        "listen 443 quic"
    })
    void whatIsNotReachedThroughSshIsNone(String listen) {
        assertThat(doors("server { " + listen + "; " + TEST + PASS + "}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server_name www.shop.example|www.shop.example",
                "server_name *.shop.example|any.shop.example",
                "server_name .shop.example|shop.example",
                "server_name ~^(www\\.)?shop shop.example|shop.example",
                "server_name _|_",
                "listen 80 default_server; server_name _|localhost"
            })
    void itsNameIsOneThatNginxFindsItBy(String name, String expected) {
        assertThat(doors("server { server_name other; } server { " + name + "; " + TEST + PASS + "}"))
                .extracting(Door::name)
                .containsExactly(expected);
    }

    /** One of them is often redirected to the other one. */
    @Test
    void itIsAskedByEachOfItsNames() {
        String names = "server_name www.shop.example shop.example; server_name *.shop.example; ";
        assertThat(doors("server { listen 80; listen 443 ssl; " + names + TEST + PASS + "}"))
                .containsExactly(
                        door(80, false, "www.shop.example", "/"),
                        door(443, true, "www.shop.example", "/"),
                        door(80, false, "shop.example", "/"),
                        door(443, true, "shop.example", "/"),
                        door(80, false, "any.shop.example", "/"),
                        door(443, true, "any.shop.example", "/"));
    }

    /** A request to 127.0.0.1 comes to those that name that address, whatever its name. */
    @Test
    void whereAnotherServerTakesTheLoopbackAddressItIsNotReached() {
        String status = "server { listen 127.0.0.1:80; location /nginx_status { stub_status; } } ";
        String shop = "server { listen 80; LISTEN server_name shop; " + TEST + PASS + "}";
        assertThat(doors(status + shop.replace("LISTEN", ""))).isEmpty();
        assertThat(doors(status + shop.replace("LISTEN", "listen 8080;")))
                .containsExactly(door(8080, false, "shop", "/"));
        assertThat(doors(status + shop.replace("LISTEN", "listen 127.0.0.1:80;")))
                .containsExactly(door(80, false, "shop", "/"));
        assertThat(doors("server { listen 127.0.0.1:81; } " + shop.replace("LISTEN", "")))
                .containsExactly(door(80, false, "shop", "/"));
    }

    @Test
    void aServerThatOnlyARegularExpressionFindsIsNone() {
        assertThat(doors("server { server_name other; } server { server_name ~^a+$; " + TEST + PASS + "}"))
                .isEmpty();
    }

    @Test
    void whatNginxMayAnswerItselfComesLast() {
        String places = "location /admin { auth_basic on; proxy_pass http://shop_$p; }"
                + "location ~ \\.php$ { proxy_pass http://shop_$p; }"
                + "location = /api { proxy_pass http://shop_$p; }"
                + "location / { try_files $uri @app; } location @app { proxy_pass http://shop_$p; }";
        assertThat(doors("server { " + TEST + places + "}"))
                .extracting(door -> door.paths().get(0))
                .containsExactly("/", "/api", "/admin");
    }

    @Test
    void aFileThatIsNamedInAnotherWayIsFoundByTheSlots() {
        String upstream = "upstream shop { server 127.0.0.1:8081; } ";
        String server = "server { server_name shop; location / { proxy_pass http://shop; } }";
        assertThat(doors(upstream + "server { listen 80; location / { proxy_pass http://else; } } " + server))
                .containsExactly(door(80, false, "shop", "/"));
    }

    @Test
    void nothingIsFoundInWhatCannotBeRead() {
        assertThat(doors("server {")).isEmpty();
        assertThat(NginxDoors.of("", Set.of(), FLAG, SLOTS)).isEmpty();
    }

    private static Door door(int port, boolean tls, String name, String path) {
        return new Door(port, tls, name, List.of(path), Set.of(33));
    }

    private static List<Door> doors(String http) {
        return NginxDoors.of(
                "# configuration file /etc/nginx/nginx.conf:\nhttp { " + http + " }\n", Set.of(33), FLAG, SLOTS);
    }
}
