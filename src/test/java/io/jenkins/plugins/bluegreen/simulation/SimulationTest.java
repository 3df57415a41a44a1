package io.jenkins.plugins.bluegreen.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The engine as it is, all of {@code deploy}, over hosts that are nothing but memory: below the ports {@code Connector}, {@code RemoteHost},
 * {@code ProcessManager}, {@code TrafficRouter}, {@code ReleaseStore} and {@code HealthProbe} nothing is real, and the scripts of
 * {@code deploy} itself, such as those of the journal and the lock, are done by their names. {@code -Dsimulation.hosts=1000
 * -Dsimulation.deployments=1000} has it go on for longer, and {@code -Dsimulation.seed=17} repeats one and prints what happened.
 */
class SimulationTest {

    private static final int HOSTS = Integer.getInteger("simulation.hosts", 10);
    private static final int DEPLOYMENTS = Integer.getInteger("simulation.deployments", 60);
    private static final int SEED = Integer.getInteger("simulation.seed", 0);
    private static final int AT_ONCE = 2;

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void whateverGoesWrongTheEndIsKnownAndUsersComeToOneRelease() throws Exception {
        long first = SEED == 0 ? 1 : SEED;
        Figures figures = new Figures();
        List<Future<Passage>> all = LongStream.range(first, SEED == 0 ? first + DEPLOYMENTS : first + 1)
                .mapToObj(seed -> threads.submit(() -> Passage.run(seed, HOSTS, SEED != 0)))
                .toList();
        for (Future<Passage> each : all) {
            figures.add(each.get());
        }
        System.out.println(figures);
        assertThat(figures.broken()).isEmpty();
    }

    @Test
    void comesOutTheSameEachTime() throws Exception {
        for (long seed = 1; seed <= 4; seed++) {
            assertThat(told(seed)).isNotEmpty().isEqualTo(told(seed));
        }
    }

    private List<String> told(long seed) throws Exception {
        return threads.submit(() -> Passage.run(seed, 8, true).world.told).get();
    }

    @Test
    void whatMustNeverBeIsNoted() {
        World world = world();
        Machine machine = world.machines.get(0);
        Road road = world.roads.get(0);

        machine.slots.stop(Slot.BLUE, "");
        assertThat(world.broken).last().asString().contains("to which the router on web leads users");

        machine.slots.start(Slot.BLUE, "r1", "d1");
        road.switchTo(Slot.GREEN);
        assertThat(world.broken).last().asString().contains("lead users to GREEN on app, where nothing ever ran");

        machine.slots.start(Slot.GREEN, "r2", "d2");
        machine.slots.stop(Slot.BLUE, "d1");
        assertThat(world.broken).hasSize(2).as("it never served").isNotEmpty();
    }

    @Test
    void theOldOneStaysUntilItWasAskedThroughEachRouterAndTheNewOneItself() {
        List<String> broken = new ArrayList<>();
        for (boolean asked : List.of(false, true)) {
            World world = world();
            Machine machine = world.machines.get(0);
            machine.slots.start(Slot.GREEN, "r2", "d2");
            world.roads.get(0).switchTo(Slot.GREEN);
            if (asked) {
                world.roads.get(0).at.ask(SimulatedRouter.DOOR);
                machine.ask(World.SLOTS.green());
            }
            machine.slots.stop(Slot.BLUE, "d1");
            broken.addAll(world.broken);
        }
        assertThat(broken)
                .hasSize(2)
                .anySatisfy(each -> assertThat(each).contains("it was not asked whether requests through"))
                .anySatisfy(each -> assertThat(each).contains("was not healthy since"));
    }

    @Test
    void aRouterThatDoesNotFollowIsNoProof() {
        World world = world();
        world.machines.get(0).slots.start(Slot.GREEN, "r2", "d2");
        world.roads.get(0).goDeaf();
        world.roads.get(0).switchTo(Slot.GREEN);
        world.roads.get(0).at.ask(SimulatedRouter.DOOR);
        assertThat(world.roads.get(0).provenFor(Slot.GREEN)).isFalse();
        assertThat(world.roads.get(0).releases()).containsExactly("r1");
    }

    /** One host on which release 1 serves from blue, behind one router. */
    private static World world() {
        World world = new World(1, false);
        world.add("app", true).begin(Slot.BLUE, "r1", "d1");
        world.addRoad(world.add("web", false), world.machines).begin(Slot.BLUE);
        world.called();
        return world;
    }
}
