package io.jenkins.plugins.bluegreen.router.httpd;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewLinesTest {

    private static final String FLAG = "/etc/apache2/bluegreen/shop/green";
    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final ApplicationName SHOP = new ApplicationName("shop");
    private static final HttpdConfig CONFIG = new HttpdConfig(List.of(), FLAG, true);
    private static final String BLOCK = HttpdBlock.of(SHOP, SLOTS, CONFIG, List.of(), Optional.empty());
    private static final String BOTH = HttpdBlock.withCanary(SHOP, SLOTS, CONFIG, List.of(), Optional.empty());

    private static Hosts hosts(String block) {
        return Hosts.of(block.lines().toList(), Set.of(FLAG));
    }

    private static Optional<String> missing(String block) {
        return PreviewLines.of(hosts(block)).missing();
    }

    @Test
    void findsAllInTheBlocksThatArePrinted() {
        assertThat(missing(BLOCK)).isEmpty();
        assertThat(missing(BOTH)).isEmpty();
        assertThat(CanaryLines.of(hosts(BOTH), SLOTS).missing()).isEmpty();
    }

    @Test
    void isWhatTheDocumentationShows() throws Exception {
        String shown = HttpdBlock.of(
                new ApplicationName("backend"),
                SLOTS,
                new HttpdConfig(List.of(), "/etc/apache2/bluegreen/backend/green", true),
                List.of(),
                Optional.empty());
        assertThat(Files.readString(Path.of("docs/preview.md"))).contains("```apache\n" + shown + "```\n");
    }

    @Test
    void hasNothingElseAgainstThem() {
        for (String block : List.of(BLOCK, BOTH)) {
            assertThat(hosts(block).going()).singleElement().satisfies(host -> {
                assertThat(host.against(SLOTS)).isEmpty();
                assertThat(host.against(new SlotPair(9000, 9001))).isPresent();
            });
            assertThat(HttpdAdvice.of(hosts(block), SLOTS)).isEmpty();
            assertThat(Hosts.of(block.lines().toList(), Set.of()).mayTestUnseen())
                    .isFalse();
        }
    }

    @Test
    void doesNotMindHowItsVariablesAreCalled() {
        assertThat(missing(BLOCK.replace("SERVICE_PORT", "TO_PORT")
                        .replace("OTHER_PORT", "IDLE")
                        .replace("PREVIEW", "TESTER")
                        .replace("[E=TESTER:%1]", "[NC,env=TESTER:%1]")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "green.preview-|green.x-|has no 'RewriteCond /etc/apache2/bluegreen/shop/green.preview-%{ENV:OTHER_PORT}-%{ENV:PREVIEW} -f'",
                "-%{ENV:PREVIEW} -f|-%{HTTP:X-Preview} -f|takes %{HTTP:X-Preview} into the path of a file, which has to come from rules",
                "-%{ENV:PREVIEW} -f|-%{ENV:PREVIEW}%{QUERY_STRING} -f|takes %{ENV:PREVIEW}%{QUERY_STRING} into the path of a file",
                "preview-%{ENV:OTHER_PORT}|preview-%{HTTP:X}|takes %{HTTP:X} into the path of a file, which has to come from ports",
                "^([0-9a-f]{32})$|([0-9a-f]{32})|takes %{ENV:PREVIEW} into the path",
                "^([0-9a-f]{32})$|^([0-9a-f]{32})|takes %{ENV:PREVIEW} into the path",
                "^([0-9a-f]{32})$|^(.*)$|takes %{ENV:PREVIEW} into the path",
                "^([0-9a-f]{32})$|^([0-9a-f]{32})$ [NC]|takes %{ENV:PREVIEW} into the path",
                "RewriteCond %{HTTP:X-Preview}|RewriteCond %{QUERY_STRING}|takes %{ENV:PREVIEW} into the path",
                "E=PREVIEW:none]|E=PREVIEW:%{HTTP:X-Preview}]|takes %{ENV:PREVIEW} into the path",
                "E=PREVIEW:none]|E=PREVIEW:$0]|takes %{ENV:PREVIEW} into the path",
                "E=PREVIEW:none]|E=PREVIEW:../../x]|takes %{ENV:PREVIEW} into the path",
                "E=PREVIEW:none]|E=%{HTTP:X}:1]|takes %{ENV:OTHER_PORT} into the path",
                "RewriteEngine On|SetEnvIf X-Preview (.*) PREVIEW=$1|takes %{ENV:PREVIEW} into the path",
                "RewriteCond %{HTTP_COOKIE}|#|takes %{ENV:PREVIEW} into the path",
                "E=SERVICE_PORT:%{ENV:OTHER_PORT}|E=X:%{ENV:OTHER_PORT}|does not lead to %{ENV:OTHER_PORT} where there is /etc/apache2/",
                "%{ENV:PREVIEW} -f|%{ENV:PREVIEW} !-f|does not lead to %{ENV:OTHER_PORT} where there is",
                "%{ENV:TO}%{ENV:SERVICE_PORT}|http://127.0.0.1:8080|does not lead to %{ENV:OTHER_PORT} where there is",
            })
    void saysWhatIsMissing(String line, String instead, String said) {
        assertThat(BLOCK).contains(line);
        assertThat(missing(BLOCK.replace(line, instead)))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("the virtual host 'shop.example.com' ")
                        .contains(said));
    }

    /** A part of a path is what the last of several conditions found, and only where all of them hold. */
    @Test
    void takesARuleWithOneConditionAlone() {
        assertThat(missing(BLOCK.replace(
                        "RewriteCond %{HTTP:X-Preview}", "RewriteCond %{HTTP:X} (.*)\nRewriteCond %{HTTP:X-Preview}")))
                .hasValueSatisfying(text -> assertThat(text).contains("takes %{ENV:PREVIEW} into the path"));
    }

    @Test
    void saysWhatIsNotLookedAtBeforeItIsTried() {
        String cookie = BLOCK.lines()
                .filter(line -> line.contains("HTTP_COOKIE") || line.contains("PREVIEW:%1"))
                .limit(2)
                .collect(Collectors.joining("\n", "", "\n"));
        String without = BLOCK.replace(cookie, "");
        assertThat(missing(without))
                .hasValueSatisfying(text -> assertThat(text)
                        .endsWith("does not take %{HTTP_COOKIE} into account; have a rule behind 'RewriteCond "
                                + "%{HTTP_COOKIE} (?:^|;\\s*)bluegreen_preview=([0-9a-f]{32})(?:;|$)' set PREVIEW before that"
                                + " is tried"));
        assertThat(missing(without.replace("</Virtual", cookie + "</Virtual"))).isPresent();
    }

    @Test
    void theShorterBlockHasNone() {
        HttpdConfig without = new HttpdConfig(List.of(), FLAG);
        assertThat(missing(HttpdBlock.of(SHOP, SLOTS, without, List.of(), Optional.empty())))
                .isPresent();
        assertThat(missing(HttpdBlock.withCanary(SHOP, SLOTS, without, List.of(), Optional.empty())))
                .isPresent();
    }
}
