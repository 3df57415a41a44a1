package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.deploy.recovery.RestartRecovery;
import io.jenkins.plugins.bluegreen.deploy.rollback.Discard;
import io.jenkins.plugins.bluegreen.deploy.rollback.Rollback;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.deploy.strategy.Rolling;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
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
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** One deployment under faults, by its seed, with what settles it afterwards; at the end all users come to one release. */
final class Passage {

    private static final Map<Shape, Integer> CALLS = new ConcurrentHashMap<>();
    private static final Duration HELD = Duration.ofHours(4);
    private static final HealthCheck HEALTH = new HealthCheck(
            new HealthRequest("http", 0, "/", Map.of()),
            new HealthyAnswer(StatusRange.parse(StatusRange.DEFAULT), "", ReleaseMark.NONE),
            1,
            Duration.ofSeconds(2),
            new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(60)));

    final Shape shape;
    final World world;
    /** What the deployment came to; nothing where its controller was killed. */
    Optional<Outcome> outcome = Optional.empty();

    /** How many deployments it took to settle it. */
    int settledBy;

    /** Whether somebody had to start by hand what faults had killed. */
    boolean byHand;

    private final SplittableRandom random;
    private final Truth truth;
    private int number = 1;
    /** What the undertaking is that counts: it ships a release, or does something with one that is held. */
    private Shape.Way last = Shape.Way.DEPLOY;

    private Passage(Shape shape, SplittableRandom random, World world) {
        this.shape = shape;
        this.random = random;
        this.world = world;
        this.truth = new Truth(world);
        Slot live = random.nextBoolean() ? Slot.BLUE : Slot.GREEN;
        for (int i = 0; i < shape.hosts(); i++) {
            world.add("app" + i, true).begin(live, "r1", "d1");
        }
        for (int i = 0; i < shape.routers(); i++) {
            world.addRoad(world.add("router" + i, false), world.machines);
        }
        if (shape.routers() == 0) {
            world.machines.forEach(machine -> world.addRoad(machine, List.of(machine)));
        }
        world.roads.forEach(road -> road.begin(live));
    }

    /** @param tells whether it is written down what happens */
    static Passage run(long seed, int hosts, boolean tells) {
        SplittableRandom random = new SplittableRandom(seed);
        Shape shape = Shape.of(random, hosts);
        int calls = CALLS.computeIfAbsent(shape, Passage::calls);
        Passage passage = new Passage(shape, random, new World(seed, tells));
        passage.world.weather = Weather.of(random, calls);
        passage.run();
        return passage;
    }

    /** Returns how many calls it takes where nothing goes wrong; that it comes to what it is to come to then is seen as well. */
    private static int calls(Shape shape) {
        Passage calm = new Passage(shape, new SplittableRandom(7), new World(7, false));
        calm.deploy();
        Result wanted = shape.way() == Shape.Way.DISCARD ? Result.DISCARDED : Result.DEPLOYED;
        if (calm.outcome.filter(end -> end.result() == wanted).isEmpty() || !calm.world.broken.isEmpty()) {
            throw new AssertionError("undisturbed, " + shape + " came to "
                    + calm.outcome
                            .map(end -> end.sentence() + "\n" + end.evidence())
                            .orElse("nothing")
                    + "\n" + String.join("\n", calm.world.broken));
        }
        return Math.toIntExact(calm.world.call());
    }

    private void run() {
        deploy();
        world.weather.clearUp();
        settle();
    }

    private void deploy() {
        outcome = undertake(shape.way() == Shape.Way.DEPLOY ? this::ship : this::hold);
        if (outcome.filter(end -> end.result() == Result.HELD).isPresent()) {
            last = shape.way();
            outcome = undertake(last == Shape.Way.PROMOTE ? this::promote : this::discard);
        }
    }

    /** What an engine does with a plan. */
    private interface Undertaking {
        Outcome with(Engine engine, DeployPlan plan) throws InterruptedException;
    }

    /** Returns what came of it; nothing where its controller was killed. */
    private Optional<Outcome> undertake(Undertaking undertaking) {
        number++;
        Engine engine = new Engine(world, "d" + number);
        Truth.Before before = truth.before();
        try {
            Outcome end = undertaking.with(engine, plan(number));
            world.tell(end.result() + " " + end.sentence() + "\n" + end.evidence());
            if (!engine.killed()) {
                truth.check(end, before, number);
                return Optional.of(end);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            world.breaks("it threw " + e);
        }
        return Optional.empty();
    }

    private Outcome ship(Engine engine, DeployPlan plan) throws InterruptedException {
        return rollout(engine, plan).run(plan, new SimulatedReleases.Brought(plan));
    }

    private Outcome hold(Engine engine, DeployPlan plan) throws InterruptedException {
        return rollout(engine, plan).hold(plan, new SimulatedReleases.Brought(plan), new Hold(HELD, Hold.Ends.DISCARD));
    }

    private Rollout rollout(Engine engine, DeployPlan plan) {
        return new Rollout(connector(engine, plan), Strategy.of(plan), new Lines(world), engine.time);
    }

    private Outcome promote(Engine engine, DeployPlan plan) throws InterruptedException {
        return new Rollback(own -> connector(engine, own), new Lines(world), engine.time).promote(plan);
    }

    private Outcome discard(Engine engine, DeployPlan plan) throws InterruptedException {
        return new Discard(connector(engine, plan), new Lines(world), engine.time).run(plan);
    }

    private SimulatedConnector connector(Engine engine, DeployPlan plan) {
        return new SimulatedConnector(world, engine, plan);
    }

    /** The controller is there again, and nothing more goes wrong: it takes up what was killed, in half of the cases, and deploys once more. */
    private void settle() {
        if (outcome.isEmpty() && last != Shape.Way.DISCARD && random.nextBoolean()) {
            takeUp();
        }
        if (world.machines.stream().allMatch(Machine::gone)
                || world.roads.stream().allMatch(road -> road.at.gone())) {
            return;
        }
        for (settledBy = 1; settledBy < 5; settledBy++) {
            if (undertake(this::ship).filter(Outcome::deployed).isPresent()) {
                truth.checkSettled("r" + number);
                return;
            }
            if (settledBy > 1) {
                byHand = true;
                truth.mend();
            }
        }
        world.breaks("it could not be settled");
    }

    private void takeUp() {
        Engine engine = new Engine(world, "again");
        DeployPlan plan = plan(number);
        try {
            CutOff cutOff = CutOff.by("Jenkins was restarted");
            Optional<Outcome> taken = last == Shape.Way.PROMOTE
                    ? new Rollback(own -> connector(engine, own), new Lines(world), engine.time).resume(plan, cutOff)
                    : new RestartRecovery(connector(engine, plan), new Lines(world), engine.time).run(plan, cutOff);
            taken.ifPresent(end -> {
                world.tell(end.result() + " " + end.sentence() + "\n" + end.evidence());
                truth.checkKnown(end);
            });
        } catch (InterruptedException | RuntimeException | Error e) {
            world.breaks("taken up, it threw " + e);
        }
    }

    private DeployPlan plan(int which) {
        List<Target> routers = new ArrayList<>();
        if (shape.routers() > 0) {
            world.roads.stream()
                    .filter(road -> !road.at.gone())
                    .forEach(road -> routers.add(Target.parse(road.at.name)));
        }
        List<Target> hosts = world.machines.stream()
                .filter(machine -> !machine.gone())
                .map(machine -> Target.parse(machine.name))
                .toList();
        DeployPlan plan = new DeployPlan(
                "d" + which,
                new Owner("http://jenkins.example/", "shop #" + which, "ann"),
                new Application(
                        new ApplicationName("shop"),
                        hosts,
                        new SimulatedRouter.Config(routers),
                        SessionConfig.DEFAULT,
                        World.SLOTS,
                        "/srv/shop",
                        new StartCommand("exec shop", Map.of())),
                new Release("r" + which, "shop.jar"),
                new Checks(HEALTH, FrontDoorRequest.at(null), WarmUp.NONE),
                Hooks.NONE,
                limits(),
                new AllAtOnce());
        boolean enough = hosts.size() > 1 && routers.size() != 1;
        return enough || !(shape.strategy() instanceof Rolling) ? plan.by(shape.strategy()) : plan;
    }

    private Limits limits() {
        return new Limits(
                shape.observe(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ZERO,
                2,
                shape.keepPrevious(),
                Duration.ZERO,
                Limits.ANY_NUMBER);
    }
}
