package io.jenkins.plugins.bluegreen.jenkins.page.chart;

import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was seen at the front door, in columns of one length, so few that they can be drawn and read.
 *
 * @param from when the first one begins
 * @param length how long each is
 * @param all those in which anything was seen, in their order
 */
public record Columns(Instant from, Duration length, List<Column> all) {

    private static final long[] SPANS = {
        1, 2, 5, 10, 20, 50, 100, 200, 300, 600, 1_200, 3_000, 6_000, 18_000, 36_000, 108_000, 216_000, 864_000
    };

    /** Copies the columns. */
    public Columns {
        all = List.copyOf(all);
    }

    /**
     * One column.
     *
     * @param index which one, counted from 0
     * @param blue how many good answers came from the release of the slot blue
     * @param green the same of green
     * @param untold how many did not tell from where they came
     * @param failed how many requests had no good answer
     * @param limited how many a router turned away
     * @param slowest how long the slowest answer took
     */
    public record Column(int index, int blue, int green, int untold, int failed, int limited, Duration slowest) {

        /** Returns how many requests were made. */
        public int asked() {
            return answered() + failed + limited;
        }

        /** Returns how many had a good answer. */
        public int answered() {
            return blue + green + untold;
        }
    }

    /** Returns what was seen during a deployment, in so many columns at the most. */
    static Columns of(DeploymentRecord record, int most) {
        Traffic traffic = record.availability().traffic();
        int last = traffic.spans().stream().mapToInt(Traffic.Span::index).max().orElse(0);
        long spans = SPANS[SPANS.length - 1];
        for (int i = SPANS.length - 1; i >= 0 && last / SPANS[i] < most; i--) {
            spans = SPANS[i];
        }
        Map<Integer, Column> columns = new TreeMap<>();
        for (Traffic.Span span : traffic.spans()) {
            int index = (int) (span.index() / spans);
            if (index >= 0) {
                columns.merge(index, column(index, span, record.subject()), Columns::together);
            }
        }
        return new Columns(traffic.from(), Traffic.SPAN.multipliedBy(spans), new ArrayList<>(columns.values()));
    }

    private static Column column(int index, Traffic.Span span, Subject subject) {
        int blue = 0;
        int green = 0;
        int untold = 0;
        for (Map.Entry<String, Integer> good : span.good().entrySet()) {
            Slot slot = slotOf(good.getKey(), subject);
            blue += slot == Slot.BLUE ? good.getValue() : 0;
            green += slot == Slot.GREEN ? good.getValue() : 0;
            untold += slot == null ? good.getValue() : 0;
        }
        return new Column(index, blue, green, untold, span.failed(), span.limited(), span.slowest());
    }

    /** Returns which slot a release was in, or null where that is not certain. */
    private static Slot slotOf(String release, Subject subject) {
        Slot to = subject.to();
        if (release.isEmpty() || subject.release().equals(subject.previous())) {
            return null;
        }
        if (release.equals(subject.release())) {
            return to;
        }
        if (!release.equals(subject.previous())) {
            return null;
        }
        return to == null ? subject.slots().live() : to.other();
    }

    private static Column together(Column one, Column other) {
        return new Column(
                one.index,
                one.blue + other.blue,
                one.green + other.green,
                one.untold + other.untold,
                one.failed + other.failed,
                one.limited + other.limited,
                one.slowest.compareTo(other.slowest) > 0 ? one.slowest : other.slowest);
    }

    /** Returns when a column begins. */
    public Instant begin(Column column) {
        return from.plus(length.multipliedBy(column.index));
    }

    /** Returns the most requests of a column, and at least 1. */
    int tallest() {
        return Math.max(1, all.stream().mapToInt(Column::asked).max().orElse(1));
    }

    /** Returns the slowest answer of all. */
    Duration slowest() {
        return all.stream().map(Column::slowest).max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
