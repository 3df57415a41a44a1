package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.CrowdedHost;
import io.jenkins.plugins.bluegreen.lab.CountedHost;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What it costs a host's processors to be looked at once: what runs, who listens, and which nginx goes by the file.
 *
 * @param costs the median, by the shell that is {@code sh} there
 */
record Look(Map<String, Duration> costs) {

    /** Measures it beside so many processes and ten nginxes. */
    static Look beside(int processes, int looks) throws InterruptedException, IOException, HostException {
        Map<String, Duration> costs = new LinkedHashMap<>();
        try (Scratch scratch = Scratch.create("look")) {
            Bench bench = new Bench(Files.createDirectories(scratch.path().resolve("bench")));
            try {
                bench.deploy(Map.of());
                try (CrowdedHost crowded = new CrowdedHost(bench, processes)) {
                    for (String shell : List.of("dash", "bash", "busybox")) {
                        CountedHost counted = new CountedHost(
                                shell, Files.createDirectories(scratch.path().resolve(shell)));
                        List<Duration> each = new ArrayList<>();
                        for (int i = 0; i < looks; i++) {
                            each.add(crowded.look(counted));
                        }
                        costs.put(shell, Table.median(each));
                    }
                }
            } finally {
                bench.close();
            }
        }
        return new Look(costs);
    }

    @Override
    public String toString() {
        return costs.entrySet().stream()
                .map(cost -> Table.seconds(cost.getValue()) + " " + cost.getKey())
                .collect(Collectors.joining(", "));
    }
}
