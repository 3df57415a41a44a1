package io.jenkins.plugins.bluegreen.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of many deployments, as a table. */
final class Figures {

    private final Map<String, Map<String, Integer>> ends = new TreeMap<>();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Map<String, Integer> afterwards = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();
    private final long begun = System.nanoTime();
    private long calls;

    void add(Passage passage) {
        String end = passage.outcome.map(outcome -> outcome.result().toString()).orElse("KILLED");
        ends.computeIfAbsent(
                        passage.shape.strategy().kind() + ", " + passage.world.weather.kind, any -> new TreeMap<>())
                .merge(end, 1, Integer::sum);
        passage.world.weather.drawn.forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
        afterwards.merge(
                passage.byHand ? "settled by hand as well" : "settled by deployment " + passage.settledBy,
                1,
                Integer::sum);
        calls += passage.world.call();
        passage.world.told.forEach(System.out::println);
        if (!passage.world.broken.isEmpty()) {
            broken.add("-Dsimulation.seed=" + passage.world.seed + " -Dsimulation.hosts=" + passage.shape.hosts() + " "
                    + passage.shape + passage.world.weather.drawn + ": " + passage.world.broken);
        }
    }

    /** Returns what must never be, and was, each with how it is repeated. */
    List<String> broken() {
        return broken;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        ends.forEach((what, came) -> text.append(what).append(": ").append(came).append('\n'));
        return text.append("faults: ")
                .append(faults)
                .append("\nafterwards: ")
                .append(afterwards)
                .append('\n')
                .append(calls)
                .append(" calls to hosts, ")
                .append((System.nanoTime() - begun) / 1_000_000_000)
                .append(" s")
                .toString();
    }
}
