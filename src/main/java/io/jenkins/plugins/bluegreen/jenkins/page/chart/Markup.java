package io.jenkins.plugins.bluegreen.jenkins.page.chart;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML with SVG in it. Whatever is put into it, by hosts or by people, is escaped, and cut where it is long. */
final class Markup {

    /** What is longer is not read on a picture, and would only make the page large. */
    private static final int LONGEST = 300;

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element with these names and values of attributes, one after the other. */
    Markup open(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i + 1 < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]))
                    .append('"');
        }
        out.append('>');
        open.push(element);
        return this;
    }

    /** Writes a text into what is open. */
    Markup text(String text) {
        out.append(escaped(text));
        return this;
    }

    /** Closes what was opened last. */
    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Writes an element with a text in it. */
    Markup add(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** Writes an element, and a title in it, which a pointer shows and a screen reader says. */
    Markup titled(String element, String title, String... attributes) {
        return open(element, attributes).add("title", title).close();
    }

    /** Writes a line or a surface, by numbers and letters of our own, however many. */
    Markup path(String classes, String shape) {
        out.append("<path class=\"")
                .append(classes)
                .append("\" d=\"")
                .append(shape)
                .append("\"></path>");
        return this;
    }

    /** Returns a length for an attribute; nothing that a browser could not read comes of any number. */
    static String number(double number) {
        double finite = Double.isFinite(number) ? Math.max(-1e6, Math.min(1e6, number)) : 0;
        long hundredths = Math.round(Math.abs(finite) * 100);
        // By hand: a picture has thousands of numbers, and a formatter reads its pattern for each.
        StringBuilder shown = new StringBuilder(finite < 0 && hundredths > 0 ? "-" : "").append(hundredths / 100);
        long rest = hundredths % 100;
        if (rest > 0) {
            shown.append(rest < 10 ? ".0" : ".").append(rest % 10 == 0 ? rest / 10 : rest);
        }
        return shown.toString();
    }

    /** Returns a part of the width: 0 to 1. */
    static String percent(double share) {
        return number(Double.isFinite(share) ? Math.max(0, Math.min(1, share)) * 100 : 0) + "%";
    }

    private static String escaped(String text) {
        String shown = text == null ? "" : text;
        int end = Math.min(shown.length(), LONGEST);
        StringBuilder escaped = new StringBuilder(end + 16);
        for (int i = 0; i < end; i++) {
            char c = shown.charAt(i);
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n' -> escaped.append(c); // in a title, a line of its own
                default -> escaped.append(Character.isISOControl(c) || !Character.isDefined(c) ? ' ' : c);
            }
        }
        return shown.length() > end ? escaped.append('…').toString() : escaped.toString();
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("Not closed: " + open);
        }
        return out.toString();
    }
}
