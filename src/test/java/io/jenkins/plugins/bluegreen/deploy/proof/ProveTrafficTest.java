package io.jenkins.plugins.bluegreen.deploy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.Door;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two routers, at the ports 81 and 82 of one host, and a front door that says the new release. */
class ProveTrafficTest {

    @TempDir
    Path folder;

    private Scene scene;
    private Slot second = Slot.GREEN;
    private boolean forbidden;

    @BeforeEach
    void prepare() throws Exception {
        scene = new Scene(folder);
    }

    @Test
    void eachRouterIsAskedThoughTheFrontDoorSaysTheRelease() throws Exception {
        ProveTraffic proof = ProveTraffic.of(ground(), Optional.empty());
        proof.begin(false);
        UndoLog log = log();
        proof.run(Slot.GREEN, log);
        assertThat(log.reports().get(1).detail())
                .isEqualTo(
                        "the front door says release r0; asked on host for http://shop:81/, it answered 200 over a connection of its"
                                + " own to green (port 8081); asked on host for http://shop:82/, it answered 200 over a connection of its own"
                                + " to green (port 8081)");
    }

    @Test
    void oneThatDoesNotFollowSpeaksAgainst() throws Exception {
        ProveTraffic proof = ProveTraffic.of(ground(), Optional.empty());
        proof.begin(false);
        second = Slot.BLUE;
        assertThatThrownBy(() -> proof.run(Slot.GREEN, log()))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("http://shop:82/, it answered 200, and connections came to blue");
    }

    @Test
    void whereNothingCanBeAskedOnTheHostTheFrontDoorWillDo() throws Exception {
        forbidden = true;
        for (Optional<Slot> live : List.of(Optional.<Slot>empty(), Optional.of(Slot.BLUE))) {
            ProveTraffic proof = ProveTraffic.of(ground(), live);
            UndoLog log = log();
            proof.run(Slot.GREEN, log);
            assertThat(log.reports().get(1).detail()).isEqualTo("the front door says release r0");
        }
    }

    /** Each look is a round trip to all hosts, one after the other for each router. */
    @Test
    void whatWasJustSeenIsNotLookedAtAgain() throws Exception {
        ProveTraffic proof = ProveTraffic.of(ground(), Optional.empty());
        proof.begin(false);
        assertThat(looks()).as("before the switch, once for each router").isEqualTo(2);
        proof.run(Slot.GREEN, log());
        assertThat(looks()).as("before and after a question to each").isEqualTo(4);
        proof.again(Slot.GREEN, log());
        assertThat(looks()).as("the same, and after four more").isEqualTo(12);
        proof.left(Slot.BLUE, log());
        assertThat(looks()).as("once for each").isEqualTo(2);
    }

    private int looks() {
        int looks = scene.looks;
        scene.looks = 0;
        return looks;
    }

    @Test
    void whatComesToTheOldSlotRightAfterTheProofIsLookedAt() throws Exception {
        ProveTraffic proof = ProveTraffic.of(ground(), Optional.empty());
        proof.begin(false);
        proof.run(Slot.GREEN, log());
        scene.keeps(Slot.BLUE);
        scene.meanwhile = () -> scene.keeps(Slot.BLUE);
        assertThatThrownBy(() -> proof.left(Slot.BLUE, log()))
                .hasMessageContaining("4 connections from host have come to blue (port 8080) within 2.0 s");
    }

    private Ground ground() throws Exception {
        Bench bench = new Bench(folder);
        bench.slots = new SlotPair(8080, 8081);
        bench.frontDoor = () -> Scene.OK;
        bench.mark = new ReleaseMark("X-Release");
        DeployPlan plan = bench.plan(Map.of());
        TrafficRouter router = stub(TrafficRouter.class, null, "");
        List<Ground.Router> routers = List.of(81, 82).stream()
                .map(port -> new Ground.Router(
                        scene,
                        router,
                        new RouterState(Optional.empty(), "", "", false, false)
                                .with(List.of(new Door(port, false, "shop", List.of("/"), Set.of(33))))))
                .toList();
        return new Ground(
                plan,
                stub(Connector.class, (HealthProbe) this::ask, bench.frontDoor),
                List.of(scene),
                routers,
                scene.time,
                new ReentrantLock(),
                () -> {});
    }

    private HealthProbe.Answer ask(Object host, int port, String release) throws HostException {
        if (forbidden) {
            throw new HostException("host forbids it.");
        }
        scene.keeps(port == 81 ? Slot.GREEN : second);
        return Scene.OK;
    }

    /** One that returns these, and does nothing. */
    private static <T> T stub(Class<T> type, HealthProbe probe, Object other) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getReturnType() == HealthProbe.class) {
                        return probe;
                    }
                    return method.getReturnType() == String.class || method.getReturnType() == FrontDoor.class
                            ? other
                            : null;
                }));
    }

    private UndoLog log() {
        return new UndoLog(stub(Progress.class, null, ""), scene.time);
    }
}
