package io.jenkins.plugins.bluegreen.jenkins.report;

import java.io.Serializable;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hides values in what is printed. Jenkins hides only those that it bound itself, in the surroundings that it bound them for, and
 * not those of a password parameter.
 */
public final class Mask implements Serializable {

    /** Hides nothing. */
    public static final Mask NONE = new Mask(Set.of());

    private static final long serialVersionUID = 1L;

    private static final String HIDDEN = "****";

    /** Of a value in several lines, one that is shorter than this says nothing by itself, such as a bracket. */
    private static final int SHORTEST_LINE = 4;

    /** A value this short is hidden where it stands by itself: within other words it says nothing, and they could not be read. */
    private static final int SHORT = 2;

    /** A value this long may be printed in several lines though it is one. */
    private static final int BROKEN = 8;

    // Null where there is nothing to hide.
    private final Pattern values;

    private Mask(Set<String> values) {
        this.values = values.isEmpty()
                ? null
                : Pattern.compile(values.stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Mask::pattern)
                        .collect(Collectors.joining("|")));
    }

    /** Returns one that hides these values, as they are and as shells, JSON and URLs write them; empty ones are passed over. */
    public static Mask of(Collection<String> values) {
        Set<String> all = new LinkedHashSet<>();
        values.stream().filter(value -> !value.isBlank()).forEach(value -> {
            Stream.of(value, value.strip()).flatMap(Mask::written).forEach(all::add);
            value.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_LINE)
                    .flatMap(Mask::written)
                    .forEach(all::add);
        });
        return new Mask(all);
    }

    private static Stream<String> written(String value) {
        return Stream.of(
                value,
                value.replace("\r", "").replace("\n", "\r\n"),
                value.replace("'", "'\\''"),
                value.replace("'", "'\"'\"'"),
                value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t"),
                URLEncoder.encode(value, StandardCharsets.UTF_8),
                URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    private static String pattern(String value) {
        if (value.length() <= SHORT) {
            return "(?<![A-Za-z0-9])" + Pattern.quote(value) + "(?![A-Za-z0-9])";
        }
        // Whoever breaks long lines breaks a long value, too.
        String between = value.length() < BROKEN ? "" : "\\R?";
        return value.codePoints()
                .mapToObj(character -> Pattern.quote(Character.toString(character)))
                .collect(Collectors.joining(between));
    }

    /** Returns a text without these values. It has to be whole: a value that was torn in two is not found. */
    public String in(String text) {
        return values == null || text == null ? text : values.matcher(text).replaceAll(HIDDEN);
    }

    /** Shows no value. */
    @Override
    public String toString() {
        return "Mask";
    }
}
