package io.jenkins.plugins.bluegreen.deploy.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotDecisionTest {

    private static final String GONE = "%s.release=r1\n%s.deployment=d1\n%1$s.listener=none\n";
    private static final String UP = "%s.release=r1\n%s.deployment=d1\n%1$s.process=7\n%1$s.listener=own\n";
    private static final String STANDBY = UP + "%1$s.standby=1764424980\n";
    private static final String FREE = "%s.listener=none\n";
    private static final String STRANGER = "%s.listener=stranger pid 9 of root: python3 -m http.server\n";

    private static final RouterState UNSEEN =
            new RouterState(Optional.of(Slot.BLUE), "the file says so", null, false, true);

    @TempDir
    Path folder;

    @Test
    void aFirstDeploymentGoesToBlue() throws Exception {
        assertThat(decision(FREE, FREE, Slot.BLUE).idle()).isEqualTo(Slot.BLUE);
        assertThat(decision(FREE, FREE, null).idle()).isEqualTo(Slot.BLUE);
    }

    @Test
    void refusesAProxyThatServesGreenOfAnApplicationThatNeverRan() {
        assertRefused(
                FREE, FREE, Slot.GREEN, "shop never ran", "the file says so", "another application's or a leftover");
    }

    @Test
    void theIdleSlotIsTheOneThatTheProxyDoesNotServe() throws Exception {
        SlotDecision decision = decision(GONE, UP, Slot.GREEN);
        assertThat(decision.idle()).isEqualTo(Slot.BLUE);
        assertThat(decision.live()).contains(Slot.GREEN);
        assertThat(decision(UP, UP, Slot.GREEN).idle()).isEqualTo(Slot.BLUE);
    }

    @Test
    void afterARestartOfTheHostNothingIsLiveAndTheOtherSlotIsIdle() throws Exception {
        SlotDecision decision = decision(GONE, GONE, Slot.GREEN);
        assertThat(decision.idle()).isEqualTo(Slot.BLUE);
        assertThat(decision.live()).isEmpty();
    }

    /** It says by itself that it is not to serve, and that users were seen to reach the other one. */
    @Test
    void aStandbyIsNoReasonForDoubt() throws Exception {
        SlotDecision decision = decision(STANDBY, UP, Slot.GREEN);
        assertThat(decision.live()).contains(Slot.GREEN);
        assertThat(decision.idle()).isEqualTo(Slot.BLUE);
        // Where the live one has died, a router may fall back to it.
        assertRefused(
                STANDBY,
                GONE,
                Slot.GREEN,
                "nobody listens in green",
                "release r1 stands by in blue",
                "roll back to it");
        assertRefused(UP, GONE, Slot.GREEN, "nobody listens");
        Bench bench = new Bench(folder);
        bench.release = "r1";
        DeployPlan back = bench.plan(Map.of());
        ClusterState dead = clusterState(hostState(STANDBY, GONE), routerState(Slot.GREEN));
        assertThat(SlotDecision.of(back, dead, summary(back), true, Optional.empty())
                        .idle())
                .isEqualTo(Slot.BLUE);
        assertThatThrownBy(() -> SlotDecision.of(back, dead, summary(back))).hasMessageContaining("stands by in blue");
        assertThat(SlotDecision.live(back, dead)).isEmpty();
        bench.release = "r2";
        DeployPlan another = bench.plan(Map.of());
        assertThatThrownBy(() -> SlotDecision.of(another, dead, summary(another), true, Optional.empty()))
                .hasMessageContaining("stands by in blue");
        bench.frontDoorUrl = URI.create("http://shop.example/");
        bench.mark = new ReleaseMark("X-Release");
        DeployPlan plan = bench.plan(Map.of());
        assertThat(SlotDecision.of(plan, clusterState(hostState(UP, STANDBY), UNSEEN), summary(plan))
                        .idle())
                .isEqualTo(Slot.GREEN);
        // Somebody has led users to it by hand, or not yet.
        assertThatThrownBy(() -> SlotDecision.of(plan, clusterState(hostState(STANDBY, UP), UNSEEN), summary(plan)))
                .hasMessageContaining("both slots are up");
    }

    @Test
    void refusesAStrangerOnEitherPort() {
        assertRefused(UP, STRANGER, Slot.BLUE, "(green)", "pid 9 of root: python3 -m http.server");
        assertRefused(STRANGER, FREE, Slot.BLUE, "(blue)", "could not be stopped after the switch");
    }

    @Test
    void refusesWhenTheProxyServesADeadSlotWhileTheOtherOneIsUp() {
        assertRefused(GONE, UP, Slot.BLUE, "nobody listens", "make nginx serve green");
    }

    @Test
    void refusesWhenSomethingRunsButNginxNamesNoSlot() {
        assertRefused(UP, FREE, null, "nginx names no live slot");
    }

    @Test
    void refusesProxiesThatDoNotAgree() throws Exception {
        var plan = new Bench(folder).plan(Map.of());
        assertThatThrownBy(() -> SlotDecision.of(
                        plan,
                        clusterState(hostState(UP, FREE), routerState(Slot.BLUE), routerState(Slot.GREEN)),
                        summary(plan)))
                .hasMessageContaining("do not agree");
    }

    @Test
    void refusesWhenNginxWasNotReloadedSinceTheFileWasChanged() throws Exception {
        var plan = new Bench(folder).plan(Map.of());
        RouterState stale = new RouterState(Optional.of(Slot.BLUE), "the file says so", null, true, false);
        assertThatThrownBy(() -> SlotDecision.of(plan, clusterState(hostState(UP, FREE), stale), summary(plan)))
                .hasMessageContaining("reload nginx");
    }

    @Test
    void refusesAnNginxThatCannotBeSeenUnlessTheFrontDoorProvesTheRelease() throws Exception {
        Bench bench = new Bench(folder);
        FrontDoor well = () -> new HealthProbe.Answer(true, "200", "");
        for (ReleaseMark mark : List.of(ReleaseMark.NONE, new ReleaseMark("X-Release"))) {
            for (FrontDoor door : Arrays.asList(null, well)) {
                bench.mark = mark;
                bench.frontDoor = door;
                var plan = bench.plan(Map.of());
                if (mark.asked() && door != null) {
                    assertThat(SlotDecision.of(plan, clusterState(hostState(UP, FREE), UNSEEN), summary(plan))
                                    .idle())
                            .isEqualTo(Slot.GREEN);
                } else {
                    assertThatThrownBy(() ->
                                    SlotDecision.of(plan, clusterState(hostState(UP, FREE), UNSEEN), summary(plan)))
                            .hasMessageContainingAll("on local", "hidepid", "expectRelease", "reload-free layout");
                }
            }
        }
    }

    @Test
    void refusesWhenBothSlotsAreUpAndNginxCannotBeSeen() throws Exception {
        Bench bench = new Bench(folder);
        bench.mark = new ReleaseMark("X-Release");
        bench.frontDoor = () -> new HealthProbe.Answer(true, "200", "");
        var plan = bench.plan(Map.of());
        assertThatThrownBy(() -> SlotDecision.of(plan, clusterState(hostState(UP, UP), UNSEEN), summary(plan)))
                .hasMessageContainingAll("nothing was changed", "both slots are up", "reload nginx")
                .asInstanceOf(type(HostException.class))
                .extracting(HostException::evidence)
                .asString()
                .contains("blue ", "green ", "nginx");
    }

    private void assertRefused(String blue, String green, Slot served, String... words) {
        assertThatThrownBy(() -> decision(blue, green, served))
                .hasMessageContaining("nothing was changed")
                .hasMessageContainingAll(words)
                .asInstanceOf(type(HostException.class))
                .extracting(HostException::evidence)
                .asString()
                .contains("blue ", "green ", "nginx");
    }

    @Test
    void tellsWhatEachListenerAnswersButAsksNoStrangerForWhomTheQuestionMayBeTooMuch() throws Exception {
        var plan = new Bench(folder).plan(Map.of());
        assertThatThrownBy(() -> decision(UP, STRANGER, Slot.BLUE))
                .asInstanceOf(type(HostException.class))
                .extracting(HostException::evidence)
                .asString()
                .containsPattern("blue .*listens, answers 500, not 200-299\n")
                .containsPattern("green .*port held by pid 9 .*, does not answer: connection refused\n");
        assertThat(summary(plan).of(hostState(UP, STRANGER), Slot.GREEN)).isNotEmpty();
        Bench secret = new Bench(folder);
        secret.headers = Map.of("Authorization", "Bearer x");
        assertThat(summary(secret.plan(Map.of())).of(hostState(UP, STRANGER), Slot.GREEN))
                .isEmpty();
        assertThat(summary(secret.plan(Map.of())).of(hostState(UP, STRANGER), Slot.BLUE))
                .isNotEmpty();
        secret.healthOffset = 1000;
        assertThat(summary(secret.plan(Map.of())).of(hostState(UP, STRANGER), Slot.BLUE))
                .as("nobody has looked who listens on the port of the health check")
                .isEmpty();
    }

    @Test
    void saysWhatTheLiveSlotAnswersHostByHostWhereTheyDiffer() throws Exception {
        var plan = new Bench(folder).plan(Map.of());
        SlotDecision decision = decision(UP, FREE, Slot.BLUE);
        assertThat(decision.shown(plan, summary(plan)))
                .isEqualTo("blue (%d) is live (the file says so), answers 500, not 200-299; deploying to green (%d)"
                        .formatted(plan.slots().blue(), plan.slots().green()));
        assertThat(decision(FREE, FREE, null).shown(plan, summary(plan)))
                .startsWith("no slot is live (nothing runs yet); deploying to blue (");
        HostState other = hostState("other", UP, FREE);
        assertThat(summary(plan).of(List.of(hostState(UP, FREE), other), Slot.BLUE))
                .isEqualTo("answers 500, not 200-299");
        List<ApplicationHost> hosts =
                List.of(Bench.on(new LocalHost(), plan), Bench.on(new LocalHost("other", List.of("sh"), ""), plan));
        HealthProbe probe = (host, port, release) ->
                new HealthProbe.Answer(true, host.name().equals("other") ? "200" : "connection refused", "");
        assertThat(new HealthSummary(plan, hosts, probe).of(List.of(hostState(UP, FREE), other), Slot.BLUE))
                .isEqualTo("does not answer: connection refused on local; answers 200 on other");
    }

    @Test
    void asksOnlyWhatThePluginStartedAndThatOnce() throws Exception {
        var plan = new Bench(folder).plan(Map.of());
        List<Integer> asked = new CopyOnWriteArrayList<>();
        HealthProbe probe = (host, port, release) -> {
            asked.add(port);
            return new HealthProbe.Answer(true, "200", "");
        };
        HealthSummary summary = new HealthSummary(plan, List.of(Bench.on(new LocalHost(), plan)), probe);
        List<HostState> hostStates = List.of(hostState(UP, STRANGER));
        summary.askOurs(hostStates, new Cancellation());
        assertThat(asked).containsExactly(plan.slots().blue());
        assertThat(summary.of(hostStates, Slot.BLUE)).isEqualTo("answers 200");
        assertThat(asked).hasSize(1);
    }

    private SlotDecision decision(String blue, String green, Slot served) throws Exception {
        var plan = new Bench(folder).plan(Map.of());
        return SlotDecision.of(plan, clusterState(hostState(blue, green), routerState(served)), summary(plan));
    }

    private static HealthSummary summary(DeployPlan plan) {
        HealthProbe probe = (host, port, release) -> port == plan.slots().blue()
                ? new HealthProbe.Answer(false, "500, not 200-299", "")
                : new HealthProbe.Answer(false, "connection refused", "");
        return new HealthSummary(plan, List.of(Bench.on(new LocalHost(), plan)), probe);
    }

    private static ClusterState clusterState(HostState hostState, RouterState... routerStates) {
        RouterTerms terms = new NginxRouterConfig(new NginxConfig.Flag(List.of(), "/etc/nginx/flag"))
                .on(new LocalHost(), new SlotPair(8080, 8081))
                .terms();
        return new ClusterState(
                List.of(hostState),
                () -> List.of(routerStates),
                Stream.of(routerStates).map(routerState -> terms).toList());
    }

    private HostState hostState(String blue, String green) {
        return hostState("local", blue, green);
    }

    private HostState hostState(String host, String blue, String green) {
        try {
            var said = blue.formatted("blue", "blue") + green.formatted("green", "green");
            var processes = SessionConfig.DEFAULT.on(new LocalHost(), new Bench(folder).plan(Map.of()));
            return new HostState(host, processes.parse(new CommandResult(0, said, "")), Optional.empty());
        } catch (HostException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RouterState routerState(Slot slot) {
        return new RouterState(Optional.ofNullable(slot), "the file says so", null, false, false);
    }
}
