package io.jenkins.plugins.bluegreen.router.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
        return CanaryLines.of(dump(block), FLAG);
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
                "userid on;|userid log;|has no 'userid on;', by whose cookie",
                "http://shop_$chosen_port|http://shop_$service_port|does not pass on ('proxy_pass') to the variable that",
                "[$upstream_status] ||has no 'access_log' (an absolute path, unbuffered) of a 'log_format' that is '$msec",
                "/var/log/nginx/shop.canary.log|logs/shop.log|has no 'access_log'",
                "shop_canary;  # which|shop_canary buffer=32k;  #|has no 'access_log'",
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
        assertThat(CanaryLines.of("", FLAG).missing()).contains("its configuration cannot be read to its end");
        assertThat(of("server { listen 80; }").missing())
                .contains("its configuration has no server that tests '-f /etc/nginx/bluegreen/shop/green'");
    }
}
