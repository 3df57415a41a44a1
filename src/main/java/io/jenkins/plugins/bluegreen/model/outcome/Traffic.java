package io.jenkins.plugins.bluegreen.model.outcome;

import io.jenkins.plugins.bluegreen.model.value.Mask;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How a front door answered over time, while it was measured.
 *
 * @param from when the first span begins
 * @param spans what was seen in each {@link #SPAN} in which anything was, in their order; where that would be too many, some stand
 *     for those up to the next one as well
 * @param marks what the deployment did meanwhile, in its order
 */
public record Traffic(Instant from, List<Span> spans, List<Mark> marks) implements Serializable {

    /** How long a span is. */
    public static final Duration SPAN = Duration.ofMillis(100);

    /** Months later, which no deployment lasts. */
    private static final long LATEST = 100_000_000;

    /** Nothing was measured. */
    public static final Traffic NONE = new Traffic(Instant.EPOCH, List.of(), List.of());

    /** Copies the lists. */
    public Traffic {
        spans = List.copyOf(spans);
        marks = List.copyOf(marks);
    }

    /** Returns the same without what may not be shown. */
    Traffic masked(Mask mask) {
        return new Traffic(from, spans.stream().map(span -> span.masked(mask)).toList(), marks);
    }

    static Map<String, Integer> masked(Map<String, Integer> counts, Mask mask) {
        Map<String, Integer> masked = new TreeMap<>();
        counts.forEach((name, times) -> masked.merge(mask.in(name), times, Integer::sum));
        return masked;
    }

    /** Returns both together; what was seen later counts from the beginning of this one. */
    public Traffic and(Traffic later) {
        if (spans.isEmpty() && marks.isEmpty()) {
            return later;
        }
        TreeMap<Integer, Span> all = new TreeMap<>();
        spans.forEach(span -> all.put(span.index(), span));
        int shift = Math.toIntExact(
                Math.max(0, Math.min(LATEST, Duration.between(from, later.from).dividedBy(SPAN))));
        later.spans.forEach(span -> all.put(span.index() + shift, span.at(span.index() + shift)));
        return new Traffic(
                from,
                List.copyOf(all.values()),
                Stream.concat(marks.stream(), later.marks.stream()).toList());
    }

    /**
     * What was seen in one span.
     *
     * @param index which one, counted from 0
     * @param good how many good answers, by the release they come from as far as that is told, otherwise under an empty text
     * @param failed how many questions had no good answer
     * @param limited how many a router turned away since it was asked too often
     * @param slowest how long the slowest answer took; zero if there was none
     */
    public record Span(int index, Map<String, Integer> good, int failed, int limited, Duration slowest)
            implements Serializable {

        /** Copies the answers, sorted. */
        public Span {
            good = Collections.unmodifiableMap(new TreeMap<>(good));
        }

        private Span masked(Mask mask) {
            return new Span(index, Traffic.masked(good, mask), failed, limited, slowest);
        }

        private Span at(int later) {
            return new Span(later, good, failed, limited, slowest);
        }
    }

    /**
     * What the deployment did.
     *
     * @param what it did
     * @param at when
     */
    public record Mark(Kind what, Instant at) implements Serializable {

        /** What a deployment can do that users might notice. */
        public enum Kind {
            /** The routers are about to be told to lead to the new slot. */
            SWITCH,
            /** They do. */
            SWITCHED,
            /** Nothing uses the old slot any more. */
            DRAINED,
            /** The old slot is stopped. */
            STOPPED
        }
    }
}
