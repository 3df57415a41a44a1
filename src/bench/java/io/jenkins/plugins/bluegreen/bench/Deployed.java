package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One deployment, measured.
 *
 * @param begun when it began
 * @param took from the first word to the last
 * @param appStart how much of that the application needed to start, by its own measure
 * @param steps what was done, as the engine tells it; of the script nothing is known
 */
record Deployed(Instant begun, Duration took, Duration appStart, List<StepReport> steps) {

    /** Returns what is left without the application's own start. */
    Duration own() {
        return took.minus(appStart);
    }

    /** Returns how long the steps took whose names begin so. */
    Duration spentOn(String name) {
        return steps.stream()
                .filter(step -> (step.step() + " ").startsWith(name))
                .map(StepReport::took)
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Returns what was being done at a time, as far as is known. */
    String at(Instant time) {
        return steps.stream()
                .filter(step -> !time.isBefore(step.startedAt()))
                .reduce((former, latter) -> latter.startedAt().isAfter(former.startedAt()) ? latter : former)
                .map(step -> "'" + step.step() + "' +"
                        + Duration.between(step.startedAt(), time).toMillis() + " ms")
                .orElse("");
    }
}
