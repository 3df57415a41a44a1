package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.Door;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
