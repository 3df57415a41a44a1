package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configuration shows of lines that lead others than a share of the clients, or them elsewhere. */
class LeadingRulesTest {

    private static final String MAP = "/etc/haproxy/bluegreen.map";
    private static final MapPlace SHOP = new MapPlace(MAP, "/run/haproxy/admin.sock", "shop");
    private static final String BLOCK = HaproxyBlock.withCanary(
            new ApplicationName("shop"),
            new SlotPair(8080, 8081),
            HaproxyRouterConfig.of(List.of(), MAP, null, null),
            List.of(),
            Optional.empty());

    @Test
    void hasNothingAgainstTheBlockThatWePrintNorAgainstWhatIsNotKnown() {
        assertThat(LeadingRules.wrong(BLOCK, SHOP)).isEmpty();
        assertThat(LeadingRules.wrong("", SHOP)).isEmpty();
        HaproxyRouterConfig previews =
                HaproxyRouterConfig.of(List.of(), MAP, null, null).previewing(true);
        ApplicationName shop = new ApplicationName("shop");
        SlotPair slots = new SlotPair(8080, 8081);
        assertThat(LeadingRules.wrong(HaproxyBlock.of(shop, slots, previews, List.of(), Optional.empty()), SHOP))
                .isEmpty();
        assertThat(LeadingRules.wrong(
                        HaproxyBlock.withCanary(shop, slots, previews, List.of(), Optional.empty()), SHOP))
                .isEmpty();
        assertThat(LeadingRules.wrong(BLOCK.replace("rand(100)", "rand(10)"), new MapPlace(MAP, "", "blog")))
                .as("another application's")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "rand(100)|rand(1000)|draws a number for a client by rand(1000) in frontend shop, of which a share would not be one of 100",
                "req.cook(bluegreen) if|req.cook(shop) if|knows a client again by the cookie shop in frontend shop, and gives it the cookie bluegreen",
                "_led) str(shop_green)|_led) str(shop_blue)|leads the clients of a share to shop_blue in frontend shop where shop_blue is live, and not to shop_green",
                "_led) str(shop_blue)|_led) str(blog_blue)|leads the clients of a share to blog_blue in frontend shop where shop_green is live, and not to shop_blue",
            })
    void saysWhatIsWrong(String text, String instead, String said) {
        assertThat(BLOCK).contains(text);
        assertThat(LeadingRules.wrong(BLOCK.replace(text, instead), SHOP)).contains(said);
    }

    /** Each put in before the lines for the share, all of which stay. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http-request set-var(txn.color) str(blue) if { var(txn.shop_backend) -m str shop_blue }",
                "http-request set-var(txn.shop_led) str(shop_blue) if !{ var(txn.shop_backend) -m str shop_blue }",
                "http-request set-var(txn.shop_led) str(shop_blue) if { src 10.0.0.0/8 } { var(txn.shop_backend) -m str shop_blue }",
                "http-request set-var(txn.shop_led) str(shop_blue) if { var(txn.shop_above) -m int lt 0 }"
                        + " { path_beg /admin } { var(txn.shop_backend) -m str shop_blue }",
                "log-format \"%ci client=%[var(txn.bluegreen)] %ST\"",
                "http-request set-header X-Client client=%[var(txn.bluegreen)]",
                "http-request set-var(txn.wide) rand(1000)",
            })
    void hasNothingAgainstLinesForOthers(String line) {
        String lines = BLOCK.replace("    # Which client it is", "    " + line + "\n    # Which client it is");
        assertThat(lines).contains(line);
        assertThat(LeadingRules.wrong(lines, SHOP)).isEmpty();
    }

    /** Each is another way to write what we print. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"bluegreen=%[var(txn.bluegreen)]; Path=/; Max-Age=86400; HttpOnly\"|'bluegreen=%[var(txn.bluegreen)]; Path=/'",
                "\"bluegreen=%|\"${COOKIE}=%",
                "req.cook(bluegreen) if|req.cook(\"bluegreen\") if",
                "rand(100)|rand(1000),div(10)",
                "rand(100)|rand(101)",
                "field(2,+),add(0)|field(2,+),mul(10)",
                "_led) str(shop_green)|_led) str(canary_green)",
                "_led) str(shop_green)|_led) str(\"shop_green\")",
                "backend shop_green|backend \"shop_green\"",
                "-m str shop_blue|-m str 'shop_blue'",
            })
    void hasNothingAgainstOtherWaysToWriteThem(String text, String instead) {
        assertThat(BLOCK).contains(text);
        String canary = "backend canary_green\n    server app1 127.0.0.1:8081\n";
        String lines = BLOCK.replace(text, instead) + canary;
        assertThat(LeadingRules.wrong(instead.contains("mul") ? lines.replace("rand(100)", "rand(1000)") : lines, SHOP))
                .isEmpty();
    }

    /** What is named otherwise may lead there nevertheless, or by something between; but not to the slot that is live. */
    @Test
    void saysThatABackendOfAnotherNameIsThatOfTheLiveSlot() {
        String lines = BLOCK.replace("_led) str(shop_green)", "_led) str(canary_green)");
        String canary = "backend canary_green\n    server app1 127.0.0.1:%d\n";
        assertThat(LeadingRules.wrong(lines + canary.formatted(8080), SHOP))
                .contains(
                        "leads the clients of a share to canary_green in frontend shop where shop_blue is live, and not"
                                + " to shop_green");
        assertThat(LeadingRules.wrong(lines + canary.formatted(9081), SHOP)).isEmpty();
    }

    /** Its block was copied from, and stands beside. */
    @Test
    void saysThatABackendIsAnotherApplications() {
        String blog = BLOCK.replace("shop", "blog").replace("808", "909");
        assertThat(LeadingRules.wrong(BLOCK + blog, SHOP)).isEmpty();
        assertThat(LeadingRules.wrong(BLOCK.replace("_led) str(shop_green)", "_led) str(blog_green)") + blog, SHOP)
                        .orElse(""))
                .startsWith("leads the clients of a share to blog_green in frontend shop where shop_blue is live");
    }

    /** What else may lead them is not told. */
    @Test
    void saysNothingWhereALineStandsBesideThatMayLeadThem() {
        String first = "    http-request set-var(txn.shop_led) str(shop_green) if";
        assertThat(BLOCK).contains(first);
        String wrong = BLOCK.replace("_led) str(shop_green)", "_led) str(shop_blue)");
        assertThat(LeadingRules.wrong(wrong, SHOP)).isPresent();
        assertThat(LeadingRules.wrong(
                        wrong.replaceFirst(
                                "(?m)^    use_backend",
                                Matcher.quoteReplacement(first) + " { var(txn.shop_above) lt 0 }\n$0"),
                        SHOP))
                .isEmpty();
    }

    /** As for a second pair, which goes by what the value begins with. */
    @Test
    void mindsNoEndOfANameThatIsNotTheWholeValue() {
        String second =
                "    use_backend ws_%[str(shop),map(" + MAP + ",blue)FIRST] if { path_beg /ws }\n    use_backend";
        String text = BLOCK.replaceFirst("(?m)^    use_backend", Matcher.quoteReplacement(second));
        assertThat(LeadingRules.without(text.replace("FIRST", ""), SHOP)).contains("frontend shop");
        assertThat(LeadingRules.without(text.replace("FIRST", ",field(1,+)"), SHOP))
                .isEmpty();
    }

    /** What the own one gives is not told. */
    @Test
    void mindsNoCookieOfAnotherFrontend() {
        String given = "add-header Set-Cookie \"bluegreen=%[var(txn.bluegreen)]; Path=/; Max-Age=86400; HttpOnly\"";
        assertThat(BLOCK).contains(given);
        String own = BLOCK.replace(given, "add-header Set-Cookie %[var(txn.cookie)]");
        String blog =
                BLOCK.replace("shop", "blog").replace("bluegreen=%", "blog=%").replace("(bluegreen)", "(blog)");
        assertThat(LeadingRules.wrong(own + blog, SHOP)).isEmpty();
        assertThat(LeadingRules.wrong(BLOCK.replace("req.cook(bluegreen) if", "req.cook(shop) if") + blog, SHOP))
                .isPresent();
    }

    @Test
    void mindsNoCookieThatABackendGives() {
        String known = BLOCK.replace("req.cook(bluegreen) if", "req.cook(shop) if");
        assertThat(LeadingRules.wrong(known, SHOP)).isPresent();
        String given = "    http-response add-header Set-Cookie \"shop=%[var(txn.bluegreen)]\"\n";
        assertThat(LeadingRules.wrong(known.replace("backend shop_blue\n", "backend shop_blue\n" + given), SHOP))
                .isEmpty();
    }
}
