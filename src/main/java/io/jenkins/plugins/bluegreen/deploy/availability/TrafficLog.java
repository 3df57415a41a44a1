package io.jenkins.plugins.bluegreen.deploy.availability;

import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was seen at the front door over time: good answers where they came, failures where they were asked. It begins with the first good
 * answer, as {@link AvailabilityCounter} does. However long it lasts, it holds no more than 6000 spans: beyond that, neighbours are
 * taken together, first those in which nothing failed and that are far from what the deployment did. Times are nanoseconds of one clock.
 */
final class TrafficLog {

    private static final int MOST = 6_000;
    private static final int RELEASES = 8;
    private static final long SPAN = Traffic.SPAN.toNanos();
    private static final long NEAR = Duration.ofSeconds(10).dividedBy(Traffic.SPAN);

    private final TreeMap<Integer, Cell> cells = new TreeMap<>();
    private final TreeSet<Integer> changed = new TreeSet<>();
    private final List<Mark> marks = new ArrayList<>();
    private Instant from = Instant.EPOCH;
    private long zero;
    private boolean answered;

    /** What is counted in one span, or in several that are taken together. */
    private static final class Cell {

        private final Map<String, Integer> good = new TreeMap<>();
        private int failed;
        private int limited;
        private long slowest;

        void add(Cell other) {
            other.good.forEach((release, times) -> good.merge(release, times, Integer::sum));
            failed += other.failed;
            limited += other.limited;
            slowest = Math.max(slowest, other.slowest);
        }

        Span span(int index) {
            return new Span(index, good, failed, limited, Duration.ofNanos(slowest));
        }
    }

    /** Begins, at a time that both clocks tell. */
    synchronized void begin(Instant wall, long now) {
        from = wall;
        zero = now;
    }

    /** Counts a good answer, from a release or an empty text. */
    synchronized void good(long askedAt, long answeredAt, String release) {
        if (!answered) {
            answered = true;
            cells.clear();
            changed.clear();
        }
        Cell cell = cell(answeredAt);
        boolean full = cell.good.size() >= RELEASES && !cell.good.containsKey(release);
        cell.good.merge(full ? "" : release, 1, Integer::sum);
        cell.slowest = Math.max(cell.slowest, answeredAt - askedAt);
    }

    /** Counts a question that had no good answer. */
    synchronized void bad(long askedAt) {
        cell(askedAt).failed++;
    }

    /** Counts one that a router turned away. */
    synchronized void limited(long answeredAt) {
        cell(answeredAt).limited++;
    }

    /** Notes what the deployment did. */
    synchronized Mark mark(Mark.Kind what, long now) {
        Mark mark = new Mark(what, from.plusNanos(now - zero));
        marks.add(mark);
        return mark;
    }

    /** Returns all of it. */
    synchronized Traffic all() {
        List<Span> spans = new ArrayList<>();
        cells.forEach((index, cell) -> spans.add(cell.span(index)));
        return new Traffic(from, spans, marks);
    }

    /** Returns the spans that have changed since this was asked last, and no marks. */
    synchronized Traffic news() {
        List<Span> spans = new ArrayList<>();
        for (int index : changed) {
            if (cells.containsKey(index)) {
                spans.add(cells.get(index).span(index));
            }
        }
        changed.clear();
        return new Traffic(from, spans, List.of());
    }

    private Cell cell(long at) {
        int index = index(at);
        changed.add(index);
        Cell cell = cells.computeIfAbsent(index, any -> new Cell());
        if (cells.size() > MOST) {
            merge(true);
            if (cells.size() > MOST * 3 / 4) {
                merge(false);
            }
            return cells.floorEntry(index).getValue();
        }
        return cell;
    }

    private int index(long at) {
        return Math.toIntExact(Math.max(0, Math.min(Integer.MAX_VALUE, (at - zero) / SPAN)));
    }

    private void merge(boolean onlyQuiet) {
        Cell open = null;
        for (Iterator<Map.Entry<Integer, Cell>> each = cells.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Integer, Cell> next = each.next();
            if (onlyQuiet && !quiet(next.getKey(), next.getValue())) {
                open = null;
            } else if (open == null) {
                open = next.getValue();
            } else {
                open.add(next.getValue());
                each.remove();
                open = null;
            }
        }
    }

    private boolean quiet(int index, Cell cell) {
        return cell.failed == 0
                && marks.stream()
                        .map(mark -> Duration.between(from, mark.at()).dividedBy(Traffic.SPAN))
                        .noneMatch(at -> Math.abs(at - index) < NEAR);
    }
}
