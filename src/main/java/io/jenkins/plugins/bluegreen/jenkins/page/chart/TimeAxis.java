package io.jenkins.plugins.bluegreen.jenkins.page.chart;

import io.jenkins.plugins.bluegreen.jenkins.page.text.Spans;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The time that a picture shows, from its left edge to its right one.
 *
 * @param from the left edge
 * @param to the right edge, after that
 */
record TimeAxis(Instant from, Instant to) {

    /** What is told of a longer time is not true. */
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final int MOST_TICKS = 8;

    private static final long[] STEPS = {
        100,
        200,
        500,
        1_000,
        2_000,
        5_000,
        10_000,
        15_000,
        30_000,
        60_000,
        120_000,
        300_000,
        600_000,
        900_000,
        1_800_000,
        3_600_000,
        7_200_000,
        21_600_000,
        43_200_000,
        86_400_000,
        172_800_000,
        432_000_000
    };

    /**
     * A place on the axis with a label.
     *
     * @param at where, from 0 to 1
     * @param label the time since the left edge
     */
    record Tick(double at, String label) {}

    /** Makes it neither empty nor endless. */
    TimeAxis {
        if (!to.isAfter(from)) {
            to = from.plusSeconds(1);
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            to = from.plus(LONGEST);
        }
    }

    /** Returns the axis on which all of a deployment finds its place. */
    static TimeAxis of(DeploymentRecord record) {
        Instant from = begun(record);
        Instant to = from.plus(record.ending().took());
        for (StepReport step : record.steps()) {
            Instant end = step.startedAt().plus(step.took());
            to = end.isAfter(to) ? end : to;
        }
        Traffic traffic = record.availability().traffic();
        if (!traffic.spans().isEmpty()) {
            Instant end = end(traffic);
            to = end.isAfter(to) ? end : to;
        }
        return new TimeAxis(from, to);
    }

    /** Returns when a deployment began, by the clock of whoever ran it; Jenkins's own may be set otherwise. */
    static Instant begun(DeploymentRecord record) {
        return record.steps().stream()
                .map(StepReport::startedAt)
                .min(Comparator.naturalOrder())
                .orElse(record.ending().startedAt());
    }

    private static Instant end(Traffic traffic) {
        int last = traffic.spans().get(traffic.spans().size() - 1).index();
        return traffic.from().plus(Traffic.SPAN.multipliedBy(last + 1L));
    }

    /** Returns where a moment is, from 0 to 1. */
    double at(Instant moment) {
        double at = seconds(Duration.between(from, moment)) / seconds(length());
        return Math.max(0, Math.min(1, at));
    }

    /** Returns how much of the axis a time takes. */
    double share(Duration span) {
        return Math.max(0, Math.min(1, seconds(span) / seconds(length())));
    }

    /** Returns the time from edge to edge. */
    Duration length() {
        return Duration.between(from, to);
    }

    /** Returns a few places in round steps, the left edge first. */
    List<Tick> ticks() {
        long millis = length().toMillis();
        long step = STEPS[STEPS.length - 1];
        for (int i = STEPS.length - 1; i >= 0 && millis / STEPS[i] <= MOST_TICKS; i--) {
            step = STEPS[i];
        }
        List<Tick> ticks = new ArrayList<>();
        for (long at = 0; at <= millis; at += step) {
            ticks.add(new Tick((double) at / millis, Spans.shown(Duration.ofMillis(at))));
        }
        return ticks;
    }

    private static double seconds(Duration span) {
        return span.getSeconds() + span.getNano() / 1e9;
    }
}
