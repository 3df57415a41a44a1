package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A virtual host, or what stands outside of all.
 *
 * @param addresses what it takes requests at; none for what stands outside
 * @param lines what stands in it
 * @param aliases the paths by which the flag file is named
 */
record VirtualHost(List<String> addresses, List<Line> lines, Set<String> aliases) {

    private static final Pattern NUMBER = Pattern.compile("(?<![\\d.])\\d{2,5}(?![\\d.])");

    /** What a rule leads to: the value of a variable, or the port of an address. */
    private static final Pattern LEADS =
            Pattern.compile("(?:\\bE=[^:,\\]]+:(?:[^\\s,]*:)?|://[^:/]+:)(\\d{2,5})(?!\\d)");

    VirtualHost {
        addresses = List.copyOf(addresses);
        lines = List.copyOf(lines);
    }

    private boolean tests(Line line) {
        return line.is("rewritecond")
                && aliases.contains(line.argument(1))
                && line.argument(2).matches("!?-[fFs]");
    }

    boolean goes() {
        return lines.stream().anyMatch(this::tests);
    }

    private String text() {
        String all = lines.stream().map(line -> String.join(" ", line.words())).collect(Collectors.joining("\n"));
        // What a canary, or a preview, falls back to leads nobody anywhere else.
        return all.replaceAll("balancer://[\\w.-]+-(canary|preview)-", "");
    }

    /** Tells whether all ports stand in it that it leads to. */
    private static boolean told(String text) {
        return !text.contains("${") && !text.contains("unix:") && !text.contains("balancer:");
    }

    /** Tells what shows that it is another application's; nothing of what is not told, such as a port that a variable has. */
    Optional<String> against(SlotPair slots) {
        String all = text();
        if (!told(all)) {
            return Optional.empty();
        }
        for (int i = 0; i < lines.size(); i++) {
            if (tests(lines.get(i))) {
                Slot slot = lines.get(i).argument(2).startsWith("!") ? Slot.BLUE : Slot.GREEN;
                Set<Integer> ports = leads(rule(i));
                if (!ports.isEmpty() && !ports.contains(slots.port(slot))) {
                    return Optional.of("sends to port " + ports.iterator().next() + " there, while " + slot.label()
                            + "Port is " + slots.port(slot));
                }
            }
        }
        Set<Integer> numbers = NUMBER.matcher(all)
                .results()
                .map(found -> Integer.valueOf(found.group()))
                .collect(Collectors.toSet());
        List<Integer> missing = IntStream.of(slots.blue(), slots.green())
                .filter(port -> !numbers.contains(port))
                .boxed()
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("does not name port "
                        + missing.stream().map(String::valueOf).collect(Collectors.joining(" or ")));
    }

    /** Returns the two ports that its rules lead to; nothing where that is not all that they do, or not told. */
    Optional<SlotPair> slots() {
        Set<Integer> both = new TreeSet<>();
        if (told(text())) {
            lines.stream().filter(line -> line.is("rewriterule")).forEach(rule -> both.addAll(leads(rule)));
        }
        for (int i = 0; i < lines.size() && both.size() == 2; i++) {
            Set<Integer> there = tests(lines.get(i)) ? leads(rule(i)) : Set.of();
            if (there.size() == 1) {
                int own = there.iterator().next();
                both.remove(own);
                int other = both.iterator().next();
                boolean green = !lines.get(i).argument(2).startsWith("!");
                return Optional.of(green ? new SlotPair(other, own) : new SlotPair(own, other));
            }
        }
        return Optional.empty();
    }

    /** Returns the rule that a condition belongs to. */
    Line rule(int condition) {
        return lines.stream()
                .skip(condition)
                .filter(line -> line.is("rewriterule"))
                .findFirst()
                .orElse(new Line(List.of("")));
    }

    private static Set<Integer> leads(Line rule) {
        Matcher found = LEADS.matcher(String.join(" ", rule.words()));
        Set<Integer> ports = new TreeSet<>();
        while (found.find()) {
            ports.add(Integer.valueOf(found.group(1)));
        }
        return ports;
    }

    /** Returns its name, or where it listens. */
    String name() {
        return value("servername").orElse(String.join(" ", addresses));
    }

    /** Returns its name, for a reader. */
    String shown() {
        return value("servername")
                .map(name -> "the virtual host '" + name + "'")
                .orElse(
                        addresses.isEmpty()
                                ? "the configuration outside of any virtual host"
                                : "the virtual host '" + String.join(" ", addresses) + "'");
    }

    /** Returns the value of the last directive of a name. */
    Optional<String> value(String name) {
        return lines.stream()
                .filter(line -> line.is(name))
                .reduce((one, other) -> other)
                .map(line -> line.argument(1));
    }

    /** Returns the names that requests may be for. */
    List<String> names() {
        return lines.stream()
                .filter(line -> line.is("servername") || line.is("serveralias"))
                .flatMap(line -> line.arguments().stream())
                .map(name -> name.replaceFirst("^\\w+://", "").replaceFirst(":\\d+$", ""))
                .map(name -> name.startsWith("*.") ? "any" + name.substring(1) : name)
                .filter(name -> name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*"))
                .toList();
    }

    /** Returns what paths begin with that it sends on by a rule, as far as its expression says. */
    String path() {
        return lines.stream()
                .filter(line -> line.is("rewriterule") && line.argument(3).matches("\\[(.*,)?P(,.*)?]"))
                .map(line -> line.argument(1).replaceFirst("^\\^", "").replaceFirst("[(.*+?\\[\\\\$|{].*$", ""))
                .findFirst()
                .filter(path -> path.startsWith("/"))
                .orElse("/");
    }

    /** Tells whether it may answer by itself before, as it does where it wants a password. */
    boolean guarded() {
        return lines.stream()
                .anyMatch(line -> line.is("authtype") && !line.argument(1).equalsIgnoreCase("none")
                        || line.is("sslverifyclient") && !line.argument(1).equalsIgnoreCase("none"));
    }
}
