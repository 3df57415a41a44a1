package io.jenkins.plugins.bluegreen.router.nginx.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewLinesTest {

    private static final NginxConfig.Flag FLAG =
            new NginxConfig.Flag(List.of(), "/etc/nginx/bluegreen/shop/green", true);
    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final ApplicationName SHOP = new ApplicationName("shop");
    private static final String BLOCK = ServerBlock.of(SHOP, SLOTS, FLAG, List.of());
    private static final String BOTH = ServerBlock.withCanary(SHOP, SLOTS, FLAG, List.of(), Optional.empty());

    private static String dump(String block) {
        return "# configuration file /etc/nginx/nginx.conf:\nhttp {\n" + block + "}\n";
    }

    private static Optional<String> missing(String block) {
        return PreviewLines.missing(dump(block), FLAG);
    }

    @Test
    void findsAllInTheBlocksThatArePrinted() {
        assertThat(missing(BLOCK)).isEmpty();
        assertThat(missing(BOTH)).isEmpty();
        assertThat(CanaryLines.of(dump(BOTH), FLAG, SLOTS).missing()).isEmpty();
        assertThat(BLOCK)
                .contains(
                        "map $http_x_preview $preview { \"~^[0-9a-f]{32}$\" $http_x_preview; default $preview_cookie; }")
                .contains(
                        "    if (-f /etc/nginx/bluegreen/shop/green.preview-$other_port-$preview) { set $chosen_port $other_port; }")
                .contains("    proxy_pass http://shop_$chosen_port;");
        assertThat(ServerBlock.of(SHOP, SLOTS, new NginxConfig.Flag(List.of(), "/g"), List.of()))
                .doesNotContain("preview");
    }

    @Test
    void isWhatTheDocumentationShows() throws Exception {
        String shown = ServerBlock.of(
                new ApplicationName("backend"),
                SLOTS,
                new NginxConfig.Flag(List.of(), "/etc/nginx/bluegreen/backend/green", true),
                List.of());
        assertThat(Files.readString(Path.of("docs/preview.md"))).contains("```nginx\n" + shown + "```\n");
    }

    @Test
    void hasNothingElseAgainstThem() {
        for (String block : List.of(BLOCK, BOTH)) {
            assertThat(OwnServer.against(dump(block), FLAG, SLOTS)).isEmpty();
            assertThat(NginxAdvice.of(dump(block), FLAG, SLOTS)).isEmpty();
        }
    }

    @Test
    void doesNotMindHowItsVariablesAreCalled() {
        assertThat(missing(BLOCK.replace("chosen_port", "to")
                        .replace("$preview_cookie", "$by_cookie")
                        .replace("$preview ", "$tester ")
                        .replace("$other_port-$preview)", "${idle}-${tester})")
                        .replace("other_port", "idle")
                        .replace("default none", "volatile; default ''")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-$preview)|)|has no 'if (-f /etc/nginx/bluegreen/shop/green.preview-$other_port-$preview)'",
                "-$preview)|-$http_x_preview)|takes $http_x_preview into the path of a file",
                "\"~^[0-9a-f]{32}$\" $http|\"~[0-9a-f]{32}\" $http|takes $preview into the path of a file",
                "\"~^[0-9a-f]{32}$\" $http|\"~*^[0-9a-f]{32}$\" $http|takes $preview into the path of a file",
                "\"~^[0-9a-f]{32}$\" $http_x_preview;|\"~^[0-9a-f]{32}$\" $arg_preview;|takes $preview into the path of a file",
                "default $preview_cookie|default $cookie_bluegreen_preview|takes $preview into the path of a file",
                "default $preview_cookie|default $preview|takes $preview into the path of a file",
                "default $preview_cookie|default a/../b|takes $preview into the path of a file",
                "default $preview_cookie|default a$preview_cookie|takes $preview into the path of a file",
                "default $preview_cookie;|hostnames; default none;|takes $preview into the path of a file",
                "default $preview_cookie;|default none;|does not take $cookie_bluegreen_preview into account",
                "http://shop_$chosen_port|http://shop_$service_port|does not pass on ('proxy_pass') to the variable that",
            })
    void saysWhatIsMissing(String text, String instead, String said) {
        String other = BLOCK.replace(text, instead);
        assertThat(other).isNotEqualTo(BLOCK);
        assertThat(missing(other).orElse(""))
                .startsWith("the server 'server_name shop.example.com' ")
                .contains(said);
    }

    @Test
    void saysSoWhereNothingCanBeRead() {
        assertThat(PreviewLines.missing("", FLAG)).contains("its configuration cannot be read to its end");
        assertThat(missing("server { listen 80; }"))
                .contains("its configuration has no server that tests '-f /etc/nginx/bluegreen/shop/green'");
    }
}
