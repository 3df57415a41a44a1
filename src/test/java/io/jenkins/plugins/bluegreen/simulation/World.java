package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The hosts, the routers and the time of one simulation. What is wrong in it is noted by itself, whatever a deployment says. */
final class World {

    static final SlotPair SLOTS = new SlotPair(8080, 8081);

    /** Nothing that the engine waits for takes so long. */
    private static final Duration NEVER = Duration.ofDays(20);

    final long seed;
    /** Those of the application. */
    final List<Machine> machines = new ArrayList<>();

    final List<Road> roads = new ArrayList<>();
    /** What must never be, and was. */
    final List<String> broken = new ArrayList<>();

    final List<String> told = new ArrayList<>();
    /** Whether it is written down what happens. */
    final boolean tells;
    /** Whether it is seen whose the connections to a slot are. */
    final boolean seesUsers;

    Weather weather = Weather.calm();
    private final Map<String, Machine> byName = new HashMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long calls;
    private long started;

    World(long seed, boolean tells) {
        this.seed = seed;
        this.tells = tells;
        this.seesUsers = (seed & 1) == 0;
    }

    Machine add(String name, boolean ofTheApplication) {
        Machine machine = new Machine(this, name, byName.size());
        byName.put(name, machine);
        if (ofTheApplication) {
            machines.add(machine);
        }
        return machine;
    }

    Road addRoad(Machine at, List<Machine> to) {
        Road road = new Road(at, to);
        at.road = road;
        roads.add(road);
        return road;
    }

    Machine machine(String name) {
        return byName.get(name);
    }

    /** Returns the routers that users come through, and that lead to a host. */
    List<Road> roadsTo(Machine machine) {
        return roads.stream()
                .filter(road -> !road.at.gone() && road.leadsTo(machine))
                .toList();
    }

    synchronized Instant now() {
        return now;
    }

    synchronized void pass(Duration time) {
        now = now.plus(time);
        if (now.isAfter(Instant.parse("2026-01-01T00:00:00Z").plus(NEVER))) {
            throw new IllegalStateException("this never ends");
        }
    }

    long call() {
        return calls;
    }

    void called() {
        calls++;
    }

    long start() {
        return started++;
    }

    void breaks(String what) {
        broken.add("at call " + calls + ": " + what);
        tell("BROKEN: " + what);
    }

    void tell(String what) {
        if (tells) {
            told.add(calls + " " + what);
        }
    }
}
