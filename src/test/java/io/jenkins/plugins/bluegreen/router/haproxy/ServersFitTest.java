package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What configurations show of where the application's line in the map leads; what HAProxy says of its servers is in {@link RunningTest}. */
class ServersFitTest {

    private static final String MAP = "/etc/haproxy/bluegreen.map";
    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final HaproxyRouterConfig CONFIG = HaproxyRouterConfig.of(List.of(), MAP, null, null);
    private static final MapPlace SHOP = place("shop");

    private static MapPlace place(String key) {
        return new MapPlace(MAP, "/run/haproxy/admin.sock", key);
    }

    private static List<String> blocks() {
        ApplicationName app = new ApplicationName("shop");
        return List.of(
                HaproxyBlock.of(app, SLOTS, CONFIG.previewing(true), List.of(), Optional.empty()),
                HaproxyBlock.withCanary(app, SLOTS, CONFIG.previewing(true), List.of(), Optional.empty()),
                HaproxyBlock.of(app, SLOTS, CONFIG, List.of(), Optional.empty()),
                HaproxyBlock.of(app, SLOTS, CONFIG, List.of("10.0.0.1", "10.0.0.2"), Optional.empty()),
                HaproxyBlock.withCanary(app, SLOTS, CONFIG, List.of(), Optional.empty()),
                HaproxyBlock.withCanary(app, SLOTS, CONFIG, List.of("10.0.0.1", "10.0.0.2"), Optional.empty()));
    }

    private static void check(MapPlace place, String text) throws HostException {
        ServersFit.check("lb", place, SLOTS, Section.of(text));
    }

    @Test
    void hasNothingAgainstTheBlocksThatWePrint() {
        for (String block : blocks()) {
            assertThatCode(() -> check(SHOP, block)).doesNotThrowAnyException();
            assertThat(Section.choices(Section.of(block)))
                    .containsExactly(new Section.Choice(
                            "frontend shop", MAP, "shop", Map.of(Slot.BLUE, 8080, Slot.GREEN, 8081)));
        }
        assertThatCode(() -> check(SHOP, "")).doesNotThrowAnyException();
    }

    /** Whatever the names of the backends are. */
    @Test
    void saysWhichPortTheLineLeadsToInstead() {
        for (String printed : blocks()) {
            String block = printed.replaceAll("\\bshop_", "web_");
            assertThatCode(() -> check(SHOP, block)).doesNotThrowAnyException();
            String exchanged =
                    block.replace(":8080", ":1").replace(":8081", ":8080").replace(":1\n", ":8081\n");
            assertThatThrownBy(() -> check(SHOP, exchanged))
                    .hasMessageContainingAll(
                            "HAProxy on lb goes by the line of shop in " + MAP
                                    + " in frontend shop, which sends to port",
                            "name the same ports");
            String half = block.replaceAll("(server app\\d \\S+):8081", "$1:9081");
            assertThatThrownBy(() -> check(SHOP, half))
                    .hasMessageContaining(
                            "which sends to port 9081 where that says green, while greenPort is 8081; have HAProxy and");
        }
    }

    /** As where its block was copied for another application, and a name was left. */
    @Test
    void saysThatALineIsNeverAskedFor() {
        for (String printed : blocks()) {
            String block = printed.replace("map(" + MAP, "map('" + MAP + "'");
            assertThatThrownBy(() -> check(place("blog"), block.replaceAll("\\bshop_", "blog_")))
                    .hasMessage("HAProxy on lb asks " + MAP
                            + " for shop and never for blog, so a switch would change nothing; have HAProxy and this deployment"
                            + " name the same key, and reload HAProxy.");
        }
    }

    /** HAProxy takes quotes away wherever they stand. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "map(MAP|map('MAP'",
                "map(MAP|map(\"MAP\"",
                "map(MAP|map( MAP ",
                "map(MAP|map(/etc/haproxy/../haproxy/bluegreen.map",
                "str(shop)|str( 'shop' )",
                "str(shop)|str(\\'shop\\')"
            })
    void hasNothingAgainstOtherWaysToAskBesideAnotherApplication(String asked, String instead) {
        String blog = HaproxyBlock.of(new ApplicationName("blog"), SLOTS, CONFIG, List.of(), Optional.empty());
        for (String block : blocks()) {
            String text = block.replace(asked.replace("MAP", MAP), instead.replace("MAP", MAP));
            assertThat(text).isNotEqualTo(block);
            assertThatCode(() -> check(SHOP, text + blog)).doesNotThrowAnyException();
        }
    }

    /** That is the one with the lowest number, wherever it stands. */
    @Test
    void saysNothingOfTheFirstServerWhereTheyHaveNumbers() {
        String block = blocks().get(1);
        String numbered = block.replaceAll(
                "(?m)^( *server) app1 (\\S+)\n.*other1 (\\S+)$", "$1 other1 $3 id 20\n$1 app1 $2 id 10");
        assertThat(numbered).isNotEqualTo(block);
        assertThatCode(() -> check(SHOP, numbered)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frontend x\n use_backend %[req.hdr(host),map(" + MAP + ")]",
                "frontend x\n use_backend %[str(blog),lower,map(" + MAP + ")]",
                "frontend x\n acl shop str(blog) -M -f " + MAP,
                "frontend x\n use_backend %[str('shop'),map(" + MAP + ")]",
                "frontend x\n use_backend %[str(shop.example.com),map_beg(" + MAP + ")]",
                "frontend x\n use_backend \"shop_%[str(${APP}),map(" + MAP + ",blue)]\"",
                "frontend x\n use_backend shop_%[str(shop),map(${MAPS}/bluegreen.map)]\n"
                        + " use_backend blog_%[str(blog),map(" + MAP + ")] if { path /blog }",
                "global\n lua-load /a.lua\nfrontend x\n use_backend %[str(blog),map(" + MAP + ")]",
                "frontend x\n use_backend shop_%[str(shop),map(" + MAP
                        + ")]\nbackend shop_green\n server a /run/a.sock",
                "frontend x\n use_backend %[var(txn.a)]\n http-request set-var(txn.a) str(x_),concat(,txn.b)\n"
                        + " http-request set-var(txn.b) str(shop),map(" + MAP + ") if { path /a }\n"
                        + "backend x_green\n server a 127.0.0.1:9",
                "frontend x\n use_backend %[var(txn.a)]\n http-request set-var(txn.a) var(txn.a)\n http-request set-var(txn.b)"
                        + " str(shop),map(" + MAP + ")"
            })
    void saysNothingOfWhatIsNotTold(String text) {
        assertThatCode(() -> check(SHOP, text)).doesNotThrowAnyException();
    }

    private static String pair(String name, int blue, int green) {
        return """
                backend %1$s_blue
                    server app1 127.0.0.1:%2$d
                backend %1$s_green
                    server app1 127.0.0.1:%3$d
                """.formatted(name, blue, green);
    }

    /** Its WebSockets are served by ports of their own, in the same slot. */
    @Test
    void hasNothingAgainstASecondPairThatGoesByTheSameLine() {
        String text = """
                frontend shop
                    use_backend ws_%%[str(shop),map(%1$s,blue)] if { path_beg /ws }
                    use_backend shop_%%[str(shop),map(%1$s,blue)]
                """.formatted(MAP) + pair("ws", 9090, 9091);
        assertThatCode(() -> check(SHOP, text + pair("shop", 8080, 8081))).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(SHOP, text + pair("shop", 8080, 9081)))
                .hasMessageContaining("which sends to port 9081 where that says green, while greenPort is 8081");
    }

    /** Such as a cache, or what gives each slot's port another number. */
    @Test
    void hasNothingAgainstWhatStandsBetween() {
        String text = "frontend shop\n use_backend web_%[str(shop),map(" + MAP + ",blue)]\n";
        assertThatCode(() -> check(SHOP, text + pair("web", 6080, 6081))).doesNotThrowAnyException();
        String testers = "frontend testers\n use_backend idle_%[str(shop),map(" + MAP + ",blue)]\n";
        assertThatCode(() -> check(SHOP, text + testers + pair("web", 6080, 6081) + pair("idle", 8081, 8080)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(SHOP, text + pair("web", 8080, 8080)))
                .hasMessageContaining("which sends to port 8080 where that says green, while greenPort is 8081");
    }

    /** They come to the slot that is not live. */
    @Test
    void hasNothingAgainstADoorForTesters() {
        String text = """
                frontend testers
                    bind 127.0.0.1:8888
                    use_backend idle_%%[str(shop),map(%1$s,blue)]
                frontend shop
                    use_backend shop_%%[str(shop),map(%1$s,blue)]
                """.formatted(MAP) + pair("idle", 8081, 8080) + pair("shop", 8080, 8081);
        assertThatCode(() -> check(SHOP, text)).doesNotThrowAnyException();
    }

    /** A pair that is understood says nothing of where the users are led by what is not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                " use_backend web_green if { str(shop),map(MAP,blue) -m str green }\n default_backend web_blue",
                " http-request set-var(txn.a) str(shop),map(MAP,blue) if { path / }\n use_backend web_%[var(txn.a)]",
                " use_backend web_%[str('shop'),map(MAP,blue)]"
            })
    void hasNothingAgainstASecondPairBesideWhatIsNotTold(String lines) {
        String text = "frontend shop\n use_backend ws_%[str(shop),map(MAP,blue)] if { path_beg /ws }\n" + lines + "\n";
        assertThatCode(() -> check(SHOP, text.replace("MAP", MAP) + pair("ws", 9090, 9091) + pair("web", 8080, 8081)))
                .doesNotThrowAnyException();
    }
}
