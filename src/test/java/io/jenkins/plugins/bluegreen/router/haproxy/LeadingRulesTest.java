package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
