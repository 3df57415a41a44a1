package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.Door;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HaproxyDoorsTest {

    private static final String CHOICE = "use_backend shop_%[str(shop),map(/m,blue)]";

    private static List<Door> doors(String text) {
        return HaproxyDoors.of(text, Set.of(7), "/m");
    }

    private static String http(String... lines) {
        return "defaults\n mode http\nfrontend other\n bind :90\n default_backend x\nfrontend fe\n "
                + String.join("\n ", lines) + "\nbackend shop_blue\n server a 127.0.0.1:8080\n";
    }

    @Test
    void areTheBindsOfTheFrontendThatGoesByTheMap() {
        assertThat(doors(http("bind :80", "bind *:443,127.0.0.1:444 ssl crt /c # tls", CHOICE)))
                .containsExactly(
                        new Door(80, false, "localhost", List.of("/"), Set.of(7)),
                        new Door(443, true, "localhost", List.of("/"), Set.of(7)),
                        new Door(444, true, "localhost", List.of("/"), Set.of(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bind 10.0.0.7:80",
                "bind unix@/run/x.sock",
                "bind :80 accept-proxy",
                "bind [::]:80",
                "bind :\"${PORT}\"",
                "bind :80\n mode tcp"
            })
    void areNotWhereNobodyCanBeAskedInHttpOnTheLoopbackAddress(String bind) {
        assertThat(doors(http(bind, CHOICE))).isEmpty();
    }

    @Test
    void areThereForAChoiceByAVariableThatIsSetFromAnotherOne() {
        String text = HaproxyBlock.withCanary(
                new ApplicationName("shop"),
                new SlotPair(8080, 8081),
                HaproxyRouterConfig.of(List.of(), "/m", null, null),
                List.of(),
                Optional.of(URI.create("http://shop.example.com:81/")));
        assertThat(doors(text)).containsExactly(new Door(81, false, "shop.example.com", List.of("/"), Set.of(7)));
    }

    @Test
    void haveTheNameAndThePathThatTheChoiceIsFor() {
        assertThat(doors(http(
                        "bind [::]:80 v4v6",
                        CHOICE + " if { hdr(host) -i shop.example.com www.example.com } { path_beg /s }")))
                .extracting(door -> door.url(door.paths().get(0)))
                .containsExactly("http://shop.example.com/s", "http://www.example.com/s");
        assertThat(doors(http("bind :80", CHOICE + " if { req.hdr(host),field(1,:) -i shop.example.com }")))
                .extracting(Door::name)
                .containsExactly("shop.example.com");
        assertThat(doors(http(
                        "bind :80",
                        "acl blog hdr(host) -i blog.example.com",
                        "acl shop req.hdr(host),lower -m str shop.example.com",
                        "http-request set-var(txn.s) str(shop),map(/m,blue)",
                        "use_backend blog if blog",
                        "use_backend shop_green if shop { var(txn.s) -m str green }")))
                .extracting(Door::name)
                .first()
                .isEqualTo("shop.example.com");
        assertThat(doors(http("bind :80", CHOICE + " if !{ hdr(host) -i admin.example.com }")))
                .extracting(Door::name)
                .containsExactly("localhost");
    }

    @Test
    void areNoneWithoutAnythingToRead() {
        assertThat(doors("")).isEmpty();
        assertThat(doors("frontend fe\n bind :80\n mode http\n default_backend x\n"))
                .isEmpty();
    }

    private static final String OWN = "frontend fe\n mode http\n bind :80\n bind 10.0.0.7:81\n " + CHOICE + "\n";

    private static void checkAlone(String text) throws HostException {
        HaproxyDoors.checkAlone("app1", new MapPlace("/m", "/s", "shop"), Section.of(text));
    }

    @ParameterizedTest
    @CsvSource({
        "frontend www, bind *:80, port 80 in",
        "frontend www, bind 0.0.0.0:80, port 80 in",
        "frontend www, bind ipv4@:443, ",
        "listen www, bind ipv4@*:80 ssl crt /c, port 80 in",
        "frontend www, 'bind :8080,:80 name x', port 80 in",
        "frontend www, bind 10.0.0.7:81, 10.0.0.7:81 in",
        "frontend www, bind :81, ",
        "frontend www, bind 10.0.0.8:81, ",
        "frontend www, bind [::]:80, ",
        "frontend www, bind :80 thread 1-2, ",
        "frontend www, bind :80 shards by-thread, ",
        "frontend www, bind :80 interface eth1, ",
        "frontend www, bind unix@/run/x.sock, ",
        "frontend www, 'bind :${PORT}', ",
        "frontend www, bind :80-82, ",
        "frontend www, 'bind :80; bind-process 2', ",
        "frontend www, 'bind :80; disabled', ",
        "backend www, bind :80, ",
        "frontend www, 'bind :80; use_backend shop_%[str(shop),map(/m,blue)] if { path /s }', ",
        "frontend www, 'bind :80; use_backend cart_%[str(cart),map(/m,blue)]', port 80 in",
        "frontend www, 'bind :80; use_backend %[req.hdr(host),map(/m,blue)]', ",
        "frontend www, 'bind :80; http-request lua.lead', ",
    })
    void areNotSharedWithAnotherFrontend(String section, String lines, String shared) {
        String other = section + "\n mode http\n " + lines.replace("; ", "\n ") + "\n default_backend x\n";
        for (String text : List.of(OWN + other, other + OWN)) {
            if (shared == null) {
                assertThatCode(() -> checkAlone(text)).as(text).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> checkAlone(text))
                        .as(text)
                        .isInstanceOf(HostException.class)
                        .hasMessageStartingWith("HAProxy on app1 takes requests at " + shared + " frontend fe and in "
                                + section + ", which each get a part of all of them")
                        .hasMessageEndingWith("lines of frontend fe into " + section
                                + ", before its own use_backend lines, take frontend fe out, and reload HAProxy.");
            }
        }
    }

    @Test
    void mayBeSeveralOfOneFrontend() {
        assertThatCode(() -> checkAlone(OWN + " bind :80\n")).doesNotThrowAnyException();
    }
}
