package io.jenkins.plugins.bluegreen.router.nginx.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One directive of nginx's configuration, read as {@code ngx_conf_read_token} does: words with or without quotes, comments, blocks.
 *
 * @param words its name and its arguments, without quotes
 * @param block what stands in its braces; empty for one without
 * @param at where each word begins in its file, behind a quote
 * @param file the file's path; an empty text where only a text was read
 */
record Directive(List<String> words, List<Directive> block, List<Integer> at, String file) {

    private static final Set<String> TABLES = Set.of("map", "geo", "split_clients");

    /** One that stands nowhere. */
    Directive(List<String> words, List<Directive> block) {
        this(words, block, List.of(), "");
    }

    /** Returns the same in a file, with what stands in its block there. */
    Directive in(String path, List<Directive> inner) {
        return new Directive(words, inner, at, path);
    }

    String name() {
        return words.get(0);
    }

    /** Returns the first argument, or an empty text. */
    String argument() {
        return words.size() > 1 ? words.get(1) : "";
    }

    /** Returns the last argument, or the name where it has none. */
    String last() {
        return words.get(words.size() - 1);
    }

    /** Tells whether each entry in its block is a value of the variable that it names last. */
    boolean isTable() {
        return TABLES.contains(name());
    }

    boolean is(String name) {
        return name().equals(name);
    }

    /** Returns those of a name that stand directly in its block. */
    Stream<Directive> directly(String name) {
        return block.stream().filter(each -> each.is(name));
    }

    /** Returns the first argument of the last one of a name that stands directly in its block. */
    Optional<String> value(String name) {
        return directly(name).reduce((first, second) -> second).map(Directive::argument);
    }

    /** Returns what the innermost of some blocks, outermost first, says by a directive of a name. */
    static Optional<String> nearest(String name, List<Directive> around) {
        for (int i = around.size() - 1; i >= 0; i--) {
            Optional<String> value = around.get(i).value(name);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    /** Returns what stands in its block, and in the blocks there. */
    Stream<Directive> within() {
        return block.stream().flatMap(each -> Stream.concat(Stream.of(each), each.within()));
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException for what nginx would refuse, and for what is no configuration, such as a script in a block
     */
    static List<Directive> parse(String text) {
        Reader reader = new Reader(text);
        List<Directive> all = reader.block();
        if (reader.at < text.length()) {
            throw new IllegalArgumentException("a brace is closed that was not opened");
        }
        return all;
    }

    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        /** Reads to the brace that ends the block, or to the end. */
        List<Directive> block() {
            List<Directive> all = new ArrayList<>();
            List<String> words = new ArrayList<>();
            List<Integer> starts = new ArrayList<>();
            while (skipBlanks() && text.charAt(at) != '}') {
                char next = text.charAt(at);
                if (next != ';' && next != '{') {
                    boolean quoted = next == '"' || next == '\'';
                    starts.add(quoted ? at + 1 : at);
                    words.add(quoted ? quoted(next) : word());
                    continue;
                }
                at++;
                List<Directive> inner = next == '{' ? closed(block()) : List.of();
                if (words.isEmpty()) {
                    throw new IllegalArgumentException("a directive has no name");
                }
                all.add(new Directive(List.copyOf(words), inner, List.copyOf(starts), ""));
                words.clear();
                starts.clear();
            }
            if (!words.isEmpty()) {
                throw new IllegalArgumentException("a directive has no end: " + words.get(0));
            }
            return all;
        }

        private List<Directive> closed(List<Directive> inner) {
            if (at >= text.length()) {
                throw new IllegalArgumentException("a block has no end");
            }
            at++;
            return inner;
        }

        /** Tells whether anything follows. */
        private boolean skipBlanks() {
            while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '#')) {
                if (text.charAt(at) == '#') {
                    int end = text.indexOf('\n', at);
                    at = end < 0 ? text.length() - 1 : end;
                }
                at++;
            }
            return at < text.length();
        }

        private String word() {
            int from = at;
            while (at < text.length()
                    && !Character.isWhitespace(text.charAt(at))
                    && ";{".indexOf(text.charAt(at)) < 0) {
                boolean pair = text.charAt(at) == '\\' || text.startsWith("${", at);
                at += pair ? 2 : 1;
            }
            at = Math.min(at, text.length());
            return text.substring(from, at);
        }

        private String quoted(char quote) {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != quote; at++) {
                boolean escaped = text.charAt(at) == '\\' && at + 1 < text.length();
                at += escaped ? 1 : 0;
                value.append(text.charAt(at));
            }
            at++;
            return value.toString();
        }
    }
}
