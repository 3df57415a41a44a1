package io.jenkins.plugins.bluegreen.router.httpd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.Door;
import io.jenkins.plugins.bluegreen.port.router.FoundSwitch;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of configurations of httpd. */
class HttpdRouterTest {

    private static final String FLAG = "/srv/flags/green";
    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final HttpdConfig CONFIG = new HttpdConfig(List.of(), FLAG);

    private static String block(String frontDoor) {
        return HttpdBlock.of(new ApplicationName("shop"), SLOTS, CONFIG, List.of(), Optional.of(URI.create(frontDoor)));
    }

    private static String canary(String hosts) {
        return HttpdBlock.withCanary(
                new ApplicationName("shop"),
                SLOTS,
                CONFIG,
                Target.parseAll(hosts),
                Optional.of(URI.create("http://a.b/")));
    }

    private static TrafficRouter router(String configuration) {
        return printing("router=7\nuser=33\nalias=" + FLAG + "\n" + lines(configuration));
    }

    private static String lines(String configuration) {
        return ("# configuration file /etc/apache2/apache2.conf:\n" + configuration)
                .lines()
                .map(line -> "line=" + line)
                .collect(Collectors.joining("\n"));
    }

    private static TrafficRouter printing(String text) {
        return CONFIG.on(
                new UnableHost() {
                    @Override
                    public CommandResult run(Command command, Duration limit) {
                        return new CommandResult(0, text, "");
                    }
                },
                SLOTS);
    }

    @Test
    void knowsWhereItTakesRequests() throws Exception {
        assertThat(router("Listen 80\n" + block("http://shop.example.com/"))
                        .inspect()
                        .doors())
                .containsExactly(new Door(80, false, "shop.example.com", List.of("/"), Set.of(33)));
        assertThat(router(block("https://shop.example.com:8443/")).inspect().doors())
                .containsExactly(new Door(8443, true, "shop.example.com", List.of("/"), Set.of(33)));
        String part = block("http://a.b/").replace("^/(.*)$", "^/api/(.*)$").replace("ServerName a.b", "");
        assertThat(router(part).inspect().doors())
                .containsExactly(new Door(80, false, "localhost", List.of("/api/"), Set.of(33)));
        String outside = block("http://a.b/").replaceAll("</?VirtualHost.*>", "");
        assertThat(router("Listen 127.0.0.1:8000\n" + outside).inspect().doors())
                .extracting(Door::port)
                .containsExactly(8000);
    }

    @Test
    void namesNoDoorThatLoopbackDoesNotReach() throws Exception {
        assertThat(router(block("http://a.b/").replace("*:80", "10.1.2.3:80"))
                        .inspect()
                        .doors())
                .isEmpty();
        String other = "<VirtualHost 127.0.0.1:80>\nServerName other\n</VirtualHost>\n";
        assertThat(router(other + block("http://a.b/")).inspect().doors()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsUnknownAndWhatIsReadIsNot() throws Exception {
        assertThat(printing("").inspect().unseen()).isTrue();
        assertThat(printing("router=7\nuntold=it runs in a container\n")
                        .inspect()
                        .unseen())
                .isTrue();
        assertThat(printing("router=7\nnamed=yes\n" + lines("<If \"-f '" + FLAG + "'\">\n</If>"))
                        .inspect()
                        .unseen())
                .isFalse();
        assertThatThrownBy(printing("router=7\n" + lines("Listen 80"))::inspect)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("does not test for " + FLAG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RewriteCond ${FLAGS}/green -f",
                "RewriteCond %{DOCUMENT_ROOT}/green -f",
                "Use Application shop",
                "LuaHookFixups /srv/choose.lua choose",
                "<If \"-f '/srv/' . 'x'\">"
            })
    void aFileThatIsOnlyKnownAtARequestIsUnknown(String line) throws Exception {
        assertThat(printing("router=7\n" + lines(line)).inspect().unseen()).isTrue();
        assertThatThrownBy(printing("router=7\n" + lines("RewriteCond %{REQUEST_FILENAME} !-f"))::inspect)
                .hasMessageContaining("does not test for");
    }

    @Test
    void saysNoOnlyOfPortsThatAreTold() throws Exception {
        assertThat(router(block("http://a.b/").replace(":8081", ":${GREEN}"))
                        .inspect()
                        .unseen())
                .isFalse();
        assertThatThrownBy(router(block("http://a.b/").replace(":8081", ":9001"))::inspect)
                .hasMessageContainingAll("the virtual host 'a.b'", "sends to port 9001 there, while greenPort is 8081");
        assertThatThrownBy(router(block("http://a.b/").replace(":8080", ":9000"))::inspect)
                .hasMessageContaining("does not name port 8080");
    }

    /** Some requests go elsewhere, whichever slot is live. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RewriteRule ^ - [E=SERVICE_PORT:9999]\nRewriteCond %{REQUEST_URI} !^/static\nRewriteRule ^ - [E=SERVICE_PORT:8080]",
                "RewriteRule ^ - [E=SERVICE_PORT:8080]\nRewriteCond %{REQUEST_URI} ^/static\nRewriteRule ^ - [E=SERVICE_PORT:9999]",
                "RewriteRule ^ - [E=SERVICE_PORT:8080]\nRewriteCond %{HTTP:Upgrade} =websocket\nRewriteRule ^ - [E=TO:ws]"
            })
    void saysNothingOfAPortThatSomeRequestsHave(String rules) throws Exception {
        String first = "RewriteRule ^ - [E=SERVICE_PORT:8080,E=proxy-prefetch-nonblocking:1]";
        String block = block("http://a.b/");
        assertThat(block).contains(first);
        assertThat(router(block.replace(first, rules)).inspect().doors()).hasSize(1);
    }

    private static final String TEST = "RewriteCond " + FLAG + " -f\n";
    private static final String PASS = "RewriteRule ^/(.*)$ http://127.0.0.1:%{ENV:P}/$1 [P]\n";

    /** Each leads to the slots by its own way, or may do so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "TESTRewriteRule ^ - [E=P:8081,S=1]\nRewriteRule ^ - [E=P:8080]\nPASS",
                "RewriteRule ^ - [E=P:9999]\nTESTRewriteRule ^ - [E=P:8081,S=1]\nRewriteRule ^ - [E=P:8080]\nPASS",
                "RewriteRule ^ - [E=P:8080]\nRewriteRule ^/admin - [E=P:9000]\nTESTRewriteRule ^ - [E=P:8081]\nPASS",
                "RewriteRule ^ - [E=P:8080]\n<If \"%{HTTP_HOST} == 'x'\">\nRewriteRule ^ - [E=P:9000]\n</If>\nTESTRewriteRule ^ - [E=P:8081]\nPASS",
                "RewriteRule ^ - [E=P:8080]\n<IfDefine OLD>\nRewriteRule ^ - [E=P:9000]\n</IfDefine>\nTESTRewriteRule ^ - [E=P:8081]\nPASS",
                "RewriteRule ^ - [E=P:9000]\nRewriteRule ^/(?!admin) - [env=P:8080]\nTESTRewriteRule ^ - [env=P:8081]\nPASS",
                "TESTRewriteRule ^/(.*)$ http://127.0.0.1:8081/$1 [P,L]\nRewriteRule ^/(.*)$ http://127.0.0.1:8080/$1 [P]\n",
                "TESTRewriteRule ^ - [C]\nRewriteRule ^/(.*)$ http://127.0.0.1:8081/$1 [P]\nRewriteRule ^/(.*)$ http://127.0.0.1:8080/$1 [P]\n",
                "RewriteRule ^ - [E=P:9000]\nTESTRewriteRule ^ - [E=P:8081]\nRewriteRule ^/old/(.*)$ http://a:%{ENV:P}/$1 [P]\n"
                        + "TESTRewriteRule ^/(.*)$ http://a:8081/$1 [P]\nRewriteRule ^/(.*)$ http://a:8080/$1 [P]\n"
            })
    void hasNothingAgainstOtherWaysToWriteIt(String rules) throws Exception {
        String host = "<VirtualHost *:80>\nServerName a.b\n"
                + rules.replace("TEST", TEST).replace("PASS", PASS) + "</VirtualHost>";
        assertThat(router(host).inspect().doors()).hasSize(1);
    }

    /** As where those of AJP are others than the slots' own, or each host has a door of its own. */
    @Test
    void hasNothingAgainstBalancersWhoseMembersStandBetween() throws Exception {
        String host = """
                <VirtualHost *:80>
                ServerName a.b
                RewriteRule ^ - [E=TO:blue]
                RewriteCond FLAG -f
                RewriteRule ^ - [E=TO:green]
                RewriteRule ^/(.*)$ balancer://%{ENV:TO}/$1 [P]
                <Proxy balancer://blue>
                BalancerMember ajp://10.0.0.1:8009
                </Proxy>
                <Proxy balancer://green>
                BalancerMember ajp://10.0.0.1:8010
                </Proxy>
                </VirtualHost>
                """.replace("FLAG", FLAG);
        assertThat(router(host).inspect().doors()).hasSize(1);
        String some = host.replace("8009", "9999")
                .replace("8010", "8081")
                .replace(
                        "RewriteRule ^ - [E=TO:blue]\n",
                        "RewriteRule ^ - [E=TO:blue]\nRewriteCond %{HTTP_HOST} =a.b\nRewriteRule ^ - [E=TO:own]\n")
                .replace(
                        "</VirtualHost>",
                        "<Proxy balancer://own>\nBalancerMember http://10.0.0.1:8080\n</Proxy>\n</VirtualHost>");
        assertThat(router(some).inspect().doors()).hasSize(1);
        assertThatThrownBy(router(host.replace("8009", "8081").replace("8010", "8080"))::inspect)
                .hasMessageContaining("sends to port 8080 there, while greenPort is 8081");
        assertThatThrownBy(router(host.replace("8009", "8080"))::inspect)
                .hasMessageContaining("sends to port 8010 there, while greenPort is 8081");
    }

    /** As through a door of its own, which is not where the users go. */
    @ParameterizedTest
    @ValueSource(strings = {"-f", "!-f"})
    void hasNothingAgainstAWayToTheIdleSlot(String first) throws Exception {
        String idle = """
                RewriteCond FLAG -f
                RewriteRule ^/idle/(.*)$ balancer://blue/$1 [P]
                RewriteCond FLAG !-f
                RewriteRule ^/idle/(.*)$ balancer://green/$1 [P]
                """;
        String turned = idle.replaceFirst("(?s)(.*\n.*blue.*?\n)(.*)", "$2$1");
        String host = """
                <VirtualHost *:80>
                ServerName a.b
                IDLE
                RewriteCond FLAG -f
                RewriteRule ^/(.*)$ balancer://green/$1 [P]
                RewriteRule ^/(.*)$ balancer://blue/$1 [P]
                <Proxy balancer://blue>
                BalancerMember http://10.0.0.1:8080
                </Proxy>
                <Proxy balancer://green>
                BalancerMember http://10.0.0.1:8081
                </Proxy>
                </VirtualHost>
                """.replace("IDLE\n", first.equals("-f") ? idle : turned).replace("FLAG", FLAG);
        assertThat(host.indexOf(FLAG + " " + first)).isLessThan(host.indexOf("idle"));
        assertThat(router(host).inspect().doors()).hasSize(1);
    }

    /** Has it choose other ports, each also as the one that is not live. */
    private static String choosing(String block, int blue, int green) {
        return block.replaceAll("E=SERVICE_PORT:8080", "E=SERVICE_PORT:" + blue)
                .replaceAll("E=SERVICE_PORT:8081", "E=SERVICE_PORT:" + green)
                .replaceAll("E=OTHER_PORT:8080", "E=OTHER_PORT:=" + blue)
                .replaceAll("E=OTHER_PORT:8081", "E=OTHER_PORT:=" + green)
                .replace("E=OTHER_PORT:=", "E=OTHER_PORT:");
    }

    /** In that for a canary, the rule of the flag sets the other port as well. */
    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.1", "10.0.0.1 10.0.0.2"})
    void theBlocksWithAndWithoutACanaryGoByTheSameRule(String hosts) throws Exception {
        String plain = HttpdBlock.of(
                new ApplicationName("shop"),
                SLOTS,
                CONFIG,
                Target.parseAll(hosts),
                Optional.of(URI.create("http://a.b/")));
        HttpdConfig previews = new HttpdConfig(List.of(), FLAG, true);
        String preview = HttpdBlock.of(
                new ApplicationName("shop"),
                SLOTS,
                previews,
                Target.parseAll(hosts),
                Optional.of(URI.create("http://a.b/")));
        String both = HttpdBlock.withCanary(
                new ApplicationName("shop"),
                SLOTS,
                previews,
                Target.parseAll(hosts),
                Optional.of(URI.create("http://a.b/")));
        for (String block : List.of(plain, canary(hosts), preview, both)) {
            assertThat(found(block)).hasSize(1);
            assertThat(router(block).inspect().unseen()).isFalse();
            assertThatThrownBy(router(choosing(block, 8081, 8080))::inspect)
                    .hasMessageContainingAll(
                            "the virtual host 'a.b'", "sends to port 8080 there, while greenPort is 8081");
            assertThatThrownBy(router(choosing(block, 8080, 9081))::inspect)
                    .hasMessageContaining("sends to port 9081 there, while greenPort is 8081");
            assertThatThrownBy(router(choosing(block, 9080, 8081))::inspect)
                    .hasMessageContaining("sends to port 9080 there, while bluePort is 8080");
        }
    }

    @Test
    void advisesOnWhatCostsRequestsOrTime() throws Exception {
        String good = block("http://a.b/");
        assertThat(router(good).advise()).isEmpty();
        assertThat(router(good.replace("ttl=2", "disablereuse=on")).advise()).isEmpty();
        assertThat(router(good.replaceAll("(?s) *<Proxy.*?</Proxy>\n", "")).advise())
                .isEmpty();
        assertThat(router(good.replace(",E=proxy-prefetch-nonblocking:1", "")).advise())
                .singleElement()
                .asString()
                .contains("slow upload", "the virtual host 'a.b'");
        assertThat(router(good.replace(" retry=0", "")).advise())
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).contains("put 'retry=0'"));
        assertThat(router(good.replace("ttl=2", "ttl=60")).advise())
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).contains("'ttl=2', or 'disablereuse=on'"));
    }

    @Test
    void joinsLinesAndHeedsNoComments() throws Exception {
        String split = block("http://a.b/").replace("RewriteCond " + FLAG, "rewritecond \\\n  \"" + FLAG + "\"");
        assertThat(router("# RewriteCond x -f\n" + split).inspect().doors()).hasSize(1);
    }

    /** As that of a policy for contents; and also one that begins a quote, and ends none. */
    @Test
    void readsArgumentsOfAnyLength() throws Exception {
        String on = "RewriteEngine On\n";
        for (String text : List.of("\"" + "a.b ".repeat(20_000) + "\"", "\"" + "\\\"a".repeat(20_000) + "\"", "\"")) {
            String block = block("http://a.b/").replace(on, on + "Header set X " + text + "\n");
            assertThat(block).contains(text);
            assertThat(router(block).inspect().doors()).hasSize(1);
        }
    }

    private static List<FoundSwitch> found(String configuration) {
        return new HttpdScout().found(configuration.lines().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.1 10.0.0.2"})
    void proposesThatOfTheBlockForACanary(String hosts) {
        assertThat(found(canary(hosts)))
                .containsExactly(new FoundSwitch("a.b", FLAG, FLAG, Map.of("flagFile", FLAG), 8080, Optional.of(8081)));
        assertThat(found(choosing(canary(hosts), 8080, 8080))).isEmpty();
    }

    /** What ends there is passed on by it alone. */
    @Test
    void proposesWhatIsPassedOnByTheConditionItself() {
        String rules = "<VirtualHost *:80>\nServerName a.b\nRewriteCond " + FLAG
                + " -f\nRewriteRule ^/(.*) http://127.0.0.1:8081/$1 [proxy]\nRewriteRule ^/(.*) http://[::1]:8080/$1 [P]\n</VirtualHost>";
        assertThat(found(rules))
                .extracting(FoundSwitch::blue, FoundSwitch::green)
                .containsExactly(tuple(8080, Optional.of(8081)));
    }

    @Test
    void proposesWhatItChoosesBetweenTwoPortsByIfThatIsSure() {
        String good = block("http://a.b/");
        assertThat(found(good))
                .containsExactly(new FoundSwitch("a.b", FLAG, FLAG, Map.of("flagFile", FLAG), 8080, Optional.of(8081)));
        assertThat(found(good.replace(FLAG + " -f", "!" + FLAG + " -f"))).isEmpty();
        assertThat(found(good.replace(FLAG + " -f", FLAG + " !-f")))
                .extracting(FoundSwitch::blue)
                .containsExactly(8081);
        assertThat(found(good.replace("8081", "8080"))).isEmpty();
        assertThat(found(good.replace(":8081]", ":${GREEN}]"))).isEmpty();
        assertThat(found(good.replace(
                        "RewriteEngine On", "RewriteEngine On\nRewriteRule ^/api http://127.0.0.1:9000/ [P]")))
                .isEmpty();
        assertThat(found(good.replace(FLAG, "%{DOCUMENT_ROOT}/green"))).isEmpty();
    }
}
