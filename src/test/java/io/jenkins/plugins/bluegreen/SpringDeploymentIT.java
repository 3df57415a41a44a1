package io.jenkins.plugins.bluegreen;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.jenkins.report.ConsoleProgress;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.lab.SpringApp;
import io.jenkins.plugins.bluegreen.lab.Traffic;
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
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Spring Boot application onto a real OpenSSH server, behind a real nginx, with traffic through it all the while. */
class SpringDeploymentIT {

    private static final int REQUESTS_PER_SECOND = 50;
    /** As long as Spring may take to start on two cores that six test JVMs share. */
    private static final Pace EAGER = new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofMinutes(3));

    private final SlotPair slots = FreePorts.slots();
    private final Scratch scratch = Scratch.create("spring");
    private final PrivateSshd sshd = PrivateSshd.start();
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private PrivateNginx nginx;
    private int number;

    @AfterEach
    void stopAll() {
        Processes.stopAllIn(scratch.path());
        if (nginx != null) {
            nginx.close();
        }
        sshd.close();
        scratch.close();
    }

    @Test
    void swapsBlueAndGreenWithoutALostRequestInTheReloadFreeLayout() throws Exception {
        nginx = PrivateNginx.withFlag(slots);
        Traffic.Summary traffic = swapsTwice();
        assertThat(traffic.failed()).as(traffic.toString()).isZero();
    }

    @Test
    void swapsBlueAndGreenInTheIncludeLayout() throws Exception {
        nginx = PrivateNginx.withInclude(slots);
        Traffic.Summary traffic = swapsTwice();
        // An outage would be refused, answered with 502 or met by a new connection.
        assertThat(traffic.failures().keySet()).as(traffic.toString()).isSubsetOf(Traffic.IDLE_CONNECTION_CLOSED);
    }

    @Test
    void refusesEachKindOfBrokenBuildWhileTheOldOneServes() throws Exception {
        nginx = PrivateNginx.withFlag(slots);
        long begun = System.nanoTime();
        deployed(Slot.BLUE);
        Pace fourQuestions = fourQuestions(Duration.ofNanos(System.nanoTime() - begun));
        long pid = Processes.listenerOf(slots.blue()).orElseThrow();
        Traffic traffic = Traffic.to(nginx.url(), REQUESTS_PER_SECOND);
        // Ten minutes between two questions: a process that ended is noticed all the same.
        Pace rarely = new Pace(Duration.ZERO, 10, Duration.ofMinutes(10), Duration.ofHours(2));
        refused("crash", rarely, "ended with exit status 3 before it was healthy", "no database at db.example:5432");
        refused("never", fourQuestions, "not healthy after 4 questions", "nothing listens on the port");
        refused("500", fourQuestions, "was 500, not 200-299", "no database");
        refused("302", fourQuestions, "was 302", "/login");
        refused("wrong-body", fourQuestions, "200, but the body does not match", "STARTING");
        refused("die-after-first", EAGER, "ended with exit status 4 before it was healthy", "");
        Traffic.Summary summary = traffic.stop();
        assertThat(summary.failed()).as(summary.toString()).isZero();
        assertThat(summary.answers()).as("one release answered all the while").hasSize(1);
        assertThat(Processes.listenerOf(slots.blue())).contains(pid);
    }

    /** Four questions over a time in which the application starts, as long as that takes on this machine just now. */
    private static Pace fourQuestions(Duration deployment) {
        Duration gap = deployment.dividedBy(2);
        Duration usual = Duration.ofSeconds(3);
        return new Pace(Duration.ZERO, 4, gap.compareTo(usual) < 0 ? usual : gap, Duration.ofMinutes(10));
    }

    private Traffic.Summary swapsTwice() throws Exception {
        deployed(Slot.BLUE);
        Traffic traffic = Traffic.to(nginx.url(), REQUESTS_PER_SECOND);
        deployed(Slot.GREEN);
        assertThat(Processes.listening(slots.blue())).isFalse();
        deployed(Slot.BLUE);
        assertThat(Processes.listening(slots.green())).isFalse();
        Traffic.Summary summary = traffic.stop();
        assertThat(summary.answers()).hasSize(3);
        return summary;
    }

    private void deployed(Slot live) throws Exception {
        Outcome outcome = deploy("", EAGER, 1);
        assertThat(outcome.result())
                .as(console.toString(StandardCharsets.UTF_8))
                .isEqualTo(Result.DEPLOYED);
        assertThat(outcome.live()).isEqualTo(live);
        // From just before the switch over one second of observation to the end.
        assertThat(outcome.availability().asked()).isGreaterThan(15);
        if (nginx.config() instanceof NginxConfig.Flag) {
            assertThat(outcome.availability().failed())
                    .as(outcome.availability().shown())
                    .isZero();
        }
    }

    private void refused(String behaviour, Pace pace, String sentence, String evidence) throws Exception {
        Outcome outcome = deploy(behaviour, pace, behaviour.equals("die-after-first") ? 3 : 1);
        String said = outcome.sentence() + "\n" + outcome.evidence();
        assertThat(outcome.result()).as(behaviour).isEqualTo(Result.UNDONE);
        assertThat(said).as(behaviour).contains(sentence, evidence);
        assertThat(said)
                .contains(
                        "blue (port " + slots.blue() + ") serves as before",
                        "port " + slots.green() + " is free again");
        assertThat(Processes.listening(slots.green())).as(behaviour).isFalse();
        assertThat(console.toString(StandardCharsets.UTF_8)).contains(sentence);
    }

    private Outcome deploy(String behaviour, Pace pace, int successes) throws InterruptedException {
        DeployPlan plan = plan(Map.of(SpringApp.BEHAVIOUR, behaviour), pace, successes);
        console.reset();
        ConsoleProgress progress = new ConsoleProgress(new PrintStream(console, true, StandardCharsets.UTF_8), plan);
        Outcome outcome = new Rollout(
                        new HostConnector(plan, sshd.login()), new AllAtOnce(), progress, new Cancellation())
                .run(plan, new WorkspaceRelease(plan, SpringApp.jar()));
        progress.summary(outcome);
        return outcome;
    }

    private DeployPlan plan(Map<String, String> environment, Pace pace, int successes) {
        String id = "r" + ++number;
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        HealthCheck health = new HealthCheck(
                new HealthRequest("http", 0, "/health", Map.of()),
                new HealthyAnswer(StatusRange.parse(StatusRange.DEFAULT), "\"UP\"", ReleaseMark.NONE),
                successes,
                // The first one has it load its classes.
                Duration.ofSeconds(20),
                pace);
        return new DeployPlan(
                "deployment-" + id,
                new Owner("", "backend #" + number, "ann"),
                new Application(
                        new ApplicationName("backend"),
                        List.of(sshd.target()),
                        new NginxRouterConfig(nginx.config()),
                        SessionConfig.DEFAULT,
                        slots,
                        scratch.path().resolve("backend").toString(),
                        new StartCommand(
                                StartCommand.DEFAULT.replaceFirst(
                                        "java", java + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"),
                                environment)),
                new Release(id, "backend.jar"),
                new Checks(health, FrontDoorRequest.at(nginx.url()), WarmUp.NONE),
                Hooks.NONE,
                new Limits(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(10),
                        Duration.ZERO,
                        5,
                        Duration.ofMillis(50),
                        Limits.ANY_NUMBER),
                new AllAtOnce());
    }
}
