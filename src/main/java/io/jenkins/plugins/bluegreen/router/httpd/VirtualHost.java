package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.util.List;
import java.util.Locale;
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

    private static final Pattern BALANCER = Pattern.compile("balancer://([\\w.-]*)");

    /** What a canary, or a preview, falls back to leads nobody anywhere else. */
    private static final String FALLS = ".*balancer://[\\w.-]+-(canary|preview)-.*";

    VirtualHost {
        addresses = List.copyOf(addresses);
        lines = List.copyOf(lines);
    }

    /** Returns what its rules do while the flag file says that a slot is served. */
    Rewrite rewrite(Slot slot) {
        return Rewrite.of(lines, aliases, slot, false, Rewrite.balancers(lines));
    }

    boolean goes() {
        return lines.stream().anyMatch(line -> line.tests(aliases));
    }

    private String text() {
        Set<String> balancers = Rewrite.balancers(lines).keySet();
        String all = lines.stream().map(line -> String.join(" ", line.words())).collect(Collectors.joining("\n"));
        // One whose members stand here is told.
        return BALANCER.matcher(all)
                .replaceAll(found -> balancers.stream()
                                .anyMatch(name -> name.startsWith(found.group(1).toLowerCase(Locale.ROOT)))
                        ? ""
                        : Matcher.quoteReplacement(found.group()));
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
        Slot slot = lines.stream()
                .filter(line -> line.tests(aliases))
                .map(Line::byTest)
                .findFirst()
                .orElse(Slot.GREEN);
        boolean direct = lines.stream()
                .flatMap(line -> line.words().stream())
                .allMatch(word -> !word.contains("balancer:") || word.matches(FALLS));
        return direct
                ? against(slots, slot).or(() -> named(all, slots)).or(() -> nowhere(slots, slot.other()))
                : halfAgainst(slots, slot).or(() -> halfAgainst(slots, slot.other()));
    }

    private Optional<String> against(SlotPair slots, Slot slot) {
        Set<Integer> ports = rewrite(slot).chosen();
        return ports.isEmpty() || ports.contains(slots.port(slot))
                ? Optional.empty()
                : Optional.of("sends to port " + ports.iterator().next() + " there, while " + slot.label() + "Port is "
                        + slots.port(slot));
    }

    /** Says so only where no other rule leads there, as one without a condition may. */
    private Optional<String> nowhere(SlotPair slots, Slot slot) {
        return rewrite(slot).all().contains(slots.port(slot)) ? Optional.empty() : against(slots, slot);
    }

    /** The members of a balancer may stand between it and both slots; but not before one of them alone, nor are they the other one. */
    private Optional<String> halfAgainst(SlotPair slots, Slot slot) {
        int other = slots.port(slot.other());
        return rewrite(slot).chosen().contains(other)
                        || rewrite(slot.other()).chosen().contains(other)
                ? nowhere(slots, slot)
                : Optional.empty();
    }

    private static Optional<String> named(String all, SlotPair slots) {
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
            both.addAll(rewrite(Slot.BLUE).all());
            both.addAll(rewrite(Slot.GREEN).all());
        }
        for (Slot slot : both.size() == 2 ? Slot.values() : new Slot[0]) {
            Set<Integer> there = rewrite(slot).chosen();
            if (there.size() == 1) {
                int own = there.iterator().next();
                both.remove(own);
                int other = both.iterator().next();
                return Optional.of(slot == Slot.GREEN ? new SlotPair(other, own) : new SlotPair(own, other));
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
                .filter(line -> line.passes())
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
