package io.jenkins.plugins.bluegreen.router.httpd;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryLinesTest {

    private static final String FLAG = "/etc/apache2/bluegreen/shop/green";
    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final String BLOCK = HttpdBlock.withCanary(
            new ApplicationName("shop"), SLOTS, new HttpdConfig(List.of(), FLAG), List.of(), Optional.empty());

    private static Hosts hosts(String block) {
        return Hosts.of(block.lines().toList(), Set.of(FLAG));
    }

    private static SharesFound of(String block) {
        return CanaryLines.of(hosts(block), SLOTS);
    }

    @Test
    void findsAllInTheBlockThatIsPrinted() {
        assertThat(of(BLOCK)).isEqualTo(new SharesFound(Optional.empty(), List.of("/var/log/apache2/shop.canary.log")));
    }

    @Test
    void hasNothingElseAgainstIt() {
        assertThat(hosts(BLOCK).going()).singleElement().satisfies(host -> {
            assertThat(host.against(SLOTS)).isEmpty();
            assertThat(host.against(new SlotPair(9000, 9001))).isPresent();
            assertThat(host.against(new SlotPair(8080, 9001))).isPresent();
        });
        assertThat(HttpdAdvice.of(hosts(BLOCK), SLOTS)).isEmpty();
    }

    @Test
    void doesNotMindHowItsVariablesAreCalledNorWhereAFormatStands() {
        String renamed = BLOCK.replace("SERVICE_PORT", "TO_PORT")
                .replace("OTHER_PORT", "IDLE")
                .replace("CANARY_STEP", "STEP")
                .replace("CANARY_DICE", "DICE");
        assertThat(of(renamed).missing()).isEmpty();
        assertThat(of(BLOCK.replace("<Proxy \"balancer://shop-canary-8081\">", "<Proxy balancer://Shop-canary-8081/>"))
                        .missing())
                .isEmpty();
        assertThat(of(BLOCK.replace(
                                        "E=SERVICE_PORT:%{ENV:OTHER_PORT},",
                                        "E=SERVICE_PORT:%{ENV:OTHER_PORT},E=X:%{ENV:Y},")
                                .replace("canary-]", "canary-%{ENV:X}]"))
                        .missing())
                .as("what is not told")
                .isEmpty();
        String format = "\"" + HttpdCanary.FORMAT + "\"";
        assertThat(of("LogFormat " + format + " canary\n" + BLOCK.replace(format, "canary"))
                        .missing())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-%{ENV:CANARY_STEP} -f|-5 -f|has no 'RewriteCond /etc/apache2/bluegreen/shop/green.canary-%{ENV:OTHER_PORT}",
                "E=SERVICE_PORT:%{ENV:OTHER_PORT},|E=X:1,|has no 'RewriteCond /etc/apache2/bluegreen/shop/green.canary-",
                "%{ENV:TO}%{ENV:SERVICE_PORT}|http://127.0.0.1:%{ENV:PORT}|has no 'RewriteRule ... [P]' to the port %{ENV:SERVICE_PORT}",
                "RewriteCond %{HTTP_COOKIE}|RewriteCond %{REMOTE_ADDR}|has no 'RewriteCond %{HTTP_COOKIE} ...'",
                "E=CANARY_STEP:25]|E=CANARY_STEP:30]|has no rules with 'E=CANARY_STEP:...' for the shares 50, 25, 10, 5, 1",
                "E=OTHER_PORT:8080,|E=OTHER_PORT:8081,|has no rule by which %{ENV:OTHER_PORT} is 8080 while green is live",
                "balancer://shop-canary-]|balancer://blog-canary-]|has no '<Proxy \"balancer://blog-canary-8081\">', by which",
                "-canary-8081\">|-canary-8082\">|has no '<Proxy \"balancer://shop-canary-8081\">', by which",
                "ENV:CANARY_DICE} ^[0-3]|ENV:CANARY_DICE} ^[0-7]|has no conditions on %{ENV:CANARY_DICE} that lead each share: they lead 50.0 % of the clients for the share of 25 %",
                "Set-Cookie \"bluegreen=|Set-Cookie \"shop=|has no 'RewriteCond %{HTTP_COOKIE}' on shop=, the cookie that its 'Header' gives",
                "Header always add Set-Cookie|Header always add X-Cookie|has no 'Header always add Set-Cookie' with %{CANARY_STEP}e",
                "%<{proxy-source-port}n ||has no 'CustomLog' (an absolute path, not buffered, for all requests) whose format is '%<{",
                "CustomLog /var|CustomLog var|has no 'CustomLog'",
                "%D\"|%D\" env=X|has no 'CustomLog'",
                "LogIOTrackTTFB On|LogIOTrackTTFB Off|has no 'LogIOTrackTTFB On'",
                "RewriteEngine On|BufferedLogs On|has no 'CustomLog'",
            })
    void saysWhatIsMissing(String line, String instead, String missing) {
        assertThat(BLOCK).contains(line);
        assertThat(of(BLOCK.replace(line, instead == null ? "" : instead)).missing())
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("the virtual host 'shop.example.com' ")
                        .contains(missing));
    }

    /** What a share's clients come to is another application then, or the slot that is live. */
    @ParameterizedTest
    @ValueSource(strings = {"9081", "8080"})
    void saysWhereAShareIsLedToInstead(String port) {
        String member = "BalancerMember http://127.0.0.1:8081 connectiontimeout=2 ttl=2 retry=1 upgrade=websocket\n";
        assertThat(BLOCK).contains(member);
        assertThat(of(BLOCK.replace(member, member.replace("8081", port)))
                        .missing()
                        .orElse(""))
                .contains("has no way to port 8081 for a share of the clients while blue is live, but to port " + port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "10.0.0.1 10.0.0.2"})
    void findsAllForOtherHosts(String targets) {
        assertThat(of(HttpdBlock.withCanary(
                                new ApplicationName("shop"),
                                SLOTS,
                                new HttpdConfig(List.of(), FLAG),
                                Target.parseAll(targets),
                                Optional.empty()))
                        .missing())
                .isEmpty();
    }

    @Test
    void theShorterBlockHasNone() {
        assertThat(of(HttpdBlock.of(
                                new ApplicationName("shop"),
                                SLOTS,
                                new HttpdConfig(List.of(), FLAG),
                                List.of(),
                                Optional.empty()))
                        .missing())
                .isPresent();
    }

    private static String led(String file) {
        return "    RewriteCond " + FLAG + file
                + " -f\n    RewriteRule ^ - [E=SERVICE_PORT:%{ENV:OTHER_PORT},E=TO:balancer://shop-";
    }

    /** Some of the clients of a share stay where they are, or others are led there with them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "    RewriteCond %{REQUEST_URI} !^/admin\n",
                "    RewriteCond %{HTTP:X-Try} ^new$ [OR]\n",
                "    RewriteCond %{HTTP:Upgrade} !=websocket\n"
            })
    void doesNotMindAFurtherConditionOfTheCanary(String condition) {
        String canary = led(".canary-%{ENV:OTHER_PORT}-%{ENV:CANARY_STEP}");
        assertThat(BLOCK).contains(canary);
        String block = BLOCK.replace(canary, condition + canary);
        assertThat(of(block).missing()).isEmpty();
        assertThat(of(block.replace("E=OTHER_PORT:8080,", "E=OTHER_PORT:8081,"))
                        .missing()
                        .orElse(""))
                .contains("has no rule by which %{ENV:OTHER_PORT} is 8080 while green is live");
    }

    /** What is set for some requests alone is not told, and leads nobody known elsewhere. */
    @Test
    void doesNotMindWhatOtherRulesSet() {
        String flag = "    RewriteCond " + FLAG + " -f\n";
        assertThat(BLOCK).contains(flag);
        assertThat(of(BLOCK.replace(flag, flag + "    RewriteCond %{REQUEST_URI} !^/admin\n"))
                        .missing())
                .isEmpty();
        String sockets = "    RewriteCond %{HTTP:Upgrade} =websocket\n    RewriteRule ^ - [E=TO:ws://127.0.0.1:]\n";
        assertThat(of(BLOCK.replace(flag, sockets + flag)).missing()).isEmpty();
        String api = "    RewriteRule ^/api/(.*)$ balancer://api/$1 [P]\n";
        assertThat(of(BLOCK.replace(flag, api + flag)).missing())
                .as("a balancer of modules that is not told here")
                .isEmpty();
    }

    /** As where the rules stand in a file that is included outside, and the virtual host has the balancers. */
    @Test
    void findsTheBalancersInAnotherVirtualHost() {
        Matcher proxies = Pattern.compile("(?s) *<Proxy .*?</Proxy>\n").matcher(BLOCK);
        String balancers = proxies.results().map(MatchResult::group).collect(Collectors.joining());
        assertThat(balancers).contains("balancer://shop-canary-8081");
        String rules = proxies.reset().replaceAll("");
        assertThat(of(rules + "<VirtualHost *:443>\nServerName other\n" + balancers + "</VirtualHost>\n")
                        .missing())
                .isEmpty();
        assertThat(of(rules.replaceAll("</?VirtualHost.*>", "") + "<VirtualHost *:443>\n" + balancers
                                + "</VirtualHost>\n")
                        .missing())
                .isEmpty();
        assertThat(of(rules).missing().orElse("")).contains("has no '<Proxy \"balancer://shop-canary-8081\">'");
    }

    private static String with(String line, String instead) {
        assertThat(BLOCK).contains(line);
        return BLOCK.replace(line, instead);
    }

    /** What is skipped, or made elsewhere, is not gone through. */
    @Test
    void doesNotMindWhatIsNotTold() {
        String first =
                "    RewriteRule ^ - [E=OTHER_PORT:8081,E=SERVICE_PORT:8080,E=TO:http://127.0.0.1:,E=proxy-prefetch-nonblocking:1]\n";
        String flag = "    RewriteCond " + FLAG + " -f\n    RewriteRule ^ - [E=OTHER_PORT:8080,E=SERVICE_PORT:8081]\n";
        String turned = flag.replace("8081]", "8081,E=TO:http://127.0.0.1:,S=1]") + first;
        assertThat(of(with(first + flag, turned)).missing()).isEmpty();
        Matcher proxies = Pattern.compile("(?s) *<Proxy \"balancer.*</Proxy>\n").matcher(BLOCK);
        for (String made : List.of(
                "Use Canary 8080 8081\n",
                "ProxyPass /unused balancer://shop-canary-8080\nProxyPass /none balancer://shop-canary-8081\n")) {
            assertThat(of(proxies.reset().replaceAll(made)).missing()).isEmpty();
        }
        // Both are reached by what stands between.
        assertThat(of(BLOCK.replaceAll("(BalancerMember \\S+):(\\d+)", "$1:1$2"))
                        .missing())
                .isEmpty();
    }

    /** As where a part of the paths, or of the requests, stays where it is. */
    @Test
    void doesNotMindWhichRequestsAreLed() {
        String canary = "    RewriteRule ^ - [E=SERVICE_PORT:%{ENV:OTHER_PORT}";
        assertThat(of(with(canary, canary.replace("^ -", "^/(?!admin) -"))).missing())
                .isEmpty();
        Matcher rule = Pattern.compile("(?m)^ *RewriteCond \\S+green\\.canary-.*\n.*\n")
                .matcher(BLOCK);
        for (String section : List.of("IfDefine CANARY", "If \"%{HTTP_HOST} == 'x'\"", "IfModule mod_rewrite.c")) {
            String within = "    <" + section + ">\n$0    </" + section.split(" ")[0] + ">\n";
            assertThat(of(rule.reset().replaceAll(within)).missing()).isEmpty();
        }
        String whole = BLOCK.replaceFirst(
                "(?s)    RewriteEngine On.*\\[P]\n", "    <IfModule mod_rewrite.c>\n$0    </IfModule>\n");
        assertThat(of(whole).missing()).isEmpty();
        assertThat(of(whole.replace("E=OTHER_PORT:8080,", "E=OTHER_PORT:8081,")).missing())
                .isPresent();
    }

    @Test
    void doesNotMindHowAClientIsDrawnOrKnown() {
        String dice = "    RewriteCond %{ENV:CANARY_DICE} ^[0-3]\n";
        assertThat(of(with(dice, "    RewriteCond %{ENV:CANARY_NEW} ^1\n" + dice))
                        .missing())
                .isEmpty();
        assertThat(of(with("^[0-3]\n", "^[0-7]\n").replace("/^(..)/", "/(..)$/"))
                        .missing())
                .as("by other digits")
                .isEmpty();
        assertThat(of(with("bluegreen=(1", "[a-z]+=(1")).missing()).isEmpty();
        assertThat(of(with("bluegreen=", "shop-bluegreen=")
                                .replace("bluegreen=(1", "bluegreen=(1")
                                .replace(")shop-bluegreen=(", ")shop\\-bluegreen=("))
                        .missing())
                .isEmpty();
    }

    /** A name that is made of a Define is that of any balancer. */
    @ParameterizedTest
    @ValueSource(strings = {"${APP}-canary-$1", "shop-canary-${PORT_$1}"})
    void doesNotMindABalancerThatIsNamedByADefine(String name) {
        Matcher named =
                Pattern.compile("<Proxy \"balancer://shop-canary-(\\d+)").matcher(BLOCK);
        String block = named.replaceAll("<Proxy \"balancer://" + name.replace("${", "\\${"));
        assertThat(block).contains("<Proxy \"balancer://" + name.replace("$1", "8081"));
        assertThat(of(block).missing()).isEmpty();
    }

    /** What counts is what a variable has where it is looked at: another application may use it behind. */
    @Test
    void doesNotMindWhatIsSetBehind() {
        String third = "    RewriteRule ^ - [E=OTHER_PORT:9001,E=SERVICE_PORT:9000]\n"
                + "    RewriteRule ^/x/(.*)$ http://127.0.0.1:%{ENV:SERVICE_PORT}/$1 [P]\n";
        String block = with("</VirtualHost>", third + "</VirtualHost>");
        assertThat(of(block).missing()).isEmpty();
        assertThat(of(block.replace("E=OTHER_PORT:8080,", "E=OTHER_PORT:8081,"))
                        .missing()
                        .orElse(""))
                .contains("has no rule by which %{ENV:OTHER_PORT} is 8080 while green is live");
    }
}
