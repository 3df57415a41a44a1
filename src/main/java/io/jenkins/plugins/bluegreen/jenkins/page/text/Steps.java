package io.jenkins.plugins.bluegreen.jenkins.page.text;

import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the steps of a deployment are told. */
public final class Steps {

    private Steps() {}

    /** Returns them in the order in which they began, those of the same name on several hosts together. */
    public static List<StepReport> inOrder(List<StepReport> steps) {
        Map<String, Instant> first = new HashMap<>();
        for (StepReport step : steps) {
            first.merge(step.step(), step.startedAt(), (one, other) -> one.isBefore(other) ? one : other);
        }
        return steps.stream()
                .sorted(Comparator.comparing((StepReport step) -> first.get(step.step()))
                        .thenComparing(StepReport::step)
                        .thenComparing(StepReport::startedAt)
                        .thenComparing(StepReport::host))
                .toList();
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
        };
    }
}
