package io.jenkins.plugins.bluegreen.router.httpd;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanaryLinesTest {

    private static final String FLAG = "/etc/apache2/bluegreen/shop/green";
    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final String BLOCK = HttpdBlock.withCanary(
            new ApplicationName("shop"), SLOTS, new HttpdConfig(List.of(), FLAG), List.of(), Optional.empty());

    private static Hosts hosts(String block) {
        return Hosts.of(block.lines().toList(), Set.of(FLAG));
    }

    private static SharesFound of(String block) {
        return CanaryLines.of(hosts(block));
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
}
