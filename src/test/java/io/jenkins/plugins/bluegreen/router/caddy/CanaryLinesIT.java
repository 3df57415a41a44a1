package io.jenkins.plugins.bluegreen.router.caddy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is missing of the block for a canary, as Caddy itself understands it. */
class CanaryLinesIT {

    private static final String FLAG = "/etc/caddy/bluegreen/shop/green";
    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final ApplicationName SHOP = new ApplicationName("shop");
    private static final CaddyConfig CONFIG = new CaddyConfig(List.of(), FLAG);
    private static final String BLOCK = CaddyBlock.withCanary(SHOP, SLOTS, CONFIG, List.of(), Optional.empty());

    @TempDir
    Path folder;

    private List<Site> sites(String block) throws Exception {
        Path file = Files.writeString(folder.resolve("Caddyfile"), block);
        String adapt = Programs.find("caddy", "caddy") + " adapt --config '" + file + "' 2>/dev/null";
        return Site.in(Programs.run("sh", "-c", adapt), Set.of(FLAG));
    }

    private SharesFound of(String block) throws Exception {
        return CanaryLines.of(sites(block), FLAG, SLOTS);
    }

    @Test
    void findsAllInTheBlockThatIsPrinted() throws Exception {
        assertThat(of(BLOCK)).isEqualTo(new SharesFound(Optional.empty(), List.of("/var/log/caddy/shop.canary.log")));
        assertThat(of(BLOCK.replaceAll("(?s)format filter.*", "}\n}\n")).missing())
                .isEmpty();
        assertThat(of(BLOCK.replaceAll("(?m)^.*example.com", ":8000")).missing())
                .isEmpty();
        assertThat(of(BLOCK.replaceAll("canary_(?=step)", "bg")).missing()).isEmpty();
    }

    @Test
    void hasNothingElseAgainstIt() throws Exception {
        List<Site> sites = sites(BLOCK);
        assertThat(sites).singleElement().satisfies(site -> {
            assertThat(site.against(SLOTS)).isEmpty();
            assertThat(site.against(new SlotPair(9000, 9001))).isPresent();
        });
        assertThat(CaddyAdvice.of(sites, SLOTS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "green.canary-8081-{canary_step}|green.canary-8081-5|has no matcher 'file' that tries green.canary-8081-",
                "reverse_proxy 127.0.0.1:8081 127.0.0.1:8080|reverse_proxy 127.0.0.1:8080|has no reverse_proxy to port 8081 where there is green.canary-8081-...",
                "~^[0-3] 25||has no 'map ... {canary_step}', or none of the shares 1, 5, 10, 25, 50",
                "map {http.request.cookie.bluegreen}|map {http.request.header.x}|has no 'map {http.request.cookie...}' and",
                "header @canary_new +Set-Cookie|header @canary_new +X|has no 'map {http.request.cookie...}' and 'header +Set-Cookie' of {canary_step}",
                "header Bluegreen 8080||has no 'header Bluegreen 8080' where requests go to blue",
                "{http.reverse_proxy.upstream.hostport} |x |has no 'header_down Bluegreen \"{http.reverse_proxy.upstream.hostport}",
                "output file /var/log/caddy/shop.canary.log|output stdout|has no 'log' to a file",
                "wrap json|wrap console|has no 'log' to a file",
                "request delete|resp_headers delete|has no 'log' to a file",
                "format filter|level ERROR$format filter|has no 'log' to a file",
            })
    void saysWhatIsMissing(String line, String instead, String missing) throws Exception {
        assertThat(BLOCK).contains(line);
        String edited = BLOCK.replace(line, instead == null ? "" : instead.replace("$", "\n"));
        assertThat(of(edited).missing())
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("the site 'shop.example.com' ")
                        .contains(missing));
    }

    @Test
    void theShorterBlockHasNone() throws Exception {
        assertThat(of(CaddyBlock.of(SHOP, SLOTS, CONFIG, List.of(), Optional.empty()))
                        .missing())
                .hasValueSatisfying(text -> assertThat(text).contains("has no matcher 'file' that tries"));
    }
}
