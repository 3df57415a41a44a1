package io.jenkins.plugins.bluegreen.router.flag;

import java.util.ArrayList;
import java.util.BitSet;
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

    /** So many beginnings of three digits are looked at. */
    private static final int ALL = 16 * 16 * 16;

    /** What may follow them, as in a UUID. An expression that minds which of these it is, is not understood. */
    private static final List<String> TAILS = List.of(
            "00000-0000-4000-8000-000000000000",
            "fffff-ffff-4fff-bfff-ffffffffffff",
            "5a93c-61e8-472d-9b04-d7f3850e1ac6");

    private Dice() {}

    /** One line of a table: whose beginning an expression finds is in a share, unless a line before has found it. */
    public record Line(String expression, int share) {}

    /** Returns the expression for one of {@link FlagFile#SHARES}, from the first digit on. */
    public static String of(int share) {
        return "^" + FIRST.get(share);
    }

    /** Returns what a table does instead of leading each share of all; nothing where it does about that, or cannot be told. */
    public static Optional<String> wrong(List<Line> table) {
        if (table.isEmpty()
                || table.stream()
                        .anyMatch(line -> !line.expression().startsWith("^")
                                || line.expression().contains("$"))) {
            return Optional.empty();
        }
        try {
            List<Pattern> patterns = table.stream()
                    .map(line -> Pattern.compile(line.expression()))
                    .toList();
            List<BitSet> found = new ArrayList<>();
            for (Pattern pattern : patterns) {
                BitSet first = found(pattern, TAILS.get(0));
                boolean told =
                        TAILS.stream().allMatch(tail -> found(pattern, tail).equals(first));
                if (!told || first.isEmpty()) {
                    return Optional.empty();
                }
                found.add(first);
            }
            return FlagFile.SHARES.stream()
                    .flatMap(share -> wrong(table, found, share).stream())
                    .findFirst();
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /** Returns which beginnings an expression finds. */
    private static BitSet found(Pattern pattern, String tail) {
        BitSet found = new BitSet(ALL);
        for (int i = 0; i < ALL; i++) {
            found.set(
                    i,
                    pattern.matcher(Integer.toHexString(ALL + i).substring(1) + tail)
                            .find());
        }
        return found;
    }

    private static Optional<String> wrong(List<Line> table, List<BitSet> found, int share) {
        BitSet before = new BitSet(ALL);
        BitSet led = new BitSet(ALL);
        for (int i = 0; i < table.size(); i++) {
            BitSet own = (BitSet) found.get(i).clone();
            own.andNot(before);
            before.or(own);
            if (table.get(i).share() <= share) {
                led.or(own);
            }
        }
        double percent = 100.0 * led.cardinality() / ALL;
        // Of two digits, the smallest shares are no more than about right.
        return percent >= share * (share < 5 ? 0.25 : 0.5) && percent <= Math.max(2, share * 1.5)
                ? Optional.empty()
                : Optional.of(
                        String.format(Locale.ROOT, "%.1f %% of the clients for the share of %d %%", percent, share));
    }
}
