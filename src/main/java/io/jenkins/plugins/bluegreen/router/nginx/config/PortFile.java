package io.jenkins.plugins.bluegreen.router.nginx.config;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A part of nginx's configuration, of which the ports tell the live slot: that of a variable, of a URL, of an address, or in the name of an
 * upstream. Comments tell nothing, nor does where nginx itself listens.
 */
public final class PortFile {

    private static final String SCHEME = "(?:[A-Za-z][A-Za-z0-9+.-]*://)?";

    /** What may follow a host: a path, a query, or a variable that holds one. */
    private static final String END = "(?=$|[/?#$])";

    /** Of {@code host:port}, with or without what stands around it in a URL. */
    private static final Pattern ADDRESS =
            Pattern.compile(SCHEME + "(?:\\[[^]]*]|[^:/?#\\[\\]\\s]+):(?<port>\\d{1,5})" + END);

    /** A port by itself, and the name of an upstream that may hold one. */
    private static final Pattern NAME = Pattern.compile(SCHEME + "(?<name>[^:/?#\\[\\]\\s]+)" + END + ".*");

    private static final Pattern NUMBER = Pattern.compile("(?<![\\d.])\\d{1,5}(?![\\d.])");

    /** What stands in these is not where requests are sent. */
    private static final Set<String> ELSEWHERE =
            Set.of("listen", "server_name", "upstream", "location", "if", "resolver", "include");

    private final String text;
    private final SlotPair slots;
    private final Optional<String> variable;
    private final Set<String> upstreams;
    private final List<Place> places = new ArrayList<>();

    private record Place(int from, int to, Slot slot) {}

    private PortFile(String text, SlotPair slots, Optional<String> variable) {
        this.text = text;
        this.slots = slots;
        this.variable = variable.map(name -> "$" + name);
        List<Directive> all = Directive.parse(text);
        this.upstreams = new Directive(List.of(""), all)
                .within()
                .filter(each -> each.is("upstream"))
                .map(Directive::argument)
                .collect(Collectors.toSet());
        all.forEach(each -> look(each, Optional.empty()));
        places.sort(Comparator.comparing(Place::from));
    }

    /**
     * Reads one.
     *
     * @param text as nginx reads it
     * @param variable the one variable whose value counts; all values count where there is none
     * @throws IllegalArgumentException for what nginx would refuse
     */
    public static PortFile read(String text, SlotPair slots, Optional<String> variable) {
        return new PortFile(text, slots, variable);
    }

    /** Returns the slot whose port stands here; nothing where it is none, or both. */
    public Optional<Slot> slot() {
        List<Slot> found = places.stream().map(Place::slot).distinct().toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Tells whether neither port stands here. */
    public boolean isEmpty() {
        return places.isEmpty();
    }

    /** Returns the text with the port of another slot; all else is as it was. */
    public String with(Slot slot) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = places.size() - 1; i >= 0; i--) {
            changed.replace(places.get(i).from(), places.get(i).to(), Integer.toString(slots.port(slot)));
        }
        return changed.toString();
    }

    /** Returns the lines in which a port stands, for a reader. */
    public String lines() {
        String[] lines = text.split("\n");
        return places.stream()
                .map(place -> (int)
                        text.chars().limit(place.from()).filter(c -> c == '\n').count())
                .distinct()
                .map(line -> "line " + (line + 1) + ": " + lines[line].strip())
                .collect(Collectors.joining("\n"));
    }

    private void look(Directive each, Optional<String> table) {
        if (table.isPresent() && !each.is("include")) {
            value(each, each.words().size() - 1, table.get());
        } else if (each.is("set") && each.words().size() == 3) {
            value(each, 2, each.argument());
        } else if (each.is("default") && each.words().size() == 2) {
            value(each, 1, "");
        } else if (variable.isEmpty() && !ELSEWHERE.contains(each.name())) {
            for (int i = 1; i < each.words().size(); i++) {
                boolean found = address(each, i);
                if (!found && Pass.is(each)) {
                    name(each, i);
                }
            }
        }
        Optional<String> inside = each.isTable() ? Optional.of(each.last()) : Optional.empty();
        each.block().forEach(inner -> look(inner, inside));
    }

    /** A value of a variable. */
    private void value(Directive each, int word, String of) {
        if ((variable.isEmpty() || variable.get().equals(of)) && !address(each, word)) {
            name(each, word);
        }
    }

    private boolean address(Directive each, int word) {
        Matcher found = ADDRESS.matcher(each.words().get(word));
        if (!found.lookingAt()) {
            return false;
        }
        add(each, word, found.start("port"), found.group("port"));
        return true;
    }

    private void name(Directive each, int word) {
        Matcher found = NAME.matcher(each.words().get(word));
        if (found.matches() && !upstreams.contains(found.group("name"))) {
            for (MatchResult number :
                    NUMBER.matcher(found.group("name")).results().toList()) {
                add(each, word, found.start("name") + number.start(), number.group());
            }
        }
    }

    private void add(Directive each, int word, int offset, String number) {
        int from = each.at().get(word) + offset;
        // With a backslash before it, it stands elsewhere; nobody writes that.
        if (text.startsWith(number, from)) {
            slots.slotOf(Integer.parseInt(number))
                    .ifPresent(slot -> places.add(new Place(from, from + number.length(), slot)));
        }
    }
}
