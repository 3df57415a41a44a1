package io.jenkins.plugins.bluegreen.jenkins.byhand;

import io.jenkins.plugins.bluegreen.deploy.status.HostStatus;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus.Live;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.deploy.status.StatusTree;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How an application was when its hosts were asked last, as it is kept: a line for each thing, of which the first word says what it is.
 *
 * @param at when they were asked
 * @param failure why they could not be asked after that, or an empty text
 * @param unknown the hosts of which it is not known how they are, and since when that is so
 * @param slots what was found in each slot of the other hosts
 * @param kept the releases that lie on each host of which that is known, and could be started again
 * @param remarks what there is to say of all: hosts that do not agree, who holds the lock, what was cut off
 * @param tree all that was seen, for people
 */
public record Seen(
        Instant at,
        String failure,
        Map<String, Instant> unknown,
        List<There> slots,
        Map<String, List<String>> kept,
        List<String> remarks,
        List<String> tree) {

    private static final int MOST = 2000;

    /** What was found in a slot. */
    public enum State {
        /** Users are served by it. */
        SERVES,
        /** Users are sent there, where nothing serves that was deployed there. */
        DOWN,
        /** A release runs there, to which no users are sent. */
        STANDBY,
        /** Nothing runs there, and no users are sent there. */
        EMPTY,
        /** Whether users are sent there is not certain. */
        UNKNOWN
    }

    /**
     * A slot of a host.
     *
     * @param release what was started there last, or an empty text
     * @param share how much of the clients was led there though the other slot was live, in per cent
     */
    public record There(String host, Slot slot, int port, State state, String release, int share) {

        /** One to which no share of the clients was led. */
        public There(String host, Slot slot, int port, State state, String release) {
            this(host, slot, port, state, release, 0);
        }

        static There of(String host, SlotStatus found) {
            return new There(
                    host,
                    found.slot(),
                    found.port(),
                    state(found),
                    found.started().release(),
                    found.share());
        }

        private static State state(SlotStatus found) {
            if (found.live() == Live.LIVE) {
                return found.serves() ? State.SERVES : State.DOWN;
            }
            if (found.live() == Live.UNKNOWN) {
                return State.UNKNOWN;
            }
            return found.started().running() ? State.STANDBY : State.EMPTY;
        }

        private String text() {
            return Stream.of(state.name(), slot.name(), "" + port, host, release, "" + share)
                    .map(each -> each.replace('\t', ' '))
                    .collect(Collectors.joining("\t"));
        }

        private static There read(String text) {
            String[] parts = text.split("\t", -1);
            return new There(
                    parts[3],
                    Slot.valueOf(parts[1]),
                    Integer.parseInt(parts[2]),
                    State.valueOf(parts[0]),
                    parts[4],
                    // An earlier version kept none.
                    parts.length > 5 ? Integer.parseInt(parts[5]) : 0);
        }
    }

    /** Copies the lists. */
    public Seen {
        unknown = new LinkedHashMap<>(unknown);
        slots = List.copyOf(slots);
        kept = new LinkedHashMap<>(kept);
        remarks = List.copyOf(remarks);
        tree = List.copyOf(tree);
    }

    @Override
    public Map<String, Instant> unknown() {
        return new LinkedHashMap<>(unknown);
    }

    @Override
    public Map<String, List<String>> kept() {
        return new LinkedHashMap<>(kept);
    }

    /**
     * Returns what a report says; what was unknown before and is so still, is unknown since then.
     *
     * @param at when they were asked, by the clock of this process; that of the report may be another machine's
     */
    static Seen of(StatusReport report, Instant at, Optional<Seen> before) {
        Map<String, Instant> unknown = new LinkedHashMap<>();
        for (HostStatus host : report.hosts()) {
            if (!host.known()) {
                Instant since =
                        before.map(seen -> seen.unknown.get(host.host())).orElse(at);
                unknown.put(host.host(), since);
            }
        }
        List<String> remarks = report.remarks();
        List<String> tree = StatusTree.of(report, StandardCharsets.UTF_8);
        // The tree ends with the remarks.
        List<There> slots = report.hosts().stream()
                .flatMap(host -> host.slots().stream().map(slot -> There.of(host.host(), slot)))
                .toList();
        return new Seen(at, "", unknown, slots, kept(report), remarks, tree.subList(0, tree.size() - remarks.size()));
    }

    private static Map<String, List<String>> kept(StatusReport report) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        report.hosts().stream()
                .filter(host -> host.releases().known())
                .forEach(host -> kept.put(host.host(), host.releases().whole()));
        return kept;
    }

    /** Returns that the hosts could not be asked. */
    static Seen failed(Instant at, String why, Optional<Seen> before) {
        return before.map(seen -> new Seen(seen.at, why, seen.unknown, seen.slots, seen.kept, seen.remarks, seen.tree))
                .orElseGet(() -> new Seen(at, why, Map.of(), List.of(), Map.of(), List.of(), List.of()));
    }

    /** Tells whether anything was seen, and not on all hosts that users are served by a release. */
    public boolean contradicts(String release) {
        long hosts = slots.stream().map(There::host).distinct().count();
        long serving = slots.stream()
                .filter(slot -> slot.state == State.SERVES && slot.release.equals(release))
                .count();
        return !tree.isEmpty() && (!unknown.isEmpty() || serving < hosts);
    }

    /** Tells whether a release may have lain on all hosts then, and whole. */
    public boolean mayHaveKept(String release) {
        return kept.values().stream().allMatch(those -> those.contains(release));
    }

    /** Returns it as it is kept. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(line("at", at.toString()));
        lines.add(line("failure", failure));
        unknown.forEach((host, since) -> lines.add(line("unknown", since + " " + host)));
        slots.stream().limit(MOST).forEach(slot -> lines.add(line("slot", slot.text())));
        kept.forEach((host, those) -> lines.add(line("kept", kept(host, those))));
        remarks.forEach(remark -> lines.add(line("remark", remark)));
        tree.stream().limit(MOST).forEach(each -> lines.add(line("tree", each)));
        return String.join("\n", lines) + "\n";
    }

    private static String kept(String host, List<String> releases) {
        return Stream.concat(Stream.of(host), releases.stream())
                .map(each -> each.replace('\t', ' '))
                .collect(Collectors.joining("\t"));
    }

    private static String line(String what, String text) {
        return what + " " + text.replaceAll("\\R", " ");
    }

    /** Reads what was kept; nothing where that is none. */
    static Optional<Seen> read(String text) {
        Instant at = null;
        String failure = "";
        Map<String, Instant> unknown = new LinkedHashMap<>();
        List<There> slots = new ArrayList<>();
        Map<String, List<String>> kept = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        List<String> tree = new ArrayList<>();
        try {
            for (String line : text.lines().toList()) {
                String[] parts = line.split(" ", 2);
                String said = parts.length < 2 ? "" : parts[1];
                switch (parts[0]) {
                    case "at" -> at = Instant.parse(said);
                    case "failure" -> failure = said;
                    case "unknown" ->
                        unknown.put(said.substring(said.indexOf(' ') + 1), Instant.parse(said.split(" ")[0]));
                    case "slot" -> slots.add(There.read(said));
                    case "kept" -> {
                        List<String> words = List.of(said.split("\t"));
                        kept.put(words.get(0), words.subList(1, words.size()));
                    }
                    case "remark" -> remarks.add(said);
                    case "tree" -> tree.add(said);
                    default -> {
                        // a later version may say more
                    }
                }
            }
        } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
        return at == null ? Optional.empty() : Optional.of(new Seen(at, failure, unknown, slots, kept, remarks, tree));
    }
}
