package io.jenkins.plugins.bluegreen.bench;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** A table in Markdown. */
final class Table {

    private final StringBuilder text = new StringBuilder();

    Table(String... heads) {
        row(heads);
        row(Collections.nCopies(heads.length, "---").toArray(String[]::new));
    }

    void row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    static Duration median(List<Duration> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    static String seconds(Duration time) {
        return "%.2f s".formatted(time.toNanos() / 1e9);
    }

    static String millis(Duration time) {
        return time.toMillis() + " ms";
    }

    static String megabytes(long bytes) {
        return "%.1f MB".formatted(bytes / 1e6);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
