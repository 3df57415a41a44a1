package io.jenkins.plugins.bluegreen.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of the requests of a load. */
final class Tally {

    private final Map<Kind, Long> sent = new TreeMap<>();
    private final List<Failed> failed = new ArrayList<>();
    private final List<Long> lateness = new ArrayList<>();
    private long underWay;

    /**
     * One that failed.
     *
     * @param at when that was seen
     * @param after how long after it was due
     */
    record Failed(Kind kind, Failure failure, String how, Instant at, Duration after) {}

    synchronized void sent(Kind kind, long lateNanos) {
        sent.merge(kind, 1L, Long::sum);
        lateness.add(lateNanos);
        underWay++;
    }

    synchronized void answered() {
        underWay--;
    }

    synchronized void failed(Kind kind, Failure failure, String how, long afterNanos) {
        failed.add(new Failed(kind, failure, how, Instant.now(), Duration.ofNanos(afterNanos)));
        underWay--;
    }

    synchronized long underWay() {
        return underWay;
    }

    synchronized long sent() {
        return sent.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized List<Failed> failed() {
        return List.copyOf(failed);
    }

    /** Returns how late the generator itself was, so that all but one of a thousand requests were sent earlier. */
    synchronized Duration lateness() {
        List<Long> sorted = lateness.stream().sorted().toList();
        return sorted.isEmpty() ? Duration.ZERO : Duration.ofNanos(sorted.get((int) (sorted.size() * 0.999)));
    }

    /** Returns the failures of one kind, counted by the way they failed. */
    synchronized Map<Failure, Long> failed(Kind kind) {
        return failed.stream()
                .filter(one -> one.kind() == kind)
                .collect(Collectors.groupingBy(Failed::failure, TreeMap::new, Collectors.counting()));
    }
}
