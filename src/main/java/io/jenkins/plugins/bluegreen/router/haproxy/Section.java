package io.jenkins.plugins.bluegreen.router.haproxy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One section of a configuration of HAProxy.
 *
 * @param kind such as {@code frontend}
 * @param name its name; an empty text where it has none
 * @param lines its lines, each as its words
 */
public record Section(String kind, String name, List<List<String>> lines) {

    /** Copies the lines. */
    public Section {
        lines = List.copyOf(lines);
    }

    private static final List<String> KINDS = List.of(
            "global",
            "defaults",
            "frontend",
            "listen",
            "backend",
            "peers",
            "resolvers",
            "userlist",
            "mailers",
            "cache",
            "program",
            "http-errors",
            "ring",
            "log-forward",
            "fcgi-app",
            "crt-store",
            "traces");

    /** Reads a configuration. A quoted word is one only where no blank is in it; what that leaves apart is looked for nowhere. */
    public static List<Section> of(String text) {
        List<Section> sections = new ArrayList<>();
        List<List<String>> within = new ArrayList<>();
        for (String line : text.lines().map(Section::withoutComment).toList()) {
            List<String> words = Stream.of(line.strip().split("\\s+"))
                    .filter(word -> !word.isEmpty())
                    .toList();
            if (!words.isEmpty() && KINDS.contains(words.get(0))) {
                end(sections, within);
                sections.add(new Section(words.get(0), words.size() > 1 ? words.get(1) : "", List.of()));
            } else if (!words.isEmpty()) {
                within.add(words);
            }
        }
        end(sections, within);
        return sections;
    }

    /** Gives the last one the lines that were read; what stands before the first one is in none. */
    private static void end(List<Section> sections, List<List<String>> within) {
        if (!sections.isEmpty()) {
            Section last = sections.remove(sections.size() - 1);
            sections.add(new Section(last.kind(), last.name(), within));
        }
        within.clear();
    }

    private static String withoutComment(String line) {
        return line.replaceFirst("(^|\\s)#.*$", "");
    }

    /** Returns the lines that begin with these words. */
    public Stream<List<String>> beginning(String... words) {
        List<String> first = List.of(words);
        return lines.stream()
                .filter(line -> line.size() >= first.size()
                        && line.subList(0, first.size()).equals(first));
    }

    /** Returns the lines that have a text somewhere. */
    Stream<List<String>> with(String text) {
        return lines.stream().filter(line -> line.stream().anyMatch(word -> word.contains(text)));
    }
}
