package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.rollback.Rollback;
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
import io.jenkins.plugins.bluegreen.port.Progress;
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
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

/**
 * Three deployments without Jenkins, by the same engine and with the same console: onto an OpenSSH server and behind an nginx that
 * are started for it, with constant traffic meanwhile. Ends with 0 only if all went as it should. The system property
 * {@code demo.layout} names another layout of nginx, such as {@code url}. With {@code demo.page} a {@link DemoPage} shows it, and two
 * things more are done; it stays until it is told to end, unless that is {@code once}.
 */
public final class Demo {

    private static final int REQUESTS_PER_SECOND = 200;

    /** So few that each can be seen as a square. */
    private static final int SQUARES_PER_SECOND = 25;

    /** A viewer wants to see what serves before the next thing is tried. */
    private static final Duration LOOK = Duration.ofMillis(2500);

    /** How long users may meet a release that does not answer them well. */
    private static final Duration FRONT_DOOR = Duration.ofSeconds(3);

    /** How long a release is waited for whose health check answers 500. */
    private static final Duration START = Duration.ofSeconds(5);

    /** How long one is waited for that is well: a machine may have much else to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The layout that README recommends; any other one is a folder of {@link NginxLayout}. */
    private static final String RECOMMENDED = "flag";

    private static final String LAYOUT = System.getProperty("demo.layout", RECOMMENDED);

    private final Cleanup cleanup;
    private final PrintStream out;
    // Null where there is none.
    private final DemoPage page;
    private final PageProgress slotsShown;
    private final Duration look;
    private final SlotPair slots = FreePorts.slots();
    private final Scratch scratch;
    private final PrivateSshd sshd;
    private final PrivateNginx nginx;
    private boolean asExpected = true;

    /**
     * Starts what it needs.
     *
     * @param page where it is shown, or null
     * @param look how long to wait from one thing to the next
     */
    Demo(Cleanup cleanup, PrintStream out, DemoPage page, Duration look) {
        this.cleanup = cleanup;
        this.out = page == null ? out : page.console(out);
        this.page = page;
        this.slotsShown = page == null ? null : new PageProgress(page);
        this.look = look;
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
        String shown = System.getProperty("demo.page", "");
        boolean once = shown.equals("once");
        try (Cleanup cleanup = new Cleanup()) {
            DemoPage page = shown.isEmpty() ? null : cleanup.add(DemoPage.start());
            Demo demo = new Demo(cleanup, System.out, page, page == null || once ? Duration.ZERO : LOOK);
            if (page != null && !once) {
                System.out.println("Open " + page.url() + " in a browser on this machine; the demo begins then.");
                page.awaitOpen();
            }
            status = demo.run() ? 0 : 1;
            if (page != null && !once) {
                demo.stay();
            }
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            status = 2;
        }
        System.exit(status);
    }

    /** Returns whether all went as it should. */
    boolean run() throws InterruptedException, IOException {
        out.println("A private OpenSSH server (" + sshd.target() + ") and a private nginx (" + nginx.url()
                + ") run for this demo, as " + sshd.target().user() + "; nginx is told the live slot by "
                + nginx.switchFile() + ".");
        heading("1. The first deployment: nothing runs yet");
        expect(deploy("1", 200, 200), Result.DEPLOYED, Slot.BLUE);

        out.println();
        out.println("From now on " + perSecond() + " requests per second go through nginx, without a pause.");
        Traffic traffic = users();
        look();

        heading("2. The next version: the slots swap");
        expect(deploy("2", 200, 200), Result.DEPLOYED, Slot.GREEN);
        look();

        heading("3. A broken build: its health check answers 500, and it is refused while the old one serves");
        expect(deploy("3", 500, 200), Result.UNDONE, Slot.GREEN);
        check(!Processes.listening(slots.blue()), "the idle port " + slots.blue() + " is free again");
        look();

        if (page != null) {
            more();
        }
        heading("What the users noticed");
        report(traffic.stop());
        out.println(asExpected ? "All as it should be." : "NOT as it should be, see above.");
        if (page != null) {
            page.end(asExpected ? "All as it should be" : "NOT as it should be: see the console");
        }
        return asExpected;
    }

    private void more() throws InterruptedException, IOException {
        heading("4. Well by its health check, but users get errors: it is taken back");
        expect(deploy("4", 200, 500), Result.UNDONE, Slot.GREEN);
        look();

        heading("5. Back to version 1, which lies on the host: nothing is built or sent");
        expect(goBack(), Result.DEPLOYED, Slot.BLUE);
        look();
    }

    /** Users go on asking, until Enter is pressed; where there is no keyboard, until the process is told to end. */
    private void stay() throws InterruptedException, IOException {
        users();
        out.println("The page stays until Enter or Ctrl-C is pressed here.");
        int typed = System.in.read();
        while (typed >= 0 && typed != '\n') {
            typed = System.in.read();
        }
        if (typed < 0) {
            new CountDownLatch(1).await();
        }
    }

    private Traffic users() {
        return cleanup.add(Traffic.to(nginx.url(), perSecond(), page == null ? (status, what) -> {} : page));
    }

    private int perSecond() {
        return page == null ? REQUESTS_PER_SECOND : SQUARES_PER_SECOND;
    }

    private void look() throws InterruptedException {
        new Cancellation().pauseRegardless(look);
    }

    private void report(Traffic.Summary traffic) {
        out.println(traffic.sent() + " requests sent, " + traffic.failed() + " failed.");
        traffic.answers().forEach((answer, count) -> out.println("  " + count + " answered by " + answer));
        traffic.failures().forEach((reason, count) -> out.println("  " + count + " failed: " + reason));
        Set<String> failures = new TreeSet<>(traffic.failures().keySet());
        if (!LAYOUT.equals(RECOMMENDED)) {
            failures.remove(Traffic.IDLE_CONNECTION_CLOSED); // a reload closes idle connections unread (README)
        }
        if (page == null) {
            check(failures.isEmpty(), "no request failed");
        } else {
            check(failures.equals(Set.of("status 500")), "no request failed but by the errors of version 4");
        }
        check(
                traffic.answers().keySet().equals(Set.of("version 1, blue slot", "version 2, green slot")),
                "version 1 answered, then version 2, and no other one ever well");
    }

    private Outcome deploy(String version, int health, int answer) throws InterruptedException, IOException {
        Path artifact = DemoArtifact.pack(scratch.path(), version, health, answer);
        DeployPlan plan = plan(
                version,
                new Release("version-" + version, artifact.getFileName().toString()),
                health == 200 ? PATIENCE : START,
                answer == 200 ? PATIENCE : FRONT_DOOR);
        ConsoleProgress console = new ConsoleProgress(out, plan);
        console.opening();
        Outcome outcome = new Rollout(
                        new HostConnector(plan, sshd.login()),
                        new AllAtOnce(),
                        shown(console, plan.release().id()),
                        new Cancellation())
                .run(plan, new WorkspaceRelease(plan, artifact));
        return ended(console, outcome);
    }

    private Outcome goBack() throws InterruptedException {
        DeployPlan plan = plan("5", new Release("older", "older"), PATIENCE, PATIENCE);
        ConsoleProgress console = new ConsoleProgress(out, plan);
        console.openingRollback("");
        return ended(
                console,
                new Rollback(own -> new HostConnector(own, sshd.login()), shown(console, ""), new Cancellation())
                        .run(plan, "", true));
    }

    private Progress shown(ConsoleProgress console, String release) {
        return page == null ? console : slotsShown.of(console, release);
    }

    private Outcome ended(ConsoleProgress console, Outcome outcome) {
        console.summary(outcome);
        if (page != null) {
            slotsShown.ended(outcome);
        }
        return outcome;
    }

    private DeployPlan plan(String version, Release release, Duration start, Duration frontDoor) {
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
                release,
                new Checks(
                        new HealthCheck(
                                new HealthRequest("http", 0, "/health", Map.of()),
                                new HealthyAnswer(StatusRange.parse(StatusRange.DEFAULT), "", ReleaseMark.NONE),
                                1,
                                Duration.ofSeconds(2),
                                new Pace(Duration.ZERO, 0, Duration.ZERO, start)),
                        new FrontDoorRequest(nginx.url(), Map.of(), frontDoor),
                        WarmUp.NONE),
                Hooks.NONE,
                new Limits(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(3),
                        Duration.ZERO,
                        5,
                        Duration.ofMillis(50),
                        Limits.ANY_NUMBER),
                new AllAtOnce());
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
        if (page != null) {
            page.scene(text);
        }
    }
}
