package io.jenkins.plugins.bluegreen.router.caddy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;
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
        return Site.in(adapted(block), Set.of(FLAG));
    }

    private String adapted(String block) throws Exception {
        Path file = Files.writeString(folder.resolve("Caddyfile"), block);
        String adapt = Programs.find("caddy", "caddy") + " adapt --config '" + file + "' 2>/dev/null";
        return Programs.run("sh", "-c", adapt);
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

    private static String proxy(int port) {
        return "reverse_proxy 127.0.0.1:" + port + " {";
    }

    /** What a share of the clients is led by says nothing of where the others go. */
    @Test
    void goesByTheSameRuleAsTheShorterBlock() throws Exception {
        CaddyConfig previews = new CaddyConfig(List.of(), FLAG, true);
        for (String block : List.of(
                BLOCK,
                CaddyBlock.of(SHOP, SLOTS, CONFIG, List.of(), Optional.empty()),
                CaddyBlock.of(SHOP, SLOTS, previews, List.of(), Optional.empty()),
                CaddyBlock.withCanary(SHOP, SLOTS, previews, List.of(), Optional.empty()))) {
            assertThat(sites(block.replace(proxy(8081), proxy(1))
                                    .replace(proxy(8080), proxy(8081))
                                    .replace(proxy(1), proxy(8080)))
                            .get(0)
                            .against(SLOTS))
                    .contains("sends to port 8080 there, while greenPort is 8081");
            assertThat(sites(block.replace(proxy(8081), proxy(9081))).get(0).against(SLOTS))
                    .contains("sends to port 9081 there, while greenPort is 8081");
            assertThat(sites(block.replace(proxy(8080), proxy(9080))).get(0).against(SLOTS))
                    .contains("does not name port 8080");
            assertThat(sites(block).get(0).slots()).contains(SLOTS);
            assertThat(sites(block.replace(proxy(8081), proxy(8080))).get(0).slots())
                    .isEmpty();
        }
        // The first one is asked as long as it is there.
        String falls = CaddyBlock.of(SHOP, SLOTS, CONFIG, List.of(), Optional.empty())
                .replace(proxy(8081), "reverse_proxy 127.0.0.1:8080 127.0.0.1:8081 {\nlb_policy first\n");
        assertThat(sites(falls).get(0).against(SLOTS)).contains("sends to port 8080 there, while greenPort is 8081");
    }

    /** Such as a cache, which what leads some goes round; not before one of them alone. */
    @Test
    void hasNothingAgainstWhatStandsBetween() throws Exception {
        String between = BLOCK.replace(proxy(8081), proxy(6081)).replace(proxy(8080), proxy(6080));
        assertThat(between).isNotEqualTo(BLOCK);
        Site site = sites(between).get(0);
        assertThat(site.against(SLOTS)).isEmpty();
        assertThat(of(between).missing()).isEmpty();
        assertThat(site.against(new SlotPair(8080, 9001))).isPresent();
        assertThat(site.against(new SlotPair(9000, 9001))).isPresent();
    }

    @Test
    void aCanaryOfSeveralHostsGoesByItAsWell() throws Exception {
        String block =
                CaddyBlock.withCanary(SHOP, SLOTS, CONFIG, Target.parseAll("10.0.0.1 10.0.0.2"), Optional.empty());
        String green = "reverse_proxy 10.0.0.1:8081 10.0.0.2:8081 {  # green\n";
        assertThat(block).contains(green);
        assertThat(sites(block).get(0).against(SLOTS)).isEmpty();
        assertThat(sites(block).get(0).slots()).contains(SLOTS);
        int live = block.indexOf(green);
        String other =
                block.substring(0, live) + green.replace("8081", "8080") + block.substring(live + green.length());
        assertThat(sites(other).get(0).against(SLOTS)).contains("sends to port 8080 there, while greenPort is 8081");
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
                "~^[0-3] 25|~^[0-7] 25|has no 'map {http.request.uuid} ...' whose lines lead each share: they lead 50.0 % of the clients for the share of 25 %",
                "{http.request.cookie.bluegreen}|{http.request.cookie.shop}|has no 'map {http.request.cookie.bluegreen}', the cookie that its 'header +Set-Cookie' gives",
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

    private static String edited(String expression, String instead) {
        String edited = BLOCK.replaceAll(expression, instead);
        assertThat(edited).isNotEqualTo(BLOCK);
        return edited;
    }

    /** Names of the application that it was copied from lead nobody, or somewhere else. */
    @Test
    void saysWhatWasLeftOfAnotherApplicationsBlock() throws Exception {
        assertThat(of(edited("bluegreen/shop(\\s+try_files green\\.canary-8081)", "bluegreen/blog$1"))
                        .missing()
                        .orElse(""))
                .contains(
                        "has no matcher 'file' that tries green.canary-8081-{canary_step} in /etc/caddy/bluegreen/shop");
        assertThat(of(BLOCK.replaceFirst("header Bluegreen 8080", "header Bluegreen 9080"))
                        .missing()
                        .orElse(""))
                .contains("has no 'header Bluegreen 8080' where requests go to blue");
        String blog = BLOCK.replace("shop", "blog").replace("808", "909");
        assertThat(of(BLOCK + blog).missing()).isEmpty();
        assertThat(of(BLOCK.replaceAll("(?s)    map .*?\n    }\n", "") + blog)
                        .missing()
                        .orElse(""))
                .contains("the site 'shop.example.com' has no 'map ... {canary_step}'");
    }

    @Test
    void saysThatAShareIsLookedForWhereItsSlotIsLive() throws Exception {
        Matcher handles = Pattern.compile("(?s)        handle @canary_\\w+ \\{.*?\n        }\n")
                .matcher(BLOCK);
        List<String> both = handles.results().map(MatchResult::group).toList();
        assertThat(both).hasSize(2);
        String exchanged = BLOCK.replace(both.get(0), "?")
                .replace(both.get(1), both.get(0))
                .replace("?", both.get(1));
        assertThat(of(exchanged).missing().orElse(""))
                .contains("has no matcher 'file' that tries green.canary-8080-{canary_step}", "while green is live");
    }

    @Test
    void theShorterBlockHasNone() throws Exception {
        assertThat(of(CaddyBlock.of(SHOP, SLOTS, CONFIG, List.of(), Optional.empty()))
                        .missing())
                .hasValueSatisfying(text -> assertThat(text).contains("has no matcher 'file' that tries"));
    }

    private static String handle(String expression) {
        Matcher handle = Pattern.compile("(?s)        handle " + expression + " ?\\{.*?\n        }\n")
                .matcher(BLOCK);
        assertThat(handle.find()).isTrue();
        return handle.group();
    }

    /** Returns it with handles side by side, of which a request takes the first that is for it. */
    private static String flat(String... matchers) {
        int live = BLOCK.indexOf("    handle {\n        handle @canary_green {");
        Map<String, String> handles = Map.of(
                "@canary_blue", handle("@canary_blue"),
                "@canary_green", handle("@canary_green"),
                "@green", handle("").replaceFirst("handle", "handle @green"),
                "",
                        BLOCK.substring(live)
                                .replaceFirst("(?s)^.*?\n        }\n(        handle \\{.*?\n        }\n).*$", "$1"));
        String all = Stream.of(matchers).map(handles::get).collect(Collectors.joining());
        return BLOCK.substring(0, BLOCK.indexOf("    handle @green {"))
                + all
                + BLOCK.substring(BLOCK.indexOf("    log {"));
    }

    @Test
    void doesNotMindHandlesSideBySide() throws Exception {
        for (String block : List.of(
                flat("@canary_green", "@canary_blue", "@green", ""),
                flat("@canary_blue", "@green", "@canary_green", ""))) {
            assertThat(block.split("\n    +handle ")).hasSize(5);
            assertThat(of(block).missing()).isEmpty();
            assertThat(sites(block).get(0).against(SLOTS)).isEmpty();
        }
        assertThat(of(flat("@canary_green", "@green", "@canary_blue", ""))
                        .missing()
                        .orElse(""))
                .as("behind that of the slot that is live")
                .contains("has no matcher 'file' that tries green.canary-8080-{canary_step}", "while green is live");
    }

    /** What leads others than the clients of a share says nothing of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "# where it is led to|map {http.request.uuid} {sampled} {$~^[0-7] 1$default 0$}$# where it is led to",
                "# where it is led to|map {http.request.uuid} {sampled} {$default yes$}$# where it is led to",
                "# where it is led to|map {http.request.uuid} {ab} {$~^[0-2] 1$~^[3-5] 5$~^[6-8] 10$~^[9-b] 25$~^[c-f] 50$}$# where it is led to",
                "handle @canary_green {|handle @canary_green {$reverse_proxy /api/* other:9000 {$ANSWERS$}",
                "handle @canary_blue {|handle @canary_blue {$forward_auth other:9000 {$uri /verify$ANSWERS$}",
            })
    void doesNotMindWhatElseStandsThere(String line, String more) throws Exception {
        assertThat(BLOCK).contains(line);
        assertThat(of(BLOCK.replace(line, more.replace("$", "\n").replace("ANSWERS", CaddyCanary.ANSWERS.strip())))
                        .missing())
                .isEmpty();
    }

    /** Each a way to write it by which the name of the cookie has other letters, or is not told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bluegreen={canary_step};|bluegreen=\\\"{canary_step}\\\";",
                "bluegreen={canary_step};|bluegreen=to{canary_step};",
                "bluegreen={canary_step};|{env.COOKIE}={canary_step};",
                "bluegreen={canary_step};|shop.bluegreen={canary_step};",
            })
    void doesNotMindHowItsCookieIsWritten(String given, String instead) throws Exception {
        assertThat(BLOCK).contains(given);
        String known = instead.startsWith("shop.") ? "cookie.shop.bluegreen}" : "cookie.bluegreen}";
        assertThat(of(BLOCK.replace(given, instead).replace("cookie.bluegreen}", known))
                        .missing())
                .isEmpty();
    }

    private static final String NOTES = "(?m)^ *header Bluegreen \\d+\n";

    /** Each leads to the slots, and notes it, by its own way. */
    @Test
    void doesNotMindWhereItIsNoted() throws Exception {
        String none = BLOCK.replaceAll(NOTES, "");
        String canary = "    handle @green {";
        String notes = """
                    header Bluegreen 8080
                    header @green Bluegreen 8081
                    header @canary_green Bluegreen 8081
                    header @canary_blue Bluegreen 8080
                """;
        String table =
                "    map {canary_step} {noted} {\n        5 8080\n        default 8081\n    }\n    header Bluegreen {noted}\n";
        String operators = "    handle /ops/blue/* {\n        reverse_proxy 127.0.0.1:8080 {\n" + CaddyCanary.ANSWERS
                + "        }\n    }\n";
        for (String block : List.of(
                none.replace(canary, notes + canary),
                none.replace(canary, table + canary),
                BLOCK.replace(canary, operators + canary),
                // By what is no port, it is kept out of the count.
                BLOCK.replace(
                        canary, operators.replace("        rev", "        header Bluegreen ops\n        rev") + canary),
                BLOCK.replace(
                        canary, operators.replace("        rev", "        header Bluegreen 0\n        rev") + canary),
                BLOCK.replace(canary, "    header Bluegreen none\n" + operators + canary))) {
            assertThat(block).isNotEqualTo(none);
            assertThat(of(block).missing()).isEmpty();
        }
        assertThat(of(none).missing().orElse("")).contains("has no 'header Bluegreen 8080' where requests go to blue");
    }

    /** Names of files may be told by variables, by parts, or by another path of the same directory. */
    @Test
    void doesNotMindHowItsFilesAreNamed() throws Exception {
        String root = "root /etc/caddy/bluegreen/shop\n        try_files green.canary-";
        assertThat(BLOCK).contains(root);
        for (String other : List.of(
                "root /etc/caddy//bluegreen\n        try_files shop/green.canary-",
                "root /etc/caddy/bluegreen/./\n        try_files /shop/green.canary-",
                "root {env.FLAGS}\n        try_files green.canary-",
                "try_files green.canary-")) {
            assertThat(of(BLOCK.replace(root, other)).missing()).isEmpty();
        }
    }

    /** A client may be known, and drawn, by what is no table of the cookie. */
    @Test
    void doesNotMindHowAClientIsKnown() throws Exception {
        String known = "map {http.request.cookie.bluegreen} {canary_known} {\n        ~^(";
        assertThat(BLOCK).contains(known);
        String language = "    map {http.request.cookie.language} {language} {\n        default en\n    }\n";
        String header = BLOCK.replace(known, "map {http.request.header.Cookie} {canary_known} {\n        ~bluegreen=(")
                .replaceFirst("    map ", Matcher.quoteReplacement(language) + "    map ");
        assertThat(of(header).missing()).isEmpty();
        String canary = "    handle @green {";
        String matcher = BLOCK.replace(
                        canary, "    @k header_regexp k Cookie bg2=(\\d+)\n    vars @k known {re.k.1}\n" + canary)
                .replace("bluegreen={canary_step}", "bg2={canary_step}");
        for (String block : List.of(matcher, matcher.replace("{http.request.cookie.bluegreen}", "{http.vars.known}"))) {
            assertThat(of(block).missing()).isEmpty();
        }
        assertThat(of(BLOCK.replace("~^0[0-2] 1", "~^00 1").replace("~^0[0-9a-c] 5", "~^0 5"))
                        .missing())
                .isEmpty();
    }

    /** As with a snippet, several names, or what is asked before the slots. */
    @Test
    void doesNotMindHowTheSiteIsWritten() throws Exception {
        String site = "shop.example.com {\n";
        assertThat(BLOCK).contains(site);
        String body = BLOCK.substring(BLOCK.indexOf(site) + site.length(), BLOCK.lastIndexOf('}'));
        String live = proxy(8080);
        for (String block : List.of(
                "(bluegreen) {\n" + body + "}\nshop.example.com {\n    import bluegreen\n}\n",
                BLOCK.replace(
                        site,
                        "shop.example.com, www.example.com {\n    encode gzip\n    header X-Slot \"{canary_step}\"\n"),
                BLOCK.replace(
                        site,
                        site
                                + "    @slot file {\n        root /etc/caddy/bluegreen/shop\n        try_files green\n    }\n"
                                + "    header @slot X-Color green\n    handle_path /static/* {\n        root * /srv\n"
                                + "        file_server\n    }\n"),
                BLOCK.replace(site, "*.example.com {\n"),
                BLOCK.replace(live, "reverse_proxy 127.0.0.1:6080 127.0.0.1:8080 {\nlb_policy first\n"))) {
            assertThat(block).isNotEqualTo(BLOCK);
            assertThat(of(block).missing()).isEmpty();
            assertThat(sites(block))
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.against(SLOTS)).isEmpty());
        }
    }

    /** In JSON, a request may go through several routes of its name, one after the other. */
    @Test
    void findsItsTablesInAnotherRouteOfItsName() throws Exception {
        JSONObject config = new JSONObject(adapted(BLOCK));
        JSONArray routes = config.getJSONObject("apps")
                .getJSONObject("http")
                .getJSONObject("servers")
                .getJSONObject("srv0")
                .getJSONArray("routes");
        JSONObject site = routes.getJSONObject(0);
        JSONObject sub = site.getJSONArray("handle").getJSONObject(0);
        JSONArray before = new JSONArray();
        JSONArray rest = new JSONArray();
        sub.getJSONArray("routes")
                .forEach(each -> (String.valueOf(each).contains("reverse_proxy") ? rest : before).put(each));
        assertThat(before.toString()).contains("{canary_step}").doesNotContain("reverse_proxy");
        JSONObject tables = new JSONObject(site.toString());
        tables.remove("terminal");
        tables.getJSONArray("handle").getJSONObject(0).put("routes", before);
        sub.put("routes", rest);
        routes.clear();
        routes.put(tables).put(site);
        assertThat(CanaryLines.of(Site.in(config.toString(), Set.of(FLAG)), FLAG, SLOTS)
                        .missing())
                .isEmpty();
        tables.getJSONArray("match").getJSONObject(0).put("host", new JSONArray(List.of("blog.example.com")));
        assertThat(CanaryLines.of(Site.in(config.toString(), Set.of(FLAG)), FLAG, SLOTS)
                        .missing()
                        .orElse(""))
                .contains("has no 'map ... {canary_step}'");
    }
}
