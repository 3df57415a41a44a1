package io.jenkins.plugins.bluegreen.router.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanaryLinesTest {

    private static final NginxConfig.Flag FLAG = new NginxConfig.Flag(List.of(), "/etc/nginx/bluegreen/shop/green");
    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final String BLOCK =
            ServerBlock.withCanary(new ApplicationName("shop"), SLOTS, FLAG, List.of(), Optional.empty());

    private static String dump(String block) {
        return "# configuration file /etc/nginx/nginx.conf:\nhttp {\n" + block + "}\n";
    }

    private static SharesFound of(String block) {
        return CanaryLines.of(dump(block), FLAG, SLOTS);
    }

    @Test
    void findsAllInTheBlockThatIsPrinted() {
        assertThat(of(BLOCK)).isEqualTo(new SharesFound(Optional.empty(), List.of("/var/log/nginx/shop.canary.log")));
        assertThat(BLOCK)
                .contains("{ 1% 1; 4% 5; 5% 10; 15% 25; 25% 50; * 100; }")
                .contains("    if (-f /etc/nginx/bluegreen/shop/green.canary-$other_port-$canary_step) {")
                .contains("    proxy_pass http://shop_$chosen_port;");
    }

    @Test
    void isWhatTheDocumentationShows() throws Exception {
        String shown = ServerBlock.withCanary(
                new ApplicationName("backend"),
                SLOTS,
                new NginxConfig.Flag(List.of(), "/etc/nginx/bluegreen/backend/green"),
                List.of(),
                Optional.empty());
        assertThat(Files.readString(Path.of("docs/strategies/canary.md"))).contains("```nginx\n" + shown + "```\n");
    }

    @Test
    void hasNothingElseAgainstIt() {
        assertThat(OwnServer.against(dump(BLOCK), FLAG, SLOTS)).isEmpty();
        assertThat(NginxAdvice.of(dump(BLOCK), FLAG, SLOTS)).isEmpty();
    }

    @Test
    void doesNotMindHowItsVariablesAreCalled() {
        assertThat(of(BLOCK.replace("chosen_port", "to")
                                .replace("canary_step", "dice")
                                .replace("other_port", "idle")
                                .replace("$idle-$dice", "${idle}-${dice}")
                                .replace("\"${uid_got}${uid_set}\"", "$remote_addr$http_user_agent")
                                .replace("    userid on;\n", ""))
                        .missing())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-$canary_step|-5|has no 'if (-f /etc/nginx/bluegreen/shop/green.canary-$other_port-$canary_step)'",
                "4% 5;|5% 5;|has no 'split_clients ... $canary_step' of the shares 1, 5, 10, 25, 50 (%)",
                "25% 50; ||has no 'split_clients ... $canary_step' of the shares",
                "set $other_port 8080; }|set $other_port 8081; }|sets $other_port to 8081 while green is live, which has to be 8080, the port of the other slot",
                "set $other_port 8081;|set $other_port 9081;|sets $other_port to 9081 while blue is live, which has to be 8081",
                "{ set $chosen_port $other_port; }|{ set $chosen_port 9081; }|leads the clients of a share to port 9081 while blue is live, and not to 8081",
                "{ set $chosen_port $other_port; }|{ set $chosen_port $service_port; }|leads the clients of a share to port 8080 while blue is live, and not to 8081",
                "userid on;|userid log;|has no 'userid on;', by whose cookie",
                "http://shop_$chosen_port|http://shop_$service_port|does not pass on ('proxy_pass') to the variable that",
                "[$upstream_status] ||has no 'access_log' (an absolute path, unbuffered, for all requests) of a 'log_format' that is '$msec",
                "/var/log/nginx/shop.canary.log|logs/shop.log|has no 'access_log'",
                "shop_canary;  # which|shop_canary buffer=32k;  #|has no 'access_log'",
                "shop_canary;  # which|shop_canary if=$loggable;  #|has no 'access_log' (an absolute path, unbuffered, for all requests)",
                "location / {|location / { access_log off;|or a location has another one",
            })
    void saysWhatIsMissing(String text, String instead, String said) {
        String other = BLOCK.replace(text, instead == null ? "" : instead);
        assertThat(other).isNotEqualTo(BLOCK);
        assertThat(of(other).missing().orElse(""))
                .startsWith("the server 'server_name shop.example.com' ")
                .contains(said);
    }

    @Test
    void saysSoWhereNothingCanBeRead() {
        assertThat(CanaryLines.of("", FLAG, SLOTS).missing()).contains("its configuration cannot be read to its end");
        assertThat(of("server { listen 80; }").missing())
                .contains("its configuration has no server that tests '-f /etc/nginx/bluegreen/shop/green'");
    }

    /** What stands in a server holds in its locations, where they do not set it again. */
    @Test
    void doesNotMindWhereItsVariablesAreSet() {
        String set = "    set $service_port 8080;  # blue\n    set $other_port 8081;\n";
        Matcher choice = Pattern.compile("(?m)^    (if|set \\$chosen_port).*\n").matcher(BLOCK);
        String lines = choice.results().map(MatchResult::group).collect(Collectors.joining());
        assertThat(lines.lines()).hasSize(3);
        String location = "    location / {\n";
        String within = choice.reset().replaceAll("");
        assertThat(within).contains(set).contains(location);
        for (String block : List.of(
                within.replace(location, location + lines),
                within.replace(set, "").replace(location, location + set + lines))) {
            assertThat(of(block).missing()).isEmpty();
            assertThat(OwnServer.against(dump(block), FLAG, SLOTS)).isEmpty();
            String exchanged = block.replace("set $other_port 8080; }", "set $other_port 8081; }");
            assertThat(of(exchanged).missing().orElse("")).contains("sets $other_port to 8081 while green is live");
        }
    }

    @Test
    void doesNotMindWhatIsSetForSomeRequests() {
        String chosen = "    set $chosen_port $service_port;\n";
        assertThat(BLOCK).contains(chosen);
        for (String some : List.of(
                "if ($host = old.example.com) { set $other_port 8080; }",
                "if ($uri ~ ^/admin) { set $other_port $service_port; }")) {
            assertThat(of(BLOCK.replace(chosen, "    " + some + "\n" + chosen)).missing())
                    .isEmpty();
        }
    }

    /** What a "break" ends is gone through no further. */
    @Test
    void doesNotMindWhatIsSkipped() {
        String set = "    set $service_port 8080;  # blue\n    set $other_port 8081;\n";
        String flag = "    if (-f " + FLAG.file() + ") { set $service_port 8081; set $other_port 8080; }  # green\n";
        assertThat(BLOCK).contains(set, flag);
        String turned = "    if (!-f " + FLAG.file()
                + ") { set $service_port 8080; set $other_port 8081; break; }\n    set $service_port 8081;\n    set $other_port 8080;\n";
        assertThat(of(BLOCK.replace(flag, "").replace(set, turned)).missing()).isEmpty();
        String chosen = "    set $chosen_port $service_port;\n";
        Matcher canary =
                Pattern.compile("(?m)^    (if \\(-f \\S+canary-.*)}.*\n").matcher(BLOCK);
        assertThat(canary.find()).isTrue();
        assertThat(of(BLOCK.replace(chosen, "")
                                .replace(canary.group(), "    " + canary.group(1) + "break; }\n" + chosen))
                        .missing())
                .isEmpty();
    }

    /** A table, which is not gone through here, may tell the other port, and other letters the same variable. */
    @Test
    void doesNotMindHowTheOtherPortIsTold() {
        String map = "map $service_port $other_port { 8080 8081; 8081 8080; }\n";
        String told = BLOCK.replaceAll(" *set \\$other_port \\d+;", "");
        assertThat(told).doesNotContain("set $other_port");
        assertThat(of(map + told).missing()).isEmpty();
        assertThat(of(BLOCK.replace("set $other_port 8080", "set $Other_Port 8080"))
                        .missing())
                .isEmpty();
    }

    /** A cache, say, may stand between nginx and both slots. */
    @Test
    void doesNotMindWhatStandsBetween() {
        String between = BLOCK.replaceAll("(server 127.0.0.1):80(8[01])", "$1:60$2");
        assertThat(between).contains("127.0.0.1:6080", "127.0.0.1:6081");
        assertThat(of(between).missing()).isEmpty();
        assertThat(OwnServer.against(dump(between), FLAG, SLOTS)).isEmpty();
        String one = between.replace(":6080", ":8080");
        assertThat(of(one).missing().orElse(""))
                .contains("leads the clients of a share to port 6081 while blue is live, and not to 8081");
    }

    @Test
    void doesNotMindTheTestTurnedRound() {
        String turned = BLOCK.replace("set $chosen_port $service_port;", "set $chosen_port $other_port;")
                .replaceAll("-f (\\S+canary-.*\\{ set \\$chosen_port) \\$other_port;", "!-f $1 \\$service_port;");
        assertThat(turned).contains("if (!-f ", "{ set $chosen_port $service_port;");
        assertThat(of(turned).missing()).isEmpty();
        assertThat(OwnServer.against(dump(turned), FLAG, SLOTS)).isEmpty();
    }
}
