package io.jenkins.plugins.bluegreen.jenkins.page.text;

import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** How the steps of a deployment are told. */
public final class Steps {

    private static final Comparator<StepReport> BY_TIME = Comparator.comparing(StepReport::startedAt);

    private Steps() {}

    /** What is done on several hosts at once; some of it is done more than once, as where it is looked first which release is meant. */
    private record Round(String step, int number) {}

    /** Returns them in the order in which they began, those of the same name on several hosts together. */
    public static List<StepReport> inOrder(List<StepReport> steps) {
        Map<StepReport, Round> rounds = new IdentityHashMap<>();
        Map<List<String>, Integer> times = new HashMap<>();
        Map<Round, Instant> first = new HashMap<>();
        for (StepReport step : steps.stream().sorted(BY_TIME).toList()) {
            int number = times.merge(List.of(step.host(), step.step()), 1, Integer::sum);
            Round round = new Round(step.step(), number);
            rounds.put(step, round);
            first.putIfAbsent(round, step.startedAt());
        }
        return steps.stream()
                .sorted(Comparator.comparing((StepReport step) -> first.get(rounds.get(step)))
                        .thenComparing(StepReport::step)
                        .thenComparing(step -> rounds.get(step).number())
                        .thenComparing(BY_TIME)
                        .thenComparing(StepReport::host))
                .toList();
    }

    /** Returns what is being done, with how far it has come, or an empty text. */
    public static String now(List<StepReport> steps) {
        List<StepReport> running = inOrder(steps).stream()
                .filter(step -> step.status() == StepReport.Status.RUNNING)
                .toList();
        if (running.isEmpty()) {
            return "";
        }
        StepReport last = running.get(running.size() - 1);
        return last.detail().isBlank() ? last.step() : Messages.Steps_Now(last.step(), last.detail());
    }

    /**
     * Returns the steps as they are at a moment.
     *
     * @param begun when the first one began, by the clock of whoever ran them
     * @param since how long that is ago
     */
    public static List<StepReport> asOf(List<StepReport> steps, Instant begun, Duration since) {
        return steps.stream()
                .map(step -> step.status() == StepReport.Status.RUNNING
                        ? new StepReport(
                                step.host(),
                                step.step(),
                                step.startedAt(),
                                until(step.startedAt(), begun.plus(since)),
                                step.status(),
                                step.detail())
                        : step)
                .toList();
    }

    private static Duration until(Instant from, Instant to) {
        return to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO;
    }

    /** Tells whether they were done on more than one host. */
    public static boolean severalHosts(List<StepReport> steps) {
        return steps.stream()
                        .map(StepReport::host)
                        .filter(host -> !host.isEmpty())
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
    }

    /** Returns a host without the user who logs in there. */
    public static String host(String host) {
        return host.substring(host.lastIndexOf('@') + 1);
    }

    /** Returns how a step ended, in a word. */
    public static String status(StepReport.Status status) {
        return switch (status) {
            case RUNNING -> Messages.Steps_Running();
            case DONE -> Messages.Steps_Done();
            case FAILED -> Messages.Steps_Failed();
            case UNDONE -> Messages.Steps_Undone();
            case STUCK -> Messages.Steps_Stuck();
            case PLANNED -> Messages.Steps_Planned();
        };
    }
}
