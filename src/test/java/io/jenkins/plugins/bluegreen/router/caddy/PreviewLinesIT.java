package io.jenkins.plugins.bluegreen.router.caddy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is missing of the block for a preview, as Caddy itself understands it. */
class PreviewLinesIT {

    private static final String FLAG = "/etc/caddy/bluegreen/shop/green";
    private static final SlotPair SLOTS = new SlotPair(8080, 8081);
    private static final ApplicationName SHOP = new ApplicationName("shop");
    private static final CaddyConfig CONFIG = new CaddyConfig(List.of(), FLAG, true);
    private static final String BLOCK = CaddyBlock.of(SHOP, SLOTS, CONFIG, List.of(), Optional.empty());
    private static final String BOTH = CaddyBlock.withCanary(SHOP, SLOTS, CONFIG, List.of(), Optional.empty());

    @TempDir
    Path folder;

    private String adapted(String block) throws Exception {
        Path file = Files.writeString(folder.resolve("Caddyfile"), block);
        return Programs.run("sh", "-c", Programs.find("caddy", "caddy") + " adapt --config '" + file + "' 2>/dev/null");
    }

    private List<Site> sites(String block) throws Exception {
        return Site.in(adapted(block), Set.of(FLAG));
    }

    private Optional<String> missing(String block) throws Exception {
        return PreviewLines.of(sites(block), FLAG, SLOTS).missing();
    }

    @Test
    void findsAllInTheBlocksThatArePrinted() throws Exception {
        assertThat(missing(BLOCK)).isEmpty();
        assertThat(missing(BOTH)).isEmpty();
        assertThat(CanaryLines.of(sites(BOTH), FLAG, SLOTS).missing()).isEmpty();
        assertThat(missing(BLOCK.replaceAll("(?m)^.*example.com", ":8000"))).isEmpty();
    }

    @Test
    void hasNothingElseAgainstThem() throws Exception {
        for (String block : List.of(BLOCK, BOTH)) {
            List<Site> sites = sites(block);
            assertThat(sites).singleElement().satisfies(site -> {
                assertThat(site.against(SLOTS)).isEmpty();
                assertThat(site.against(new SlotPair(9000, 9001))).isPresent();
            });
            assertThat(CaddyAdvice.of(sites, SLOTS)).isEmpty();
            assertThat(Site.mayTestUnseen(adapted(block))).isFalse();
        }
    }

    /** Several sites of one server have tables of their own, of the same names. */
    @Test
    void doesNotMindWhatAnotherSiteHas() throws Exception {
        String other = BLOCK.replace("example.com", "example.org")
                .replace("bluegreen/shop", "bluegreen/other")
                .replace("~^([0-9a-f]{32})$ \"${1}\"", "~^(.*)$ \"${1}\"");
        assertThat(missing(other + BLOCK)).isEmpty();
    }

    @Test
    void doesNotMindHowItsPlaceholdersAreCalled() throws Exception {
        assertThat(missing(BLOCK.replace("{preview}", "{tester}")
                        .replace("{preview_cookie}", "{by_cookie}")
                        .replace("default none", "default \"\"")
                        .replace("header.X-Preview", "header.x-preview")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "green.preview-8081-{preview}|green.x|has no matcher 'file' that tries green.preview-8081-{preview} beside green, which leads to green",
                "green.preview-8080-{preview}|green.x|has no matcher 'file' that tries green.preview-8080-{preview} beside green, which leads to blue",
                "green.preview-8081-{preview}|green.preview-8081-{http.request.header.X-Preview}|takes {http.request.header.X-Preview} into the path of a file",
                "green.preview-8081-{preview}|green.preview-8081-{preview}{query}|takes {http.request.uri.query} into the path",
                "green.preview-8081-{preview}|green.preview-8081-{preview} x/green.preview-{path}|takes {http.request.uri.path} into the path",
                "~^([0-9a-f]{32})$ \"${1}\"|~([0-9a-f]{32})$ \"${1}\"|takes {preview} into the path of a file, which has to come from a 'map",
                "~^([0-9a-f]{32})$ \"${1}\"|~^([0-9a-f]{32})$ \"${1}{path}\"|takes {preview} into the path",
                "~^([0-9a-f]{32})$ \"${1}\"|~^(.*)$ \"${1}\"|takes {preview} into the path",
                "~^([0-9a-f]{32})$ \"${1}\"|abc {query}|takes {preview} into the path",
                "default {preview_cookie}|default {http.request.cookie.bluegreen_preview}|takes {preview} into the path",
                "default {preview_cookie}|default {preview}|takes {preview} into the path",
                "default {preview_cookie}|default a/../b|takes {preview} into the path",
                "default {preview_cookie}|default a{preview_cookie}|takes {preview} into the path",
                "map {http.request.header.X-Preview} {preview}|map {query} {preview}|does not take {http.request.header.X-Preview} into account",
                "default {preview_cookie}|default none|does not take {http.request.cookie.bluegreen_preview} into account",
                "reverse_proxy 127.0.0.1:8081 127.0.0.1:8080|reverse_proxy 127.0.0.1:8080|has no reverse_proxy to port 8081 where there is green.preview-8081-...",
            })
    void saysWhatIsMissing(String line, String instead, String said) throws Exception {
        assertThat(BLOCK).contains(line);
        assertThat(missing(BLOCK.replace(line, instead)))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("the site 'shop.example.com' ")
                        .contains(said));
    }

    @Test
    void saysWhereItIsLookedForElsewhereOrTooLate() throws Exception {
        assertThat(missing(BLOCK.replaceAll("(?s)(preview_green file \\{\\s*root) \\S+", "$1 /tmp")))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("that tries green.preview-8081-{preview} beside green"));
        String late = BLOCK.replaceAll(
                "(?s)(    # who may see.*?\n    }\n    map.*?\n    }\n)(.*)}\n$", "route {\n$2$1}\n}\n");
        assertThat(missing(late))
                .hasValueSatisfying(text -> assertThat(text).contains("does not take {http.request.header.X-Preview}"));
    }

    @Test
    void theShorterBlockHasNone() throws Exception {
        CaddyConfig without = new CaddyConfig(List.of(), FLAG);
        assertThat(missing(CaddyBlock.of(SHOP, SLOTS, without, List.of(), Optional.empty())))
                .isPresent();
        assertThat(missing(CaddyBlock.withCanary(SHOP, SLOTS, without, List.of(), Optional.empty())))
                .isPresent();
    }

    @Test
    void saysThatATokenIsLookedForWhereItsSlotIsLive() throws Exception {
        List<String> both = Pattern.compile("(?s)        handle @preview_\\w+ \\{.*?\n        }\n")
                .matcher(BLOCK)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(both).hasSize(2);
        String exchanged = BLOCK.replace(both.get(0), "?")
                .replace(both.get(1), both.get(0))
                .replace("?", both.get(1));
        assertThat(missing(exchanged).orElse(""))
                .contains("has no matcher 'file' that tries green.preview-8080-{preview}", "while green is live");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "forward_auth other:9000 {\nuri /verify\n}",
                "reverse_proxy /api/* other:9000",
                "reverse_proxy /ws other"
            })
    void doesNotMindWhatElseIsAskedBefore(String lines) throws Exception {
        for (String handle : List.of("handle @preview_green {\n", "handle @preview_blue {\n")) {
            assertThat(BLOCK).contains(handle);
            assertThat(missing(BLOCK.replace(handle, handle + lines + "\n"))).isEmpty();
        }
    }
}
