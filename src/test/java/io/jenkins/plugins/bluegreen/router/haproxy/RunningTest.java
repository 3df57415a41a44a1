package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.router.haproxy.Running.Server;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What HAProxy 2.6 says at its socket; of a line of show stat, only some cells. */
class RunningTest {

    private static final SlotPair SLOTS = new SlotPair(8080, 8081);

    private static final String SAID = """
            admin

            0x560ddf2df3f0 shopping green
            0x560ddf2df480 shop blue

            Name: HAProxy
            Nbproc: 2
            Process_num: 1

            # pxname,svname,status,last_chk,addr,
            shop,FRONTEND,OPEN,,,
            shop_blue,one,no check,,127.0.0.1:8080,
            shop_blue,BACKEND,UP,,,
            shop_green,one,DOWN 1/2,"Layer4, or so",127.0.0.1:8081,

            """;

    @Test
    void tellsItsMapAndItsServers() {
        Running running = Running.parse(SAID, "shop");
        assertThat(running.level()).isEqualTo("admin");
        assertThat(running.known()).isTrue();
        assertThat(running.value()).contains("blue");
        assertThat(running.processes()).isEqualTo(2);
        assertThat(running.servers())
                .containsExactly(
                        new Server("shop_blue", "one", "127.0.0.1:8080", "no check"),
                        new Server("shop_green", "one", "127.0.0.1:8081", "DOWN 1/2"));
        assertThat(Running.parse(SAID, "hop").value()).isEmpty();
        assertThat(Running.parse("admin\n\nUnknown map identifier. Please use #<id> or <file>.\n", "shop")
                        .known())
                .isFalse();
    }

    /** As those of the block for a canary: the other slot's server stands in for the own one. */
    private static Running falling(String algorithm, String backup, int first, int second) {
        return Running.parse("""
                admin
                # pxname,svname,status,bck,addr,algo,
                shop_green,app1,no check,0,127.0.0.1:%d,,
                shop_green,other1,no check,%s,127.0.0.1:%d,,
                shop_green,BACKEND,UP,0,,%s,
                """.formatted(first, backup, second, algorithm), "shop");
    }

    @Test
    void theServerThatStandsInForAnotherOneIsNotWhereASlotIs() {
        for (Running good : List.of(falling("first", "0", 8081, 8080), falling("roundrobin", "1", 8081, 8080))) {
            assertThatCode(() -> ServersFit.check("lb", "shop", SLOTS, good)).doesNotThrowAnyException();
        }
        for (Running exchanged : List.of(falling("first", "0", 8080, 8081), falling("roundrobin", "1", 8080, 8081))) {
            assertThatThrownBy(() -> ServersFit.check("lb", "shop", SLOTS, exchanged))
                    .hasMessageContaining(
                            "has no server at port 8081 (green) in backend shop_green, but at 127.0.0.1:8080; have HAProxy");
        }
        assertThatCode(() -> ServersFit.check("lb", "shop", SLOTS, falling("first", "0", 6081, 8081)))
                .as("a cache before it")
                .doesNotThrowAnyException();
    }

    /** The first one is that of the lowest number (Configuration Manual, 4.2, {@code balance first}). */
    @Test
    void theFirstServerIsTheOneOfTheLowestNumber() {
        String said = """
                admin
                # pxname,svname,status,bck,sid,addr,algo,
                shop_green,other1,no check,0,20,127.0.0.1:%d,,
                shop_green,app1,no check,0,9,127.0.0.1:%d,,
                shop_green,BACKEND,UP,0,0,,first,
                """;
        assertThatCode(() -> ServersFit.check("lb", "shop", SLOTS, Running.parse(said.formatted(8080, 8081), "shop")))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> ServersFit.check("lb", "shop", SLOTS, Running.parse(said.formatted(8081, 8080), "shop")))
                .hasMessageContaining("but at 127.0.0.1:8080; have HAProxy");
    }

    /** However many quotes the last answer of a server has. */
    @Test
    void readsALineOfManyQuotes() {
        assertThat(Running.rows(List.of("# pxname,last_chk,", "shop,\"" + "\"\"".repeat(100_000) + "\",")))
                .hasSize(1);
    }

    /** Such as one of no weight, or one that a use-server leads to: that is not told here. */
    @Test
    void theOtherSlotsServerBesideTheOwnOneIsLeft() {
        for (int other : List.of(8080, 9000)) {
            assertThatCode(() -> ServersFit.check("lb", "shop", SLOTS, falling("roundrobin", "0", 8081, other)))
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource({"UP, has 'check'", "DOWN 1/2, has 'check'", "MAINT (via other), is taken out", "DRAIN, is taken out"})
    void aServerThatWouldAnswer503IsRefused(String status, String why) {
        assertThatThrownBy(() -> check(new Server("shop_green", "one", "127.0.0.1:8081", status)))
                .isInstanceOf(HostException.class)
                .hasMessageContaining(why);
    }

    @Test
    void severalProcessesWithAMapEachAreRefused() {
        Running running = Running.parse(SAID, "shop");
        assertThatThrownBy(() -> ServersFit.check("lb", "shop", SLOTS, running))
                .hasMessageContainingAll("2 processes (nbproc)", "nbthread");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blog_green", "shop_other", "greenshop"})
    void aBackendOfAnotherNameIsNotLookedAt(String backend) {
        assertThatCode(() -> check(new Server(backend, "one", "127.0.0.1:9", "UP")))
                .doesNotThrowAnyException();
    }

    private static void check(Server server) throws HostException {
        ServersFit.check("lb", "shop", SLOTS, new Running("admin", true, Optional.of("blue"), 1, List.of(server)));
    }
}
