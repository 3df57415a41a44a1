package io.jenkins.plugins.bluegreen.router.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapFileTest {

    private static MapFile file(String text) {
        return MapFile.of(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1)), "shop");
    }

    private static String text(MapFile file) {
        return new String(Base64.getDecoder().decode(file.base64()), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`shop blue`|`shop green`",
                "`shop blue\\n`|`shop green\\n`",
                "`\\t shop \\t blue \\r\\nx y`|`\\t shop \\t green \\r\\nx y`",
                "`# shop red\\nshopping blue\\nmy.shop blue\\nshop blue`|`# shop red\\nshopping blue\\nmy.shop blue\\nshop green`",
                "`\u00fc \u00ff\\nshop blue`|`\u00fc \u00ff\\nshop green`",
                "`shop`|`shop green`",
                "`shop  \\nx y\\n`|`shop  green\\nx y\\n`",
                "`x y`|`x y\\nshop green\\n`",
                "``|`shop green\\n`",
            })
    void aValueIsReplacedAndNothingElse(String before, String after) {
        MapFile changed = file(before.translateEscapes()).with(Optional.of("green"));
        assertThat(text(changed)).isEqualTo(after.translateEscapes());
        assertThat(changed.values()).containsExactly("green");
    }

    @Test
    void aLineIsTakenOut() {
        assertThat(text(file("a b\nshop blue\nc d\n").with(Optional.empty()))).isEqualTo("a b\nc d\n");
        assertThat(text(file("a b\nshop blue").with(Optional.empty()))).isEqualTo("a b\n");
        assertThat(text(file("a b\n").with(Optional.empty()))).isEqualTo("a b\n");
    }

    @Test
    void severalLinesOfOneKeyAreSeen() {
        assertThat(file("shop blue\nshop green\n").values()).containsExactly("blue", "green");
        assertThat(file("# shop blue\n").values()).isEmpty();
    }
}
