package io.jenkins.plugins.bluegreen.bench;

import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.lab.OwnRouter;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.HealthRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthyAnswer;
import io.jenkins.plugins.bluegreen.model.health.Pace;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.health.StatusRange;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.model.plan.Checks;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import io.jenkins.plugins.bluegreen.shell.Quoting;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Deploys by the plugin's engine, as its task on an agent does. */
record Engine(
        PrivateSshd sshd, int sshPort, OwnRouter router, SlotPair slots, Scratch scratch, Care care, StartCommand start)
        implements Stage.Deployer {

    /** The application of most rows. */
    static final StartCommand BENCH_APP = new StartCommand("exec " + java() + " -jar \"$ARTIFACT\"", Map.of());

    /**
     * Returns the command that starts a Java application, but for {@code -jar} and what follows. With {@code -Xrs} it ends at once when it
     * is told to; otherwise a JVM waits up to 0.3 s for its threads in native code, which would be counted as the plugin's time.
     */
    static String java() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Quoting.quote(java) + " -Xrs -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";
    }

    @Override
    public List<StepReport> deploy(Path artifact, int release) throws InterruptedException {
        DeployPlan plan = plan(artifact, release);
        SshLogin known = sshd.login();
        SshLogin login = new SshLogin(
                known.user(),
                known.method(),
                sshd.knownHosts().replace("]:" + sshd.target().port() + " ", "]:" + sshPort + " "));
        Outcome outcome = new Rollout(
                        new HostConnector(plan, login), new AllAtOnce(), new Silence(), new Cancellation())
                .run(plan, new WorkspaceRelease(plan, artifact));
        if (!outcome.deployed()) {
            throw new IllegalStateException(outcome.sentence() + "\n" + outcome.evidence());
        }
        return outcome.steps();
    }

    private DeployPlan plan(Path artifact, int release) {
        return plan(artifact, release, scratch.path().resolve("srv").toString());
    }

    /** Returns what is deployed, into which directory on the host. */
    DeployPlan plan(Path artifact, int release, String directory) {
        Target target = new Target(sshd.target().user(), sshd.target().host(), sshPort);
        return new DeployPlan(
                "bench-" + release,
                new Owner("", "bench #" + release, target.user()),
                new Application(
                        new ApplicationName("bench"),
                        List.of(target),
                        router.adapter(),
                        SessionConfig.DEFAULT,
                        slots,
                        directory,
                        start),
                new Release("release-" + release, artifact.getFileName().toString()),
                new Checks(health(), FrontDoorRequest.at(router.url()), care.warmUp()),
                Hooks.NONE,
                new Limits(
                        care.observe(),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(30),
                        Duration.ZERO,
                        2,
                        Duration.ofMillis(50),
                        Limits.ANY_NUMBER),
                new AllAtOnce());
    }

    private static HealthCheck health() {
        return new HealthCheck(
                new HealthRequest("http", 0, "/", Map.of()),
                new HealthyAnswer(StatusRange.parse(StatusRange.DEFAULT), "", ReleaseMark.NONE),
                1,
                Duration.ofSeconds(5),
                new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(200)));
    }
}
