package io.jenkins.plugins.bluegreen.router.flag;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** By which first hexadecimal digits of what is drawn for a client it comes to be in a share, each with the clients of the smaller ones. */
public final class Dice {

    private static final Map<Integer, String> FIRST =
            Map.of(1, "0[0-2]", 5, "0[0-9a-c]", 10, "(0|1[0-9])", 25, "[0-3]", 50, "[0-7]");

    /** So many digits are looked at. */
    private static final int ALL = 16 * 16 * 16;

    private Dice() {}

    /** One line of a table: whose beginning an expression finds is in a share, unless a line before has found it. */
    public record Line(String expression, int share) {}

    /** Returns the expression for one of {@link FlagFile#SHARES}, from the first digit on. */
    public static String of(int share) {
        return "^" + FIRST.get(share);
    }

    /** Returns what a table does instead of leading each share of all; nothing where it does that within half a per cent, or cannot be told. */
    public static Optional<String> wrong(List<Line> table) {
        if (table.stream()
                .anyMatch(line ->
                        !line.expression().startsWith("^") || line.expression().contains("$"))) {
            return Optional.empty();
        }
        try {
            List<Pattern> patterns = table.stream()
                    .map(line -> Pattern.compile(line.expression()))
                    .toList();
            return FlagFile.SHARES.stream()
                    .flatMap(share -> wrong(table, patterns, share).stream())
                    .findFirst();
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> wrong(List<Line> table, List<Pattern> patterns, int share) {
        int led = 0;
        for (int i = 0; i < ALL; i++) {
            String drawn = String.format("%03x", i);
            for (int j = 0; j < patterns.size(); j++) {
                if (patterns.get(j).matcher(drawn).find()) {
                    led += table.get(j).share() <= share ? 1 : 0;
                    break;
                }
            }
        }
        double percent = 100.0 * led / ALL;
        return Math.abs(percent - share) < 0.5
                ? Optional.empty()
                : Optional.of(
                        String.format(Locale.ROOT, "%.1f %% of the clients for the share of %d %%", percent, share));
    }
}
