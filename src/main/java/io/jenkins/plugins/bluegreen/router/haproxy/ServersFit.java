package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether a switch leads all of HAProxy to the servers that it is meant to, as far as the names of their backends tell which ones that are. */
final class ServersFit {

    private static final String FITS = "; have HAProxy and this deployment name the same ";

    /** What asks a map: for a text, as a whole, or for something else, and in which file. */
    private static final Pattern ASKS =
            Pattern.compile("(?:str\\(([^()]*)\\)(?=,map(?:_str)?\\())?,map(?:_\\w+)?\\(([^,()]*)[,)]");

    private ServersFit() {}

    /**
     * Looks at those of backends that are named by the application and a slot.
     *
     * @param app what such names begin with
     * @throws HostException if one is at another port, is taken out, or is asked by HAProxy itself whether it is up; if a socket is but that
     *     of one process of several
     */
    static void check(String host, String app, SlotPair slots, Running running) throws HostException {
        if (running.processes() > 1) {
            throw new HostException(
                    "HAProxy on " + host + " runs in " + running.processes()
                            + " processes (nbproc), each with a map of its own, of which a socket sets one; use 'nbthread' instead.");
        }
        for (Slot slot : Slot.values()) {
            List<Running.Server> own = running.servers().stream()
                    .filter(server -> named(server.backend(), app, slot))
                    .toList();
            List<Running.Server> first =
                    own.stream().filter(server -> !server.standsIn()).toList();
            List<Running.Server> asked = first.isEmpty() ? own : first;
            if (!own.isEmpty() && isElsewhere(own, asked, slots, slot)) {
                throw new HostException(
                        "HAProxy on " + host + " has no server at port " + slots.port(slot) + " ("
                                + slot.label() + ") in backend " + own.get(0).backend() + ", but at "
                                + String.join(
                                        ", ",
                                        asked.stream()
                                                .map(Running.Server::address)
                                                .toList())
                                + "; have HAProxy and this deployment name the same ports, or give this application a key of its own.");
            }
            for (Running.Server server : own) {
                check(host, server);
            }
        }
    }

    /**
     * Looks at what a configuration leads to by the application's line in the map.
     *
     * @param sections none where it cannot be read
     * @throws HostException if it never asks for that line, or leads to another port by it
     */
    static void check(String host, MapPlace place, SlotPair slots, List<Section> sections) throws HostException {
        checkKey(host, place, sections);
        // There may be several, such as one for other paths, or for testers: one of them leads to each slot.
        List<Section.Choice> own = Section.choices(sections).stream()
                .filter(choice ->
                        choice.file().equals(place.file()) && choice.key().equals(place.key()))
                .toList();
        for (Slot slot : Slot.values()) {
            int port = slots.port(slot);
            Optional<Section.Choice> wrong =
                    own.stream().anyMatch(choice -> choice.ports().getOrDefault(slot, port) == port)
                            ? Optional.empty()
                            : wrong(own, slots, slot);
            if (wrong.isPresent() && !Section.mayLeadBesides(sections, port)) {
                Section.Choice choice = wrong.get();
                throw new HostException("HAProxy on " + host + " goes by the line of " + place.key() + " in "
                        + place.file() + " in " + choice.section() + ", which sends to port "
                        + choice.ports().get(slot) + " where that says " + slot.label() + ", while " + slot.label()
                        + "Port is " + port + FITS + "ports, or give this application a key of its own.");
            }
        }
    }

    /** Something may stand between HAProxy and both slots; but not before one of them alone, nor is it the other one. */
    private static Optional<Section.Choice> wrong(List<Section.Choice> elsewhere, SlotPair slots, Slot slot) {
        int other = slots.port(slot.other());
        return elsewhere.stream()
                .filter(choice -> choice.ports().getOrDefault(slot.other(), 0) == other)
                .findFirst()
                .or(() -> elsewhere.stream().allMatch(choice -> choice.ports().get(slot) == other)
                        ? elsewhere.stream().findFirst()
                        : Optional.empty());
    }

    private static void checkKey(String host, MapPlace place, List<Section> sections) throws HostException {
        List<MatchResult> asked = sections.stream()
                .flatMap(section -> section.with("map"))
                .flatMap(line -> ASKS.matcher(String.join(" ", line)).results())
                .toList();
        List<String> keys = asked.stream()
                .filter(found -> plain(found.group(2)).equals(place.file()))
                .map(found -> plain(Optional.ofNullable(found.group(1)).orElse(place.key())))
                .distinct()
                .toList();
        // A program may ask for others, what a variable of the environment has is not told, and a file may have another
        // path as well.
        String name = place.file().substring(place.file().lastIndexOf('/') + 1);
        boolean told = sections.stream()
                        .noneMatch(section -> section.with("lua").findAny().isPresent())
                && asked.stream()
                        .noneMatch(found -> found.group().contains("$")
                                || plain(found.group(2)).endsWith(name)
                                        && !plain(found.group(2)).equals(place.file()));
        if (told && !keys.isEmpty() && !keys.contains(place.key())) {
            throw new HostException("HAProxy on " + host + " asks " + place.file() + " for " + String.join(", ", keys)
                    + " and never for " + place.key() + ", so a switch would change nothing" + FITS
                    + "key, and reload HAProxy.");
        }
    }

    /** Returns an argument without what HAProxy takes away of it. */
    private static String plain(String argument) {
        return argument.replaceAll("[\"'\\\\\\s]", "");
    }

    /** What is asked first may be something between, such as a cache, but not the other slot. */
    private static boolean isElsewhere(
            List<Running.Server> all, List<Running.Server> asked, SlotPair slots, Slot slot) {
        int port = slots.port(slot);
        return all.stream().noneMatch(server -> server.at(port))
                || asked.stream().noneMatch(server -> server.at(port))
                        && asked.stream().anyMatch(server -> server.at(slots.port(slot.other())));
    }

    /** Tells whether a backend is named so. */
    static boolean named(String backend, String app, Slot slot) {
        String name = backend.toLowerCase(Locale.ROOT);
        return Stream.of("_", "-", ".")
                .anyMatch(between -> name.equals(app.toLowerCase(Locale.ROOT) + between + slot.label()));
    }

    private static void check(String host, Running.Server server) throws HostException {
        String where = "The server " + server.name() + " in backend " + server.backend() + " of HAProxy on " + host;
        if (server.paused()) {
            throw new HostException(where + " is taken out (" + server.status()
                    + "), so users would be answered 503 after a switch; set it ready.");
        }
        if (server.checked()) {
            throw new HostException(
                    where + " has 'check', so that HAProxy learns only some seconds after a start that it is up, and"
                            + " would answer 503 until then, and its own questions look like users; take it out: this plugin looks itself"
                            + " whether a slot is healthy.");
        }
    }
}
