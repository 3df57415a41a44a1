package io.jenkins.plugins.bluegreen.jenkins.byhand;

import io.jenkins.plugins.bluegreen.deploy.status.HostStatus;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.deploy.status.StatusTree;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an application was when its hosts were asked last, as it is kept: a line for each thing, of which the first word says what it is.
 *
 * @param at when they were asked
 * @param failure why they could not be asked after that, or an empty text
 * @param unknown the hosts of which it is not known how they are, and since when that is so
 * @param remarks what there is to say of all: hosts that do not agree, who holds the lock, what was cut off
 * @param tree all that was seen, for people
 */
public record Seen(Instant at, String failure, Map<String, Instant> unknown, List<String> remarks, List<String> tree) {

    private static final int MOST = 2000;

    /** Copies the lists. */
    public Seen {
        unknown = new LinkedHashMap<>(unknown);
        remarks = List.copyOf(remarks);
        tree = List.copyOf(tree);
    }

    @Override
    public Map<String, Instant> unknown() {
        return new LinkedHashMap<>(unknown);
    }

    /** Returns what a report says; what was unknown before and is so still, is unknown since then. */
    static Seen of(StatusReport report, Optional<Seen> before) {
        Map<String, Instant> unknown = new LinkedHashMap<>();
        for (HostStatus host : report.hosts()) {
            if (!host.known()) {
                Instant since =
                        before.map(seen -> seen.unknown.get(host.host())).orElse(report.at());
                unknown.put(host.host(), since);
            }
        }
        List<String> remarks = report.remarks();
        List<String> tree = StatusTree.of(report, StandardCharsets.UTF_8);
        // The tree ends with the remarks.
        return new Seen(report.at(), "", unknown, remarks, tree.subList(0, tree.size() - remarks.size()));
    }

    /** Returns that the hosts could not be asked. */
    static Seen failed(Instant at, String why, Optional<Seen> before) {
        return before.map(seen -> new Seen(seen.at, why, seen.unknown, seen.remarks, seen.tree))
                .orElseGet(() -> new Seen(at, why, Map.of(), List.of(), List.of()));
    }

    /** Returns it as it is kept. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(line("at", at.toString()));
        lines.add(line("failure", failure));
        unknown.forEach((host, since) -> lines.add(line("unknown", since + " " + host)));
        remarks.forEach(remark -> lines.add(line("remark", remark)));
        tree.stream().limit(MOST).forEach(each -> lines.add(line("tree", each)));
        return String.join("\n", lines) + "\n";
    }

    private static String line(String what, String text) {
        return what + " " + text.replaceAll("\\R", " ");
    }

    /** Reads what was kept; nothing where that is none. */
    static Optional<Seen> read(String text) {
        Instant at = null;
        String failure = "";
        Map<String, Instant> unknown = new LinkedHashMap<>();
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
                    case "remark" -> remarks.add(said);
                    case "tree" -> tree.add(said);
                    default -> {
                        // a later version may say more
                    }
                }
            }
        } catch (DateTimeException e) {
            return Optional.empty();
        }
        return at == null ? Optional.empty() : Optional.of(new Seen(at, failure, unknown, remarks, tree));
    }
}
