package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** A variable that is made of a text and another one, and one that is another expression (Configuration Manual, 7.3). */
    private static final Pattern JOINED =
            Pattern.compile("str\\((?<before>[^()]*)\\),concat\\(,(?<name>[\\w.]+)(?:,(?<after>[^()]*))?\\)");

    private static final Pattern VARIABLE = Pattern.compile("%\\[var\\((?<name>[\\w.]+)\\)(?<rest>[^]]*)]");

    /** A backend whose name is made of what a map has for a key (Configuration Manual, 4.2, {@code use_backend}), or of its first part. */
    private static final Pattern BY_MAP = Pattern.compile("(?<before>[^%]*)%\\[str\\((?<key>[^()]+)\\),"
            + "map\\((?<file>[^,()]+)(?:,\\w+)?\\)(?:,field\\(1,\\+\\))?](?<after>[^%]*)");

    private static final Pattern PORT = Pattern.compile(".*:(\\d{2,5})");

    /** What stands for itself, without quotes and variables. */
    private static final Pattern PLAIN = Pattern.compile("[\\w./-]+");

    /** So many variables may lead to one another. */
    private static final int DEPTH = 5;

    /**
     * By which line of a map a section chooses one of two backends.
     *
     * @param section where it does so, for a reader
     * @param ports of each slot, where all servers of its backend that are asked have that one
     */
    public record Choice(String section, String file, String key, Map<Slot, Integer> ports) {

        /** Copies the ports. */
        public Choice {
            ports = Map.copyOf(ports);
        }
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

    /** Reads a configuration. Quotes are taken away; what a blank within them leaves apart is looked for nowhere. */
    public static List<Section> of(String text) {
        List<Section> sections = new ArrayList<>();
        List<List<String>> within = new ArrayList<>();
        for (String line : text.lines().map(Section::withoutComment).toList()) {
            List<String> words = Stream.of(line.strip().split("\\s+"))
                    .filter(word -> !word.isEmpty())
                    .map(word -> word.replaceAll("[\"']", ""))
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

    /** Returns by what the sections of a configuration choose, as far as that is written there, also by variables. */
    public static List<Choice> choices(List<Section> all) {
        List<Choice> found = new ArrayList<>();
        for (Section section : all) {
            section.byMap().forEach(by -> {
                Map<Slot, Integer> ports = new EnumMap<>(Slot.class);
                for (Slot slot : Slot.values()) {
                    port(all, backend(by, slot)).ifPresent(port -> ports.put(slot, port));
                }
                found.add(new Choice(section.kind + " " + section.name, by.group("file"), by.group("key"), ports));
            });
        }
        return found;
    }

    private Stream<Matcher> byMap() {
        return beginning("use_backend")
                .filter(line -> line.size() > 1)
                .map(line -> BY_MAP.matcher(written(line.get(1))))
                .filter(Matcher::matches);
    }

    private static String backend(Matcher by, Slot slot) {
        return by.group("before") + slot.label() + by.group("after");
    }

    /**
     * Tells whether there is a server that may be at a port, in another section than the backends of what is written of choices: what leads
     * there may go by a map in a way that is not understood.
     */
    static boolean mayLeadBesides(List<Section> all, int port) {
        Set<String> chosen = all.stream()
                .flatMap(Section::byMap)
                .filter(by -> PLAIN.matcher(by.group("key") + by.group("file")).matches())
                .flatMap(by -> Stream.of(Slot.values()).map(slot -> backend(by, slot)))
                .collect(Collectors.toSet());
        return all.stream()
                .filter(section -> !section.kind.equals("backend") || !chosen.contains(section.name))
                .flatMap(section -> Stream.concat(section.beginning("server"), section.beginning("server-template")))
                .filter(line -> line.stream().noneMatch(word -> word.startsWith("/") || word.startsWith("unix@")))
                .map(line -> line.size() > 2 ? PORT.matcher(line.get(2)).replaceFirst("$1") : "")
                .anyMatch(at -> !at.matches("\\d{2,5}") || Integer.parseInt(at) == port);
    }

    /** Returns the name of a backend with what variables have in it. */
    private String written(String backend) {
        String text = backend;
        for (int i = 0; i < DEPTH; i++) {
            Matcher variable = VARIABLE.matcher(text);
            Optional<String> value = variable.find() ? set(variable.group("name")) : Optional.empty();
            if (value.isEmpty()) {
                return text;
            }
            Matcher joined = JOINED.matcher(value.get());
            String instead = joined.matches() && variable.group("rest").isEmpty()
                    ? joined.group("before") + "%[var(" + joined.group("name") + ")]"
                            + Optional.ofNullable(joined.group("after")).orElse("")
                    : "%[" + value.get() + variable.group("rest") + "]";
            text = variable.replaceFirst(Matcher.quoteReplacement(instead));
        }
        return text;
    }

    /** Returns what a variable is set to for every request; nothing where that depends on one. */
    private Optional<String> set(String variable) {
        List<List<String>> sets =
                beginning("http-request", "set-var(" + variable + ")").toList();
        return sets.size() == 1 && sets.get(0).size() == 3
                ? Optional.of(sets.get(0).get(2))
                : Optional.empty();
    }

    /** Returns the port of all servers of a backend that are asked; nothing where they have several, or none that is written. */
    static Optional<Integer> port(List<Section> all, String backend) {
        Set<String> ports = all.stream()
                .filter(section -> section.kind.equals("backend") && section.name.equals(backend))
                .flatMap(section -> section.beginning("server")
                        .filter(line -> line.size() > 2 && !line.contains("backup"))
                        .limit(section.asksItsFirstServer() ? 1 : Long.MAX_VALUE))
                .map(line -> PORT.matcher(line.get(2)).replaceFirst("$1"))
                .collect(Collectors.toSet());
        return ports.stream()
                .filter(port -> ports.size() == 1 && port.matches("\\d{2,5}"))
                .map(Integer::valueOf)
                .findFirst();
    }

    /** Where one has a number of its own, which one is the first is another matter. */
    private boolean asksItsFirstServer() {
        return beginning("balance", "first").findAny().isPresent()
                && beginning("server").noneMatch(line -> line.contains("id"));
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
