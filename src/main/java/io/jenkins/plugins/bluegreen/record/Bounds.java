package io.jenkins.plugins.bluegreen.record;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of a deployment is kept at the most. Most of it was said by hosts and agents, which are not believed without end. Lengths are
 * characters.
 */
final class Bounds {

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

    private Bounds() {}

    /** Returns a record without what is too much of it. */
    static DeploymentRecord of(DeploymentRecord record) {
        return new DeploymentRecord(
                word(record.id()),
                of(record.subject()),
                of(record.origin()),
                of(record.ending()),
                first(STEPS, record.steps()).stream().map(Bounds::of).toList(),
                of(record.availability()));
    }

    private static Subject of(Subject subject) {
        return new Subject(
                word(subject.application()),
                word(subject.release()),
                word(subject.previous()),
                first(HOSTS, subject.hosts()).stream().map(Bounds::word).toList(),
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
                ending.startedAt(),
                ending.took(),
                sentence(ending.sentence()),
                cut(EVIDENCE, ending.evidence()),
                sentence(ending.proof()));
    }

    /** Returns a step without what is too much of it. */
    static StepReport of(StepReport step) {
        return new StepReport(
                word(step.host()),
                word(step.step()),
                step.startedAt(),
                step.took(),
                step.status(),
                sentence(step.detail()));
    }

    /** Returns what was noticed without what is too much of it. */
    static Availability of(Availability seen) {
        return new Availability(
                seen.asked(),
                seen.failed(),
                seen.limited(),
                seen.longestGap(),
                seen.downtime(),
                seen.newRelease(),
                first(FAILURES, seen.failures()),
                of(seen.traffic()));
    }

    private static Traffic of(Traffic traffic) {
        List<Traffic.Span> spans = first(SPANS, traffic.spans()).stream()
                .map(each -> new Traffic.Span(
                        each.index(), first(RELEASES, each.good()), each.failed(), each.limited(), each.slowest()))
                .toList();
        return new Traffic(traffic.from(), spans, first(MARKS, traffic.marks()));
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
