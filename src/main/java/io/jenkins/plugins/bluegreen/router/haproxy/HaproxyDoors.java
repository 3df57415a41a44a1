package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.Door;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where HAProxy takes requests for the application, by what its configuration says: the frontends that go by the map. What is found here is
 * only asked there; whether the requests come to a slot is seen at that.
 */
final class HaproxyDoors {

    /** More would only be asked in vain. */
    private static final int MOST = 6;

    /** Those of the loopback address, which is what a connection through SSH comes to. */
    private static final Pattern BIND = Pattern.compile(
            "(?:ipv[46]@)?(?:|\\*|0\\.0\\.0\\.0|127\\.0\\.0\\.1|localhost|(?<six>\\[::]|::)):(?<port>\\d{1,5})");

    /** An address and a port as they stand there; not a socket's path, nor what holds a variable. */
    private static final Pattern BOUND =
            Pattern.compile("(?:ipv4@)?(?<address>(?:ipv6@)?[0-9A-Za-z.:\\[\\]*-]*):(?<port>\\d{1,5})");

    /** With these, several may be meant to be at one address (Configuration Manual, 5.1 and 4.2). */
    private static final Set<String> APART =
            Set.of("process", "thread", "shards", "interface", "namespace", "bind-process", "disabled");

    private static final Pattern SET = Pattern.compile("set-var\\(([\\w.]+)");
    private static final Pattern USED = Pattern.compile("(?<!set-)(?<!unset-)var\\(([\\w.]+)");
    private static final Pattern HOST =
            Pattern.compile("(?:(?:req\\.)?hdr(?:_beg)?\\(host\\)|req\\.ssl_sni|ssl_fc_sni).*");
    private static final Pattern PATH = Pattern.compile("path(?:_beg|,.*)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final Pattern PLAIN_PATH = Pattern.compile("/[!#-\\[\\]-~]*");

    private final List<Section> sections;
    private final String file;

    private HaproxyDoors(List<Section> sections, String file) {
        this.sections = sections;
        this.file = file;
    }

    /**
     * Looks at a configuration.
     *
     * @param text all of its files
     * @param users as whom it runs
     * @param file the map file
     * @return the doors, the best first; none for what is not understood
     */
    static List<Door> of(String text, Set<Integer> users, String file) {
        return new HaproxyDoors(Section.of(text), file).all(users);
    }

    /**
     * Looks whether another frontend takes requests where the application's does. The kernel deals connections out among those that listen
     * at one address (socket(7), SO_REUSEPORT), so that each gets those that are the other one's; HAProxy starts with that, and
     * {@code haproxy -c} says nothing.
     *
     * @param sections none where the configuration cannot be read
     * @throws HostException naming both, and what to do
     */
    static void checkAlone(String host, MapPlace place, List<Section> sections) throws HostException {
        for (Section own : sections) {
            for (Section other : goesBy(own, place) ? sections : List.<Section>of()) {
                Optional<String> common = bound(own).stream()
                        .filter(bound(other)::contains)
                        .filter(at -> !mayGoBy(other, place))
                        .findFirst();
                if (common.isPresent()) {
                    throw new HostException("HAProxy on " + host + " takes requests at " + common.get() + " in "
                            + shown(own) + " and in " + shown(other) + ", which each get a part of all of them, by"
                            + " chance, so that requests for " + place.key()
                            + " come to the other one, and are answered 503"
                            + " or by something else; put the http-request, http-after-response and use_backend"
                            + " lines of " + shown(own) + " into " + shown(other)
                            + ", before its own use_backend lines, take "
                            + shown(own) + " out, and reload HAProxy.");
                }
            }
        }
    }

    private static boolean goesBy(Section section, MapPlace place) {
        return section.with("str(" + place.key() + "),map(" + place.file())
                .findAny()
                .isPresent();
    }

    /** Tells whether it may lead to the application as well, such as by a key that it makes of the request. */
    private static boolean mayGoBy(Section section, MapPlace place) {
        return goesBy(section, place)
                || section.with("lua").findAny().isPresent()
                || section.with(place.file()).anyMatch(line -> line.stream().noneMatch(word -> word.contains("str(")));
    }

    private static String shown(Section section) {
        return section.kind() + " " + section.name();
    }

    /** Returns where a section takes connections, each for a reader; without what may be meant to be shared. */
    private static Set<String> bound(Section section) {
        boolean takes = section.kind().equals("frontend") || section.kind().equals("listen");
        boolean apart = section.lines().stream().anyMatch(line -> APART.contains(line.get(0)));
        Set<String> bound = new LinkedHashSet<>();
        section.beginning("bind")
                .filter(line -> takes && !apart && line.size() > 1)
                .filter(line -> line.stream().noneMatch(APART::contains))
                .flatMap(line -> Stream.of(line.get(1).split(",")))
                .map(BOUND::matcher)
                .filter(Matcher::matches)
                .forEach(found -> {
                    String address = found.group("address").toLowerCase(Locale.ROOT);
                    boolean any = Set.of("", "*", "0.0.0.0").contains(address);
                    bound.add((any ? "port " : address + ":") + found.group("port"));
                });
        return bound;
    }

    private List<Door> all(Set<Integer> users) {
        List<Door> doors = new ArrayList<>();
        boolean http = false;
        for (Section section : sections) {
            if (section.kind().equals("defaults")) {
                http = mode(section).orElse(false);
            }
            boolean taken = section.kind().equals("frontend") || section.kind().equals("listen");
            if (taken
                    && section.with(file).findAny().isPresent()
                    && mode(section).orElse(http)) {
                doors.addAll(doors(section, users));
            }
        }
        return doors.stream().distinct().limit(MOST).toList();
    }

    /** Tells whether HTTP is spoken there; nothing where that stands elsewhere. */
    private static Optional<Boolean> mode(Section section) {
        return section.beginning("mode").map(line -> line.contains("http")).reduce((first, last) -> last);
    }

    private List<Door> doors(Section section, Set<Integer> users) {
        List<List<String>> choosing = choosing(section);
        Set<String> names = values(section, choosing, HOST, NAME);
        Set<String> paths = values(section, choosing, PATH, PLAIN_PATH);
        List<Door> doors = new ArrayList<>();
        for (List<String> bind : section.beginning("bind").toList()) {
            for (int port : ports(bind)) {
                for (String name : names.isEmpty() ? Set.of("localhost") : names) {
                    List<String> asked = paths.isEmpty() ? List.of("/") : List.copyOf(paths);
                    doors.add(new Door(port, bind.contains("ssl"), name, asked, users));
                }
            }
        }
        return doors;
    }

    private static List<Integer> ports(List<String> bind) {
        boolean apart = bind.contains("accept-proxy") || bind.contains("accept-netscaler-cip");
        if (bind.size() < 2 || apart) {
            return List.of();
        }
        return Stream.of(bind.get(1).split(","))
                .map(BIND::matcher)
                .filter(Matcher::matches)
                .filter(found -> found.group("six") == null || bind.contains("v4v6"))
                .map(found -> Integer.parseInt(found.group("port")))
                .filter(port -> port > 0 && port < 65_536)
                .toList();
    }

    /** Those by which a request is led by the map: that name its file, or a variable that is set from it. */
    private List<List<String>> choosing(Section section) {
        Set<String> variables = new LinkedHashSet<>();
        while (variables.addAll(section.lines().stream()
                .filter(line -> goesBy(line, variables))
                .flatMap(line -> line.stream().map(SET::matcher).filter(Matcher::find))
                .map(found -> found.group(1))
                .toList())) {
            // One may be set from another one.
        }
        return section.beginning("use_backend")
                .filter(line -> goesBy(line, variables))
                .toList();
    }

    private boolean goesBy(List<String> line, Set<String> variables) {
        return line.stream()
                .anyMatch(word -> word.contains(file)
                        || USED.matcher(word).results().anyMatch(used -> variables.contains(used.group(1))));
    }

    /** The values that such lines are for, by a condition in braces or the name of an acl. */
    private static Set<String> values(Section section, List<List<String>> lines, Pattern of, Pattern form) {
        Set<String> values = new LinkedHashSet<>();
        for (List<String> line : lines) {
            int at = line.indexOf("if");
            List<String> condition = at < 0 ? List.of() : line.subList(at + 1, line.size());
            values.addAll(matched(condition, of, form));
            section.beginning("acl")
                    .filter(acl -> acl.size() > 2 && condition.contains(acl.get(1)))
                    .forEach(acl -> values.addAll(matched(acl, of, form)));
        }
        return values;
    }

    private static List<String> matched(List<String> words, Pattern of, Pattern form) {
        List<String> values = new ArrayList<>();
        boolean within = false;
        boolean not = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (of.matcher(word).matches()) {
                within = !not;
            } else if (word.equals("}") || word.equals("{") || word.equals("||") || word.equals("!{")) {
                within = false;
                not = word.equals("!{")
                        || word.equals("{") && i > 0 && words.get(i - 1).equals("!");
            } else if (within
                    && !word.startsWith("-")
                    && !ofAnOption(words, i)
                    && form.matcher(word).matches()) {
                values.add(word);
            }
        }
        return values;
    }

    /** Tells whether it belongs to the word before: the method of {@code -m}, or the file of {@code -f}. */
    private static boolean ofAnOption(List<String> words, int at) {
        return at > 0 && List.of("-m", "-f", "-u").contains(words.get(at - 1));
    }
}
