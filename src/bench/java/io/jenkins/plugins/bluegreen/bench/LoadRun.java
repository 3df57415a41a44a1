package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Deployments of the thin application under load, one after the other.
 *
 * @param column who deployed
 * @param roundTrip what lay between the clients and nginx
 * @param deployed the deployments
 * @param gaps the longest time without any answer during each, and until the next
 * @param tally what became of the requests
 */
record LoadRun(Column column, Duration roundTrip, List<Deployed> deployed, List<Duration> gaps, Tally tally) {

    /** Of the plugin, for as long as it does that by default. */
    static final Care WARM_UP = new Care(new WarmUp(List.of("/"), Duration.ofSeconds(2)), Duration.ZERO);

    static final Duration BEFORE = Duration.ofSeconds(2);

    /** Longer than the slow answers and the slow bodies take. */
    static final Duration AFTER = Duration.ofMillis(1_500);

    static LoadRun of(Column column, Duration roundTrip, int deployments, PrivateSshd sshd)
            throws InterruptedException, IOException {
        try (Stage stage = new Stage(column, sshd, sshd.target().port(), WARM_UP)) {
            stage.deploy(BenchArtifact.Size.THIN);
            List<Deployed> deployed = new ArrayList<>();
            List<Duration> gaps = new ArrayList<>();
            try (Load load = new Load(stage.frontDoor(), roundTrip, column.kinds())) {
                pause(BEFORE);
                load.longestGap();
                for (int i = 0; i < deployments; i++) {
                    deployed.add(stage.deploy(BenchArtifact.Size.THIN));
                    pause(AFTER);
                    gaps.add(load.longestGap());
                }
                return new LoadRun(column, roundTrip, deployed, gaps, load.stop());
            }
        }
    }

    /** Returns the failed requests of a kind per deployment, and how they failed, for the table. */
    String failed(Kind kind) {
        Map<Failure, Long> failed = tally.failed(kind);
        if (!column.kinds().contains(kind)) {
            return "–";
        } else if (failed.isEmpty()) {
            return "**0**";
        }
        String ways = failed.entrySet().stream()
                .map(way -> perDeployment(way.getValue()) + " " + way.getKey().label)
                .collect(Collectors.joining(", "));
        long sum = failed.values().stream().mapToLong(Long::longValue).sum();
        return failed.size() == 1 ? ways : perDeployment(sum) + " (" + ways + ")";
    }

    private String perDeployment(long count) {
        return "%.1f".formatted((double) count / deployed.size());
    }

    /** Returns a line for each failed request: when it was seen, and what was being done then. */
    List<String> evidence() {
        return tally.failed().stream()
                .map(one -> column.label + ", " + roundTrip.toMillis() + " ms: " + one.kind().label + " "
                        + one.failure().label + " (" + one.how() + "), "
                        + one.after().toMillis() + " ms after it was due, "
                        + when(one.at()))
                .toList();
    }

    private String when(Instant time) {
        Deployed during = null;
        for (Deployed one : deployed) {
            if (!time.isBefore(one.begun())) {
                during = one;
            }
        }
        return during == null
                ? "before the first deployment"
                : "in deployment " + (deployed.indexOf(during) + 1) + " +"
                        + Duration.between(during.begun(), time).toMillis() + " ms of "
                        + during.took().toMillis() + " ms " + during.at(time);
    }

    static void pause(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }
}
