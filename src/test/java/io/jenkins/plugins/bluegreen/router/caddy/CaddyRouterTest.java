package io.jenkins.plugins.bluegreen.router.caddy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.Door;
import io.jenkins.plugins.bluegreen.port.router.FoundSwitch;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is read of configurations as {@code caddy adapt} prints them. */
class CaddyRouterTest {

    private static final String FLAG = "/srv/flags/green";

    private static final String GREEN = """
            {'match':[{'file':{'root':'/srv/flags','try_files':['green']}}],'handle':[{'handler':'subroute','routes':[
              {'handle':[{'handler':'reverse_proxy','upstreams':[{'dial':'127.0.0.1:8081'}]OPTIONS}]}]}]},
            {'handle':[{'handler':'subroute','routes':[
              {'handle':[{'handler':'reverse_proxy','upstreams':[{'dial':'127.0.0.1:8080'}]OPTIONS}]}]}]}
            """;

    private static final String KEEPS_SHORTLY =
            ",'transport':{'protocol':'http','keep_alive':{'idle_timeout':2000000000}}";

    private static String site(String listen, String match, String before, String more) {
        return ("{'apps':{'http':{'servers':{'srv0':{'listen':['" + listen + "'],'routes':[{'match':[" + match
                        + "],'handle':[{'handler':'subroute','routes':[" + before + GREEN + "]}]}]" + more + "}}}}}")
                .replace("OPTIONS", KEEPS_SHORTLY)
                .replace("\n", "")
                .replace('\'', '"');
    }

    private static TrafficRouter router(String adapted) {
        String found = "router=7\nuser=998\nalias=" + FLAG + "\nadapted=" + adapted + "\n";
        return printing(found);
    }

    private static TrafficRouter printing(String text) {
        return new CaddyConfig(List.of(), FLAG)
                .on(
                        new UnableHost() {
                            @Override
                            public CommandResult run(Command command, Duration limit) {
                                return new CommandResult(0, text, "");
                            }
                        },
                        new SlotPair(8080, 8081));
    }

    private static Door door(String adapted) throws Exception {
        List<Door> doors = router(adapted).inspect().doors();
        assertThat(doors).hasSize(1);
        return doors.get(0);
    }

    /** Whether somebody switches by hand is seen by that alone. */
    @Test
    void isSwitchedByItsFlagFile() {
        assertThat(printing("").switches()).containsExactly(FLAG);
    }

    @Test
    void knowsWhereItTakesRequests() throws Exception {
        assertThat(door(site(":443", "{'host':['shop.example.com']}", "", "")))
                .isEqualTo(new Door(443, true, "shop.example.com", List.of("/"), Set.of(998)));
        assertThat(door(site(":8443", "{'host':['*.example.com']}", "", "")))
                .isEqualTo(new Door(8443, true, "any.example.com", List.of("/"), Set.of(998)));
        assertThat(door(site(":80", "{'host':['shop.example.com']}", "", "")).tls())
                .isFalse();
        assertThat(door(site("127.0.0.1:8000", "{'path':['/api/*']}", "", "")))
                .isEqualTo(new Door(8000, false, "localhost", List.of("/api/"), Set.of(998)));
        assertThat(door(site(":8443", "{'host':['a.b']}", "", ",'automatic_https':{'disable':true}"))
                        .tls())
                .isFalse();
    }

    @Test
    void namesNoDoorThatLoopbackDoesNotReach() throws Exception {
        assertThat(router(site("10.1.2.3:80", "{'host':['a.b']}", "", ""))
                        .inspect()
                        .doors())
                .isEmpty();
        assertThat(router(site("unix//run/caddy.sock", "{'host':['a.b']}", "", ""))
                        .inspect()
                        .doors())
                .isEmpty();
    }

    @Test
    void asksLastWhereAPasswordIsWanted() throws Exception {
        String guarded = site(":80", "{'host':['a.b']}", "{'handle':[{'handler':'authentication'}]},", "");
        String open = site(":81", "{'path':['/open/*']}", "", "");
        String both = guarded.substring(0, guarded.length() - 4) + ",\"srv1\":"
                + open.substring(open.indexOf("{\"listen\""), open.length() - 4) + "}}}}";
        assertThat(router(both).inspect().doors()).extracting(Door::port).containsExactly(81, 80);
    }

    @Test
    void whatCannotBeReadIsUnknownAndWhatIsReadIsNot() throws Exception {
        assertThat(printing("").inspect().unseen()).isTrue();
        assertThat(printing("router=7\nuntold=it runs in a container\n")
                        .inspect()
                        .unseen())
                .isTrue();
        assertThat(printing("router=7\nadapted={\"apps\":{}}\nuntold=another\n")
                        .inspect()
                        .unseen())
                .isTrue();
        assertThat(printing("router=7\nadapted=no JSON\n").inspect().unseen()).isTrue();
        String made = "{\"file\":{\"root\":\"{env.FLAGS}\",\"try_files\":[\"green\"]}}";
        assertThat(printing("router=7\nadapted=" + made + "\n").inspect().unseen())
                .isTrue();
        assertThatThrownBy(printing("router=7\nadapted={\"apps\":{}}\n")::inspect)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("does not test for " + FLAG);
        RouterState named = printing("router=7\nnamed=yes\n").inspect();
        assertThat(named.unseen()).isFalse();
        assertThat(named.doors()).isEmpty();
    }

    @Test
    void saysNoOnlyOfPortsThatAreTold() throws Exception {
        String untold = site(":80", "{'host':['a.b']}", "", "").replace("127.0.0.1:8081", "{http.vars.to}");
        assertThat(router(untold).inspect().unseen()).isFalse();
        String foreign = site(":80", "{'host':['a.b']}", "", "").replace(":8081", ":9001");
        assertThatThrownBy(router(foreign)::inspect)
                .hasMessageContainingAll("the site 'a.b'", "sends to port 9001 there, while greenPort is 8081");
        String half = site(":80", "{'host':['a.b']}", "", "").replace(":8080", ":9000");
        assertThatThrownBy(router(half)::inspect).hasMessageContaining("does not name port 8080");
    }

    @Test
    void advisesOnWhatCostsRequestsOrTime() throws Exception {
        String good = site(":80", "{'host':['a.b']}", "", "");
        assertThat(router(good).advise()).isEmpty();
        assertThat(router(good.replace(KEEPS_SHORTLY.replace('\'', '"'), "")).advise())
                .singleElement()
                .asString()
                .contains("keepalive 2s", "the site 'a.b'");
        assertThat(router(
                                good.replace(
                                        "\"handler\":\"reverse_proxy\",",
                                        "\"handler\":\"reverse_proxy\","
                                                + "\"buffer_requests\":true,\"health_checks\":{\"passive\":{\"fail_duration\":1}},"))
                        .advise())
                .hasSize(2)
                .anySatisfy(text -> assertThat(text).contains("buffer_requests"))
                .anySatisfy(text -> assertThat(text).contains("fail_duration"));
    }

    private static List<FoundSwitch> found(String adapted) {
        return new CaddyScout().found(List.of(adapted));
    }

    @Test
    void proposesWhatItChoosesBetweenTwoPortsBy() {
        String good = site(":80", "{'host':['a.b']}", "", "");
        FoundSwitch expected = new FoundSwitch("a.b", FLAG, FLAG, Map.of("flagFile", FLAG), 8080, Optional.of(8081));
        assertThat(found(good)).containsExactly(expected);
        // While it is there, blue: another way to write the same.
        String turned = good.replace("\"match\":[{\"file\"", "\"match\":[{\"not\":[{\"file\"")
                .replace("[\"green\"]}}]", "[\"green\"]}}]}]");
        assertThat(found(turned))
                .containsExactly(new FoundSwitch("a.b", FLAG, FLAG, expected.settings(), 8081, Optional.of(8080)));
    }

    @Test
    void proposesNothingOfWhatIsNotSure() {
        String good = site(":80", "{'host':['a.b']}", "", "");
        assertThat(found("no JSON")).isEmpty();
        assertThat(found("{\"apps\":{}}")).isEmpty();
        assertThat(found(good.replace("127.0.0.1:8081", "{http.vars.to}"))).isEmpty();
        assertThat(found(good.replace(":8081", ":8080"))).isEmpty();
        assertThat(found(good.replace("[\"green\"]", "[\"green\",\"other\"]"))).isEmpty();
        assertThat(found(good.replace("[\"green\"]", "[\"{path}\"]"))).isEmpty();
        assertThat(found(good.replace("/srv/flags", "{env.FLAGS}"))).isEmpty();
        // A file of the same name in a directory that is not told belongs to another site.
        String both = good.substring(0, good.length() - 4) + ",\"srv1\":"
                + good.substring(good.indexOf("{\"listen\""), good.length() - 4)
                        .replace("/srv/flags", "{env.FLAGS}")
                        .replace(":8081", ":9001")
                        .replace("a.b", "c.d")
                + "}}}}";
        assertThat(found(both)).extracting(FoundSwitch::site).containsExactly("a.b");
    }
}
