package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Deployments without any load, one after the other, in each of which one class changed.
 *
 * @param deployed the deployments
 */
record TimeRun(List<Deployed> deployed) {

    static TimeRun of(Column column, BenchArtifact.Size size, Care care, int deployments, PrivateSshd sshd)
            throws InterruptedException, IOException {
        try (Stage stage = new Stage(column, sshd, care)) {
            stage.deploy(size);
            List<Deployed> deployed = new ArrayList<>();
            for (int i = 0; i < deployments; i++) {
                deployed.add(stage.deploy(size));
            }
            return new TimeRun(deployed);
        }
    }

    /** Returns where the time of the engine went, in the median: each step by the first word of its name. */
    String steps() {
        return deployed.stream()
                .flatMap(one -> one.steps().stream())
                .map(step -> step.step().split(" ")[0])
                .distinct()
                .map(word -> word + " " + Table.millis(median(one -> one.spentOn(word + " "))))
                .collect(Collectors.joining(", "));
    }

    /** Returns the median of what is measured. */
    Duration median(Function<Deployed, Duration> what) {
        return Table.median(deployed.stream().map(what).toList());
    }
}
