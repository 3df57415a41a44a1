package io.jenkins.plugins.bluegreen.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static final int RUNS = Integer.getInteger("simulation.runs", 300);
    private static final int HOSTS = Integer.getInteger("simulation.hosts", 20);
    private static final Long SEED = Long.getLong("simulation.seed");

    @Test
    void endsInAKnownState() {
        Map<String, Integer> ends = new TreeMap<>();
        List<String> broken = new ArrayList<>();
        long begun = System.nanoTime();
        long calls = 0;
        for (long seed = SEED == null ? 1 : SEED; seed <= (SEED == null ? RUNS : SEED); seed++) {
            Passage passage = Passage.run(seed, HOSTS, SEED != null);
            calls += passage.world.call();
            ends.merge(
                    passage.world.weather.kind + " "
                            + passage.outcome.map(end -> end.result().toString()).orElse("KILLED"),
                    1,
                    Integer::sum);
            if (passage.byHand) {
                ends.merge("by hand", 1, Integer::sum);
            }
            if (SEED != null) {
                passage.world.told.forEach(System.out::println);
            }
            if (!passage.world.broken.isEmpty()) {
                broken.add("seed " + seed + ", " + passage.shape + ", " + passage.world.weather.drawn + ": "
                        + passage.world.broken.get(0));
            }
        }
        System.out.println(ends + " " + calls + " calls " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        broken.stream().limit(40).forEach(System.out::println);
        System.out.println(broken.size());
        assertThat(broken).isEmpty();
    }
}
