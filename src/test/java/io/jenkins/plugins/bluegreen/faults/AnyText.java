package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Texts as nobody would write them, but for him who wants to see what happens. */
final class AnyText {

    private static final List<String> PIECES = List.of(
            " ", "  ", "'", "\"", "$", "`", ";", "\n", "\t", "\r", "-", "--", "\\", "*", "?", "[a]", "&", "|", "<", ">",
            "(", ")", "#", "~", "!", "%s", "{a,b}", "=", ":", ",", "$(id)", "`id`", "${HOME}", "$$", "&&", "\\n", "..",
            "ü", "漢", "😀", "a", "Z", "0", "_", ".", "x y", "\u0001", "\u007f", "%0a", "EOF", "//", "\\'");

    private final Random random;

    AnyText(long seed) {
        random = new Random(seed);
    }

    /** Returns a text of 1 to 10 pieces; one of four begins with a hyphen. */
    String next() {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
        for (int left = 1 + random.nextInt(10); left > 0; left--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** Returns one that a plan takes; each that it does not take must be refused with a sentence. */
    String taken(Consumer<String> plan) {
        while (true) {
            String text = next();
            try {
                plan.accept(text);
                return text;
            } catch (PlanException refused) {
                assertThat(refused.getMessage()).matches("(?s)\\S.* .*\\.");
            }
        }
    }
}
