package io.jenkins.plugins.bluegreen.artifact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Lines {@code name=value}, in which a name may stand several times, and values may hold anything. */
final class KeptLines {

    private final StringBuilder text = new StringBuilder();
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /** Reads lines. */
    static KeptLines read(String text) {
        KeptLines lines = new KeptLines();
        text.lines().filter(line -> line.indexOf('=') > 0).forEach(line -> {
            int equals = line.indexOf('=');
            lines.values
                    .computeIfAbsent(line.substring(0, equals), name -> new ArrayList<>())
                    .add(unescaped(line.substring(equals + 1)));
        });
        return lines;
    }

    KeptLines add(String name, Object value) {
        return text(name + "=" + escaped(value.toString()) + "\n");
    }

    KeptLines addAll(String name, Map<String, String> headers) {
        headers.forEach((header, value) -> add(name, header + ":" + value));
        return this;
    }

    KeptLines text(String more) {
        text.append(more);
        return this;
    }

    /** @throws NoSuchElementException if it is not there */
    String get(String name) {
        return all(name).stream().findFirst().orElseThrow(() -> new NoSuchElementException(name));
    }

    int number(String name) {
        return Integer.parseInt(get(name));
    }

    Duration time(String name) {
        return Duration.parse(get(name));
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    static String unescaped(String value) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char next = value.charAt(i);
            if (next == '\\' && i + 1 < value.length()) {
                i++;
                plain.append(
                        switch (value.charAt(i)) {
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            default -> value.charAt(i);
                        });
            } else {
                plain.append(next);
            }
        }
        return plain.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
