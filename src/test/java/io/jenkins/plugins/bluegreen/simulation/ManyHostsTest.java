package io.jenkins.plugins.bluegreen.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.HealthRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthyAnswer;
import io.jenkins.plugins.bluegreen.model.health.Pace;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.health.StatusRange;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.model.plan.Checks;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a user reads at the end of a deployment to many hosts, which has to stay a sentence. */
class ManyHostsTest {

    /** What nobody reads to its end. */
    private static final int A_SENTENCE = 600;

    private static final String REASON_ENDS = "the last answer of / was 500. ";

    private static final HealthCheck HEALTH = new HealthCheck(
            new HealthRequest("http", 0, "/", Map.of()),
            new HealthyAnswer(StatusRange.parse(StatusRange.DEFAULT), "", ReleaseMark.NONE),
            1,
            Duration.ofSeconds(2),
            new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(60)));

    private final List<String> notes = new ArrayList<>();
    private World world;
    private List<Target> routers = List.of();
    private Hooks hooks = Hooks.NONE;
    private int number = 1;

    private static final String BEFORE_THE_SWITCH = "await healthy";
    private static final String BEFORE_THE_STOP = "look at green once more";

    /** Hears what is said, and has something happen on hosts right before a step of the first one. */
    private class Ears implements Progress {

        private final String before;
        private final Runnable spoil;
        private boolean spoiled;

        Ears(String before, Runnable spoil) {
            this.before = before;
            this.spoil = spoil;
        }

        @Override
        public void begin(String host, String step) {
            if (!spoiled && step.startsWith(before)) {
                spoiled = true;
                spoil.run();
            }
        }

        @Override
        public void end(String host, String step, Duration took, String detail) {}

        @Override
        public void failed(String host, String step, Duration took) {}

        @Override
        public void note(String host, String text) {
            notes.add(text);
        }

        @Override
        public void sent(String host, long bytes, long total, Duration took) {}
    }

    /** Release 1 serves on all of them, behind one router. */
    private void hosts(int count) {
        add(count);
        world.machines.forEach(machine -> machine.begin(Slot.BLUE, "r1", "d1"));
        routers = List.of(Target.parse("lb"));
        world.addRoad(world.add("lb", false), world.machines).begin(Slot.BLUE);
    }

    /** Each has a router of its own. */
    private void hostsWithRouters(int count) {
        add(count);
        world.machines.forEach(machine -> {
            machine.begin(Slot.BLUE, "r1", "d1");
            world.addRoad(machine, List.of(machine)).begin(Slot.BLUE);
        });
    }

    private void add(int count) {
        world = new World(2, false);
        IntStream.rangeClosed(1, count).forEach(i -> world.add("web" + i, true));
        routers = List.of();
    }

    private DeployPlan plan() {
        number++;
        return new DeployPlan(
                "d" + number,
                new Owner("http://jenkins.example/", "shop #" + number, "ann"),
                new Application(
                        new ApplicationName("shop"),
                        world.machines.stream()
                                .map(machine -> Target.parse(machine.name))
                                .toList(),
                        new SimulatedRouter.Config(routers),
                        SessionConfig.DEFAULT,
                        World.SLOTS,
                        "/srv/shop",
                        new StartCommand("exec shop", Map.of())),
                new Release("r" + number, "shop.jar"),
                new Checks(HEALTH, FrontDoorRequest.at(null), WarmUp.NONE),
                hooks,
                new Limits(
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        2,
                        Duration.ZERO,
                        Duration.ZERO,
                        Limits.ANY_NUMBER),
                new AllAtOnce());
    }

    private Outcome deploy(Optional<Hold> hold, String before, Runnable spoil) throws InterruptedException {
        DeployPlan plan = plan();
        Engine engine = new Engine(world, plan.deploymentId());
        Rollout rollout = new Rollout(
                new SimulatedConnector(world, engine, plan), new AllAtOnce(), new Ears(before, spoil), engine.time);
        return hold.isEmpty()
                ? rollout.run(plan, new SimulatedReleases.Brought(plan))
                : rollout.hold(plan, new SimulatedReleases.Brought(plan), hold.get());
    }

    private Outcome deploy(Runnable spoil) throws InterruptedException {
        return deploy(Optional.empty(), BEFORE_THE_SWITCH, spoil);
    }

    /** The new release is ill on these, and on those the old one dies meanwhile. */
    private Runnable spoiled(Set<String> ill, Set<String> dead) {
        return () -> world.machines.forEach(machine -> {
            if (ill.contains(machine.name)) {
                machine.slots.fallIll(Slot.GREEN);
            }
            if (dead.contains(machine.name)) {
                machine.slots.in(Slot.BLUE).keptUp = false;
                machine.slots.die(Slot.BLUE);
            }
        });
    }

    private Outcome undone(int hosts, Set<String> dead) throws InterruptedException {
        hosts(hosts);
        Outcome outcome = deploy(spoiled(Set.of("web1"), dead));
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains("green on web1 is not healthy").contains(REASON_ENDS);
        return outcome;
    }

    private String afterTheReason(Outcome outcome) {
        return outcome.sentence().substring(outcome.sentence().indexOf(REASON_ENDS) + REASON_ENDS.length());
    }

    @Test
    void ofOneHostItIsSaidWithoutItsName() throws Exception {
        assertThat(afterTheReason(undone(1, Set.of())))
                .isEqualTo("blue (port 8080) serves as before; port 8081 is free again.");
    }

    @Test
    void ofTwoAndOfThreeItIsSaidOfEach() throws Exception {
        assertThat(afterTheReason(undone(2, Set.of())))
                .isEqualTo("blue (port 8080) serves as before on web1; port 8081 is free again on web1."
                        + " blue (port 8080) serves as before on web2; port 8081 is free again on web2.");
        assertThat(afterTheReason(undone(3, Set.of("web2"))))
                .isEqualTo("blue (port 8080) serves as before on web1; port 8081 is free again on web1."
                        + " blue (port 8080) is NOT UP on web2; port 8081 is free again on web2."
                        + " blue (port 8080) serves as before on web3; port 8081 is free again on web3.");
    }

    @Test
    void ofMoreItIsSaidOnceWhatIsTheSameOnAll() throws Exception {
        assertThat(afterTheReason(undone(4, Set.of())))
                .isEqualTo("blue (port 8080) serves as before, and port 8081 is free again, on all 4 hosts.");
        assertThat(afterTheReason(undone(100, Set.of())))
                .isEqualTo("blue (port 8080) serves as before, and port 8081 is free again, on all 100 hosts.");
    }

    @Test
    void whereItIsNotAsBeforeIsNamed() throws Exception {
        assertThat(afterTheReason(undone(100, Set.of("web7", "web93"))))
                .isEqualTo("blue (port 8080) serves as before, and port 8081 is free again, on 98 hosts;"
                        + " on web7, web93: blue (port 8080) is NOT UP, and port 8081 is free again.");
    }

    @Test
    void ofManyWhereItIsNotTheEvidenceNamesAll() throws Exception {
        Set<String> dead = Set.of(
                "web2", "web12", "web22", "web32", "web42", "web52", "web62", "web72", "web82", "web92", "web98",
                "web99");
        Outcome outcome = undone(100, dead);
        assertThat(afterTheReason(outcome))
                .isEqualTo("blue (port 8080) serves as before, and port 8081 is free again, on 88 hosts;"
                        + " on 12 hosts (web2, web12, web22, web32, web42, web52, web62, web72, web82, web92 and 2 more):"
                        + " blue (port 8080) is NOT UP, and port 8081 is free again.");
        assertThat(outcome.evidence())
                .contains("blue (port 8080) is NOT UP, and port 8081 is free again, on web2, web12, web22, web32,"
                        + " web42, web52, web62, web72, web82, web92, web98, web99");
    }

    /** Where nothing was live, only the port is spoken of. */
    @Test
    void ofAFirstDeploymentThereIsOnlyThePort() throws Exception {
        add(5);
        world.machines.forEach(
                machine -> world.addRoad(machine, List.of(machine)).begin(Slot.BLUE));
        Outcome outcome = deploy(() -> world.machines.get(0).slots.fallIll(Slot.BLUE));
        assertThat(outcome.sentence()).endsWith(" port 8080 is free again on all 5 hosts.");
    }

    @Test
    void whereItCouldNotBeUndoneIsSaid() throws Exception {
        hosts(100);
        Outcome outcome = stuck(() -> world.machines.get(6).sticks = true);
        assertThat(outcome.sentence())
                .endsWith(
                        " Not everything could be undone on web7: see below what is left. The next deployment undoes it.");

        hosts(100);
        Outcome gone = stuck(() -> world.machines.get(6).vanish());
        assertThat(gone.sentence())
                .endsWith(
                        " Not everything could be undone on all 101 hosts: see below what is left. The next deployment undoes"
                                + " it.");
    }

    private Outcome stuck(Runnable spoil) throws InterruptedException {
        Outcome outcome = deploy(Optional.empty(), BEFORE_THE_STOP, () -> {
            spoiled(Set.of("web1"), Set.of()).run();
            spoil.run();
        });
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.STUCK);
        return outcome;
    }

    @Test
    void byWhatItWasSeenIsSaidOnce() throws Exception {
        hostsWithRouters(40);
        Outcome outcome = deploy(() -> {});
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(outcome.proof())
                .isEqualTo("asked on all 40 hosts for http://shop/, it answered 200 over a connection of its own to"
                        + " green (port 8081)");
        assertThat(outcome.steps()).allSatisfy(step -> assertThat(step.detail()).hasSizeLessThan(A_SENTENCE));
        assertThat(notes).allSatisfy(note -> assertThat(note).hasSizeLessThan(A_SENTENCE));
    }

    /** What is run there is no hook, so that none comes to its end. */
    @Test
    void aHookThatFailsOnEachHostFailsInASentence() throws Exception {
        hosts(100);
        hooks = new Hooks(Map.of(Hook.AFTER_DEPLOY, "exit 3"), Duration.ofMinutes(1), true);
        Outcome outcome = deploy(() -> {});
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(outcome.sentence())
                .contains("The hook afterDeploy on all 100 hosts ")
                .hasSizeLessThan(A_SENTENCE);
    }

    @Test
    void whereItIsHeldIsToldOfTheFirstOnes() throws Exception {
        hosts(100);
        Outcome outcome = deploy(Optional.of(new Hold(Duration.ofHours(1), Hold.Ends.DISCARD)), "", () -> {});
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.HELD);
        assertThat(outcome.sentence())
                .contains("look at it at web1:8081, web2:8081, web3:8081, ")
                .contains(", web10:8081 and 90 more, and promote or discard it.")
                .hasSizeLessThan(A_SENTENCE);
        assertThat(outcome.previews()).hasSize(100);

        // The next deployment takes it back.
        notes.clear();
        Outcome next = deploy(() -> {});
        assertThat(next.result()).as(next.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(notes)
                .anySatisfy(note -> assertThat(note)
                        .contains("is discarded, since shop #3")
                        .endsWith("its process on all 100 hosts is stopped."))
                .allSatisfy(note -> assertThat(note).hasSizeLessThan(A_SENTENCE));
    }

    /** What a controller that was killed has left behind its switch, and only some of the routers follow. */
    @Test
    void whatWasCutOffIsSettledInASentence() throws Exception {
        hostsWithRouters(24);
        DeployPlan plan = plan();
        Engine engine = new Engine(world, plan.deploymentId());
        Ears dies = new Ears("", () -> {}) {
            private int switched;

            @Override
            public void end(String host, String step, Duration took, String detail) {
                if (step.startsWith("switch ") && ++switched == 14) {
                    engine.kill();
                }
            }
        };
        new Rollout(new SimulatedConnector(world, engine, plan), new AllAtOnce(), dies, engine.time)
                .run(plan, new SimulatedReleases.Brought(plan));
        assertThat(engine.killed()).isTrue();

        notes.clear();
        Outcome next = deploy(() -> {});
        assertThat(next.result()).as(next.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(notes)
                .anySatisfy(note -> assertThat(note)
                        .contains(
                                "router on all 24 hosts but web15, web16, web17, web18, web19, web20, web21, web22, web23,"
                                        + " web24 serves blue again, its process on all 24 hosts is stopped."))
                .allSatisfy(note -> assertThat(note).hasSizeLessThan(A_SENTENCE));
    }
}
