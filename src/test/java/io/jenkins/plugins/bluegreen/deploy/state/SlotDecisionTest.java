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
import io.jenkins.plugins.bluegreen.process.session.SessionProcessManager;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.io.IOException;
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
    private static final String FREE = "%s.listener=none\n";
    private static final String STRANGER = "%s.listener=stranger pid 9 of root: python3 -m http.server\n";

    private static final RouterState UNSEEN =
            new RouterState(Optional.of(Slot.BLUE), "the file says so", null, false, true);

    @TempDir
    Path folder;

    @Test
    void aFirstDeploymentGoesToBlueWhateverTheProxySays() throws Exception {
        assertThat(standing(FREE, FREE, Slot.BLUE).idle()).isEqualTo(Slot.BLUE);
        assertThat(standing(FREE, FREE, Slot.GREEN).idle()).isEqualTo(Slot.BLUE);
        assertThat(standing(FREE, FREE, null).idle()).isEqualTo(Slot.BLUE);
    }

    @Test
    void theIdleSlotIsTheOneThatTheProxyDoesNotServe() throws Exception {
        SlotDecision standing = standing(GONE, UP, Slot.GREEN);
        assertThat(standing.idle()).isEqualTo(Slot.BLUE);
        assertThat(standing.live()).contains(Slot.GREEN);
        assertThat(standing(UP, UP, Slot.GREEN).idle()).isEqualTo(Slot.BLUE);
    }

    @Test
    void afterARestartOfTheHostNothingIsLiveAndTheOtherSlotIsIdle() throws Exception {
        SlotDecision standing = standing(GONE, GONE, Slot.GREEN);
        assertThat(standing.idle()).isEqualTo(Slot.BLUE);
        assertThat(standing.live()).isEmpty();
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
                        plan, facts(survey(UP, FREE), reading(Slot.BLUE), reading(Slot.GREEN)), answers(plan)))
                .hasMessageContaining("do not agree");
    }

    @Test
    void refusesWhenNginxWasNotReloadedSinceTheFileWasChanged() throws Exception {
        var plan = new Bench(folder).plan(Map.of());
        RouterState stale = new RouterState(Optional.of(Slot.BLUE), "the file says so", null, true, false);
        assertThatThrownBy(() -> SlotDecision.of(plan, facts(survey(UP, FREE), stale), answers(plan)))
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
                    assertThat(SlotDecision.of(plan, facts(survey(UP, FREE), UNSEEN), answers(plan))
                                    .idle())
                            .isEqualTo(Slot.GREEN);
                } else {
                    assertThatThrownBy(() -> SlotDecision.of(plan, facts(survey(UP, FREE), UNSEEN), answers(plan)))
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
        assertThatThrownBy(() -> SlotDecision.of(plan, facts(survey(UP, UP), UNSEEN), answers(plan)))
                .hasMessageContainingAll("nothing was changed", "both slots are up", "reload nginx")
                .asInstanceOf(type(HostException.class))
                .extracting(HostException::evidence)
                .asString()
                .contains("blue ", "green ", "nginx");
    }

    private void assertRefused(String blue, String green, Slot served, String... words) {
        assertThatThrownBy(() -> standing(blue, green, served))
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
        assertThatThrownBy(() -> standing(UP, STRANGER, Slot.BLUE))
                .asInstanceOf(type(HostException.class))
                .extracting(HostException::evidence)
                .asString()
                .containsPattern("blue .*listens, answers 500, not 200-299\n")
                .containsPattern("green .*port held by pid 9 .*, does not answer: connection refused\n");
        assertThat(answers(plan).of(survey(UP, STRANGER), Slot.GREEN)).isNotEmpty();
        Bench secret = new Bench(folder);
        secret.headers = Map.of("Authorization", "Bearer x");
        assertThat(answers(secret.plan(Map.of())).of(survey(UP, STRANGER), Slot.GREEN))
                .isEmpty();
        assertThat(answers(secret.plan(Map.of())).of(survey(UP, STRANGER), Slot.BLUE))
                .isNotEmpty();
        secret.healthPort = 9000;
        assertThat(answers(secret.plan(Map.of())).of(survey(UP, STRANGER), Slot.BLUE))
                .as("nobody has looked who listens on the port of the health check")
                .isEmpty();
    }

    @Test
    void saysWhatTheLiveSlotAnswersHostByHostWhereTheyDiffer() throws Exception {
        var plan = new Bench(folder).plan(Map.of());
        SlotDecision standing = standing(UP, FREE, Slot.BLUE);
        assertThat(standing.shown(plan, answers(plan)))
                .isEqualTo("blue (%d) is live (the file says so), answers 500, not 200-299; deploying to green (%d)"
                        .formatted(plan.slots().blue(), plan.slots().green()));
        assertThat(standing(FREE, FREE, null).shown(plan, answers(plan)))
                .startsWith("no slot is live (nothing runs yet); deploying to blue (");
        HostState other = survey("other", UP, FREE);
        assertThat(answers(plan).of(List.of(survey(UP, FREE), other), Slot.BLUE))
                .isEqualTo("answers 500, not 200-299");
        List<ApplicationHost> hosts =
                List.of(Bench.on(new LocalHost(), plan), Bench.on(new LocalHost("other", List.of("sh"), ""), plan));
        HealthProbe probe = (host, port, release) ->
                new HealthProbe.Answer(true, host.name().equals("other") ? "200" : "connection refused", "");
        assertThat(new HealthSummary(plan, hosts, probe).of(List.of(survey(UP, FREE), other), Slot.BLUE))
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
        HealthSummary answers = new HealthSummary(plan, List.of(Bench.on(new LocalHost(), plan)), probe);
        List<HostState> surveys = List.of(survey(UP, STRANGER));
        answers.askOurs(surveys, new Cancellation());
        assertThat(asked).containsExactly(plan.slots().blue());
        assertThat(answers.of(surveys, Slot.BLUE)).isEqualTo("answers 200");
        assertThat(asked).hasSize(1);
    }

    private SlotDecision standing(String blue, String green, Slot served) throws Exception {
        var plan = new Bench(folder).plan(Map.of());
        return SlotDecision.of(plan, facts(survey(blue, green), reading(served)), answers(plan));
    }

    private static HealthSummary answers(DeployPlan plan) {
        HealthProbe probe = (host, port, release) -> port == plan.slots().blue()
                ? new HealthProbe.Answer(false, "500, not 200-299", "")
                : new HealthProbe.Answer(false, "connection refused", "");
        return new HealthSummary(plan, List.of(Bench.on(new LocalHost(), plan)), probe);
    }

    private static ClusterState facts(HostState survey, RouterState... readings) {
        RouterTerms terms = new NginxRouterConfig(new NginxConfig.Flag(List.of(), "/etc/nginx/flag"))
                .on(new LocalHost(), new SlotPair(8080, 8081))
                .terms();
        return new ClusterState(
                List.of(survey),
                () -> List.of(readings),
                Stream.of(readings).map(reading -> terms).toList());
    }

    private HostState survey(String blue, String green) {
        return survey("local", blue, green);
    }

    private HostState survey(String host, String blue, String green) {
        try {
            var said = blue.formatted("blue", "blue") + green.formatted("green", "green");
            var processes = new SessionProcessManager(new LocalHost(), new Bench(folder).plan(Map.of()));
            return new HostState(host, processes.parse(new CommandResult(0, said, "")), Optional.empty());
        } catch (HostException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RouterState reading(Slot slot) {
        return new RouterState(Optional.ofNullable(slot), "the file says so", null, false, false);
    }
}
