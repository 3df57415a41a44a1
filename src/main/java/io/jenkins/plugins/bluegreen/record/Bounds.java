package io.jenkins.plugins.bluegreen.record;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of a deployment is kept at the most. Most of it was said by hosts and agents, which are not believed without end. Lengths are
 * characters, and no time is longer or later than one can calculate with.
 */
public final class Bounds {

    private static final int WORD = 300;
    private static final int SENTENCE = 4_000;
    private static final int EVIDENCE = 64_000;
    private static final int HOSTS = 500;
    private static final int COMMITS = 20;
    private static final int STEPS = 3_000;
    private static final int FAILURES = 50;
    private static final int SPANS = 6_000;
    private static final int RELEASES = 8;
    private static final int MARKS = 50;

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Instant LATEST = Instant.parse("2500-01-01T00:00:00Z");

    private Bounds() {}

    /** Returns a record without what is too much of it. */
    public static DeploymentRecord of(DeploymentRecord record) {
        return new DeploymentRecord(
                word(record.id()),
                of(record.subject()),
                of(record.origin()),
                of(record.ending()),
                first(STEPS, record.steps()).stream().map(Bounds::of).toList(),
                of(record.availability()));
    }

    /** Returns what a deployment is about without what is too much of it. */
    public static Subject of(Subject subject) {
        return new Subject(
                word(subject.application()),
                word(subject.release()),
                word(subject.previous()),
                first(HOSTS, subject.hosts()).stream().map(Bounds::word).toList(),
                word(subject.directory()),
                subject.to(),
                subject.slots());
    }

    private static Origin of(Origin origin) {
        List<Origin.Commit> commits = first(COMMITS, origin.commits()).stream()
                .map(each -> new Origin.Commit(word(each.id()), word(each.author()), word(each.message())))
                .toList();
        return new Origin(
                origin.kind(),
                word(origin.user()),
                origin.job(),
                origin.build(),
                origin.url(),
                commits,
                word(origin.node()));
    }

    private static Ending of(Ending ending) {
        return new Ending(
                ending.state(),
                time(ending.startedAt()),
                time(ending.took()),
                sentence(ending.sentence()),
                cut(EVIDENCE, ending.evidence()),
                sentence(ending.proof()),
                ending.decidedAt() == null ? null : time(ending.decidedAt()));
    }

    /** Returns a step without what is too much of it. */
    static StepReport of(StepReport step) {
        return new StepReport(
                word(step.host()),
                word(step.step()),
                time(step.startedAt()),
                time(step.took()),
                step.status(),
                sentence(step.detail()));
    }

    /** Returns what was noticed without what is too much of it. */
    static Availability of(Availability seen) {
        return new Availability(
                seen.asked(),
                seen.failed(),
                seen.limited(),
                time(seen.longestGap()),
                time(seen.downtime()),
                seen.newRelease() == null ? null : time(seen.newRelease()),
                first(FAILURES, seen.failures()),
                of(seen.traffic()));
    }

    private static Traffic of(Traffic traffic) {
        List<Traffic.Span> spans = first(SPANS, traffic.spans()).stream()
                .map(each -> new Traffic.Span(
                        each.index(),
                        first(RELEASES, each.good()),
                        each.failed(),
                        each.limited(),
                        time(each.slowest())))
                .toList();
        List<Mark> marks =
                first(MARKS, traffic.marks()).stream().map(Bounds::of).toList();
        return new Traffic(time(traffic.from()), spans, marks);
    }

    /** Returns what it did at a time that can be. */
    static Mark of(Mark mark) {
        return new Mark(mark.what(), time(mark.at()));
    }

    private static Instant time(Instant at) {
        return at.isAfter(LATEST) ? LATEST : at.isBefore(Instant.EPOCH) ? Instant.EPOCH : at;
    }

    private static Duration time(Duration took) {
        return took.compareTo(LONGEST) > 0 ? LONGEST : took.isNegative() ? Duration.ZERO : took;
    }

    private static <T> List<T> first(int count, List<T> all) {
        return all.size() <= count ? all : all.subList(0, count);
    }

    private static Map<String, Integer> first(int count, Map<String, Integer> all) {
        Map<String, Integer> kept = new LinkedHashMap<>();
        all.forEach((name, times) -> {
            if (kept.size() < count) {
                kept.merge(word(name), times, Integer::sum);
            }
        });
        return kept;
    }

    /** Returns what is a sentence or two. */
    static String sentence(String text) {
        return cut(SENTENCE, text);
    }

    /** Returns what is a name. */
    static String word(String text) {
        return cut(WORD, text);
    }

    /** Returns the beginning and the end of a text that is too long: a log says most in its last lines. */
    private static String cut(int longest, String text) {
        if (text == null) {
            return "";
        }
        if (text.length() <= longest) {
            return text;
        }
        int half = longest / 2 - 3;
        return text.substring(0, half) + " ... " + text.substring(text.length() - half);
    }
}
