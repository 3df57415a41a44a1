package io.jenkins.plugins.bluegreen.router.haproxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a HAProxy that runs says of itself (Management Guide, 9.3: {@code show cli level}, {@code show map}, {@code show info}, {@code show stat}).
 *
 * @param level what its socket lets one do
 * @param known whether it has the map at all
 * @param value of the key, where the map has one
 * @param processes how many there are, each with a map of its own
 * @param servers all of its servers
 */
record Running(String level, boolean known, Optional<String> value, int processes, List<Server> servers) {

    /** One that stands within no quotes: the last answer of a server may have others. */
    private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*+\"[^\"]*+\")*+[^\"]*+$)");

    private static final Pattern PROCESSES = Pattern.compile("(?m)^Nbproc: (\\d{1,4})\\s*$");

    /** What has it say all that. */
    static String questions(MapPlace place) {
        return "show cli level;show map " + place.file() + ";show info;show stat";
    }

    /** What has the one process say all of that by which it counts. */
    static String counters(MapPlace place) {
        return "show info;show map " + place.file() + ";show stat";
    }

    /**
     * One server of a backend.
     *
     * @param backend its name
     * @param name its own
     * @param address where it is
     * @param status as {@code show stat} has it
     * @param standsIn whether it is asked only where another one is gone
     */
    record Server(String backend, String name, String address, String status, boolean standsIn) {

        /** One that is asked. */
        Server(String backend, String name, String address, String status) {
            this(backend, name, address, status, false);
        }

        /** Tells whether it is asked by HAProxy itself whether it is up. */
        boolean checked() {
            return !status.startsWith("no check") && !paused();
        }

        /** Tells whether somebody has taken it out. */
        boolean paused() {
            return status.startsWith("MAINT") || status.startsWith("DRAIN");
        }

        /** Tells whether it is at a port. */
        boolean at(int port) {
            return address.endsWith(":" + port);
        }
    }

    /** Reads what it said. */
    static Running parse(String said, String key) {
        List<String> lines = said.lines().toList();
        String level = lines.isEmpty() ? "" : lines.get(0).strip();
        Matcher processes = PROCESSES.matcher(said);
        return new Running(
                level,
                !said.contains("Unknown map identifier"),
                value(said, key),
                processes.find() ? Integer.parseInt(processes.group(1)) : 1,
                servers(lines));
    }

    /** Reads a value of the map alone. */
    static Optional<String> value(String said, String key) {
        Matcher entry = Pattern.compile("(?m)^0x[0-9a-f]+ " + Pattern.quote(key) + " (.*)$")
                .matcher(said);
        return entry.find() ? Optional.of(entry.group(1).strip()) : Optional.empty();
    }

    private static List<Server> servers(List<String> lines) {
        // The first one is that of the lowest number.
        List<Map<String, String>> rows = rows(lines).stream()
                .sorted(Comparator.comparing(Running::number, Comparator.comparingInt(String::length))
                        .thenComparing(Running::number))
                .toList();
        Set<String> inOrder = rows.stream()
                .filter(row -> row.getOrDefault("algo", "").equals("first"))
                .map(row -> row.get("pxname"))
                .collect(Collectors.toSet());
        List<Server> servers = new ArrayList<>();
        for (Map<String, String> row : rows) {
            String backend = row.get("pxname");
            if (!List.of("FRONTEND", "BACKEND").contains(row.getOrDefault("svname", "BACKEND"))) {
                boolean later = inOrder.contains(backend)
                        && servers.stream().anyMatch(before -> before.backend().equals(backend));
                servers.add(new Server(
                        backend,
                        row.get("svname"),
                        row.getOrDefault("addr", ""),
                        row.getOrDefault("status", ""),
                        later || row.getOrDefault("bck", "0").equals("1")));
            }
        }
        return servers;
    }

    private static String number(Map<String, String> row) {
        return row.getOrDefault("sid", "");
    }

    /** Returns the lines of {@code show stat}, each with its cells by the names of their columns. */
    static List<Map<String, String>> rows(List<String> lines) {
        List<String> columns = List.of();
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines) {
            String[] cells = COMMA.split(line, -1);
            if (line.startsWith("# pxname,")) {
                columns = List.of(COMMA.split(line.substring(2), -1));
            } else if (!columns.isEmpty() && cells.length > 1) {
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < Math.min(cells.length, columns.size()); i++) {
                    row.putIfAbsent(columns.get(i), cells[i]);
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
