package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.jenkins.report.ConsoleProgress;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.lab.Cleanup;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.NginxLayout;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Scratch;
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
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
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
import io.jenkins.plugins.bluegreen.shell.Quoting;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Three deployments without Jenkins, by the same engine and with the same console: onto an OpenSSH server and behind an nginx that
 * are started for it, with constant traffic meanwhile. Ends with 0 only if all went as it should. The system property
 * {@code demo.layout} names another layout of nginx, such as {@code url}.
 */
public final class Demo {

    private static final int REQUESTS_PER_SECOND = 200;

    /** The layout that README recommends; any other one is a folder of {@link NginxLayout}. */
    private static final String RECOMMENDED = "flag";

    private static final String LAYOUT = System.getProperty("demo.layout", RECOMMENDED);

    private final Cleanup cleanup;
    private final PrintStream out;
    private final SlotPair slots = FreePorts.slots();
    private final Scratch scratch;
    private final PrivateSshd sshd;
    private final PrivateNginx nginx;
    private boolean asExpected = true;

    private Demo(Cleanup cleanup, PrintStream out) {
        this.cleanup = cleanup;
        this.out = out;
        // What the deployments started runs in the scratch directory, and is stopped with it.
        this.scratch = cleanup.add(Scratch.create("demo"));
        this.sshd = cleanup.add(PrivateSshd.start());
        this.nginx = cleanup.add(
                LAYOUT.equals(RECOMMENDED)
                        ? PrivateNginx.withFlag(slots)
                        : PrivateNginx.with(NginxLayout.of(LAYOUT), slots));
    }

    /** Runs it, and cleans up, also when it is interrupted from the keyboard. */
    public static void main(String[] args) throws InterruptedException, IOException {
        int status;
        try (Cleanup cleanup = new Cleanup()) {
            status = new Demo(cleanup, System.out).run() ? 0 : 1;
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            status = 2;
        }
        System.exit(status);
    }

    private boolean run() throws InterruptedException, IOException {
        out.println("A private OpenSSH server (" + sshd.target() + ") and a private nginx (" + nginx.url()
                + ") run for this demo, as " + sshd.target().user() + "; nginx is told the live slot by "
                + nginx.switchFile() + ".");
        heading("1. The first deployment: nothing runs yet");
        expect(deploy("1", 200), Result.DEPLOYED, Slot.BLUE);

        out.println();
        out.println("From now on " + REQUESTS_PER_SECOND + " requests per second go through nginx, without a pause.");
        Traffic traffic = cleanup.add(Traffic.to(nginx.url(), REQUESTS_PER_SECOND));

        heading("2. The next version: the slots swap");
        expect(deploy("2", 200), Result.DEPLOYED, Slot.GREEN);

        heading("3. A broken build: it answers 500, and is refused while the old one serves");
        expect(deploy("3", 500), Result.UNDONE, Slot.GREEN);
        check(!Processes.listening(slots.blue()), "the idle port " + slots.blue() + " is free again");

        heading("What the users noticed");
        report(traffic.stop());
        out.println(asExpected ? "All as it should be." : "NOT as it should be, see above.");
        return asExpected;
    }

    private void report(Traffic.Summary traffic) {
        out.println(traffic.sent() + " requests sent, " + traffic.failed() + " failed.");
        traffic.answers().forEach((answer, count) -> out.println("  " + count + " answered by " + answer));
        traffic.failures().forEach((reason, count) -> out.println("  " + count + " failed: " + reason));
        // A reload closes idle connections unread (README).
        check(
                traffic.failed() == 0
                        || !LAYOUT.equals(RECOMMENDED)
                                && traffic.failures().keySet().equals(Set.of(Traffic.IDLE_CONNECTION_CLOSED)),
                "no request failed");
        check(
                traffic.answers().keySet().equals(Set.of("version 1, blue slot", "version 2, green slot")),
                "version 1 answered, then version 2, and version 3 never");
    }

    private Outcome deploy(String version, int health) throws InterruptedException, IOException {
        Path artifact = DemoArtifact.pack(scratch.path(), version, health);
        DeployPlan plan = plan(version, artifact);
        ConsoleProgress console = new ConsoleProgress(out, plan);
        console.opening();
        Outcome outcome = new Rollout(
                        new HostConnector(plan, sshd.login()), new AllAtOnce(), console, new Cancellation())
                .run(plan, new WorkspaceRelease(plan, artifact));
        console.summary(outcome);
        return outcome;
    }

    private DeployPlan plan(String version, Path artifact) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new DeployPlan(
                "demo-" + version,
                new Owner("", "demo #" + version, sshd.target().user()),
                new Application(
                        new ApplicationName("demo"),
                        List.of(sshd.target()),
                        new NginxRouterConfig(nginx.config()),
                        SessionConfig.DEFAULT,
                        slots,
                        scratch.path().resolve("srv").toString(),
                        new StartCommand(StartCommand.DEFAULT.replaceFirst("^java", Quoting.quote(java)), Map.of())),
                new Release("version-" + version, artifact.getFileName().toString()),
                new HealthCheck(
                        new HealthRequest("http", 0, "/health", Map.of()),
                        new HealthyAnswer(StatusRange.parse(StatusRange.DEFAULT), "", ReleaseMark.NONE),
                        1,
                        Duration.ofSeconds(2),
                        new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(5))),
                FrontDoorRequest.at(nginx.url()),
                WarmUp.NONE,
                new Limits(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(3),
                        Duration.ZERO,
                        5,
                        Duration.ofMillis(50),
                        Limits.ANY_NUMBER));
    }

    private void expect(Outcome outcome, Result result, Slot live) {
        check(
                outcome.result() == result && outcome.live() == live,
                "the deployment ended as " + result + " with " + live.label() + " live");
    }

    private void check(boolean so, String what) {
        if (!so) {
            asExpected = false;
            out.println("UNEXPECTED: it should be that " + what + ".");
        }
    }

    private void heading(String text) {
        out.println();
        out.println("=== " + text + " ===");
    }
}
