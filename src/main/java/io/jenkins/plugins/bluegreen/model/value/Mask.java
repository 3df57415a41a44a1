package io.jenkins.plugins.bluegreen.model.value;

import java.io.Serializable;
import java.io.UnsupportedEncodingException;
import java.net.URLEncoder;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
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

    private static final String BREAKS = "\n\r\u000B\f\u0085\u2028\u2029";

    // The longest first. No regular expression: one made of a long value ends in an error that shows it.
    private final String[] values;

    private Mask(Set<String> values) {
        this.values = values.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toArray(String[]::new);
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
                inUrl(value),
                inUrl(value).replace("+", "%20"));
    }

    private static String inUrl(String value) {
        try {
            return URLEncoder.encode(value, "UTF-8");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java has UTF-8", e);
        }
    }

    /** Returns a text without these values, and without what is left of a long one where the text was cut off. */
    public String in(String text) {
        if (values.length == 0 || text == null) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        int torn = torn(text);
        if (torn > 0) {
            shown.append(HIDDEN);
        }
        for (int at = torn; at < text.length(); ) {
            int end = end(text, at);
            shown.append(end < 0 ? text.substring(at, at + 1) : HIDDEN);
            at = end < 0 ? at + 1 : end;
        }
        return shown.toString();
    }

    /** Returns where the longest value ends that begins there, or -1. */
    private int end(String text, int from) {
        for (String value : values) {
            int end = value.length() <= SHORT ? alone(value, text, from) : end(value, 0, text, from);
            if (end >= 0) {
                return end;
            }
        }
        return -1;
    }

    /** Returns where the rest of a value ends that the text begins with, as the end of a log may; 0 if it does not. */
    private int torn(String text) {
        int longest = 0;
        for (String value : values) {
            for (int from = Math.max(1, value.length() - text.length()); from <= value.length() - BROKEN; from++) {
                int end = text.charAt(0) == value.charAt(from) ? end(value, from, text, 0) : -1;
                longest = Math.max(longest, end);
            }
        }
        return longest;
    }

    private static int alone(String value, String text, int from) {
        int end = from + value.length();
        boolean found = text.startsWith(value, from) && !(from > 0 && inWord(text.charAt(from - 1)));
        return found && !(end < text.length() && inWord(text.charAt(end))) ? end : -1;
    }

    private static boolean inWord(char character) {
        return character < 128 && Character.isLetterOrDigit(character);
    }

    private static int end(String value, int first, String text, int from) {
        int at = from;
        int next = first;
        while (next < value.length()) {
            if (at == text.length()) {
                return next - first < BROKEN ? -1 : at; // the text was cut off
            }
            if (text.charAt(at) == value.charAt(next)) {
                next++;
                // Whoever breaks long lines breaks a long value, too.
            } else if (next == first || value.length() < BROKEN || BREAKS.indexOf(text.charAt(at)) < 0) {
                return -1;
            }
            at++;
        }
        return at;
    }

    /** Shows no value. */
    @Override
    public String toString() {
        return "Mask";
    }
}
