package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.rollback.Rollback;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.status.StatusCheck;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One application on two hosts, each with an nginx of its own. */
class SeveralHostsIT extends OnSeveralHosts {

    private SeparateHost one;
    private SeparateHost two;
    private Runnable atSecond = () -> {};
    private Runnable atSecondSwitch = () -> {};

    SeveralHostsIT() {
        super("one", "two");
    }

    @BeforeEach
    void nameThem() {
        one = hosts.get(0);
        two = hosts.get(1);
    }

    @Override
    void loggedIn(SeparateHost host, LocalHost login) {
        if (host == two) {
            login.before("journal", atSecond);
            login.before("flag", atSecondSwitch);
        }
    }

    @Test
    void bothHostsSwapTogether() throws Exception {
        assertDeployed(deploy());
        Outcome outcome = deploy();
        assertThat(outcome.deployed())
                .as(outcome.sentence() + outcome.evidence())
                .isTrue();
        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
        assertThat(bothBeganBeforeOneEnded(outcome, "start green", "await healthy"))
                .as("the hosts are prepared at once")
                .isTrue();
        assertThat(bothBeganBeforeOneEnded(outcome, "drain blue", "stop blue"))
                .as("and retired at once")
                .isTrue();
        for (SeparateHost host : List.of(one, two)) {
            assertThat(host.own().resolve("green")).exists();
            HostState state = state(host);
            assertThat(state.running(Slot.GREEN)).isTrue();
            assertThat(state.running(Slot.BLUE)).isFalse();
        }
    }

    @Test
    void aBuildThatFailsOnOneHostIsUndoneOnBoth() throws Exception {
        assertDeployed(deploy());
        Files.createFile(two.own().resolve("broken"));
        Outcome outcome = deploy();
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("green on two ended with exit status 3")
                .contains("serves as before on one", "serves as before on two", "is free again on one");
        for (SeparateHost host : List.of(one, two)) {
            assertThat(host.own().resolve("green")).doesNotExist();
            assertThat(host.own().resolve("app/releases/r2")).doesNotExist();
            assertThat(host.own().resolve("app/journal")).doesNotExist();
            assertThat(state(host).running(Slot.BLUE)).isTrue();
            assertThat(state(host).running(Slot.GREEN)).isFalse();
        }
        Files.delete(two.own().resolve("broken"));
        assertThat(deploy().live()).isEqualTo(Slot.GREEN);
    }

    /** The release lies on both before the first hook of any is run. */
    @Test
    void hooksRunOnTheFirstHostOrOnEachInTurn() throws Exception {
        Path said = folder.resolve("said");
        Map<Hook, String> commands = Map.of(
                Hook.BEFORE_START,
                "echo begin >>'" + said + "'; test -x \"$ARTIFACT\"; sleep 0.3; echo end >>'" + said + "'",
                Hook.BEFORE_SWITCH,
                "exit 3");
        hooks = new Hooks(commands, Duration.ofMinutes(1), false);
        Outcome first = deploy();
        assertThat(first.sentence()).startsWith("The hook beforeSwitch on one failed with exit status 3.");
        assertThat(said).content().isEqualTo("begin\nend\n");
        hooks = new Hooks(commands, Duration.ofMinutes(1), true);
        Outcome second = deploy();
        assertThat(second.sentence()).startsWith("The hook beforeSwitch on one failed with exit status 3.");
        assertThat(said).content().isEqualTo("begin\nend\n".repeat(3));
        assertThat(second.steps().stream()
                        .filter(step -> step.step().matches("ship .*|hook beforeStart|start .*"))
                        .map(step -> step.step().replaceFirst(" (blue|app).*", "")))
                .containsExactly("ship", "ship", "hook beforeStart", "hook beforeStart", "start", "start");
    }

    /** On one of them the new process dies when its old one is about to be stopped; on the other one that is not stopped either. */
    @Test
    void aProcessThatDiesOnOneHostRightBeforeTheStopIsSwitchedBackOnBoth() throws Exception {
        assertDeployed(deploy());
        atPhase(
                "retire",
                () -> ProcessHandle.of(greenOf(two))
                        .ifPresent(leader -> leader.children().forEach(Processes::kill)));

        Outcome outcome = deploy();

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("green on two ended with exit status 137 right before the old process was to be stopped")
                .contains("serves as before on one", "serves as before on two");
        for (SeparateHost host : List.of(one, two)) {
            assertThat(host.own().resolve("green")).doesNotExist();
            assertThat(state(host).running(Slot.BLUE)).isTrue();
            assertThat(state(host).running(Slot.GREEN)).isFalse();
        }
    }

    /** Nothing is left that both could be led back to. */
    @Test
    void aSwitchThatWasCutOffBetweenTheRoutersGoesOnWhereTheOldSlotIsDown() throws Exception {
        assertDeployed(deploy());
        CountDownLatch dead = new CountDownLatch(1);
        atSecondSwitch = () -> {
            logins.values().forEach(LocalHost::vanish);
            dead.countDown();
            LockSupport.park();
        };
        Thread dying = new Thread(() -> deployOrThrow(new Silence()));
        dying.setDaemon(true);
        dying.start();
        dead.await();
        atSecondSwitch = () -> {};
        assertThat(one.own().resolve("green")).exists();
        assertThat(two.own().resolve("green")).doesNotExist();
        for (SeparateHost host : List.of(one, two)) {
            Bench.on(host.login(), plan()).processes().stop(Slot.BLUE, "");
        }

        Outcome next = deploy();

        assertDeployed(next);
        assertThat(next.previous()).isEqualTo(Slot.GREEN);
        assertThat(next.live()).isEqualTo(Slot.BLUE);
        for (SeparateHost host : List.of(one, two)) {
            assertThat(host.own().resolve("green")).doesNotExist();
            assertThat(state(host).running(Slot.BLUE)).isTrue();
        }
    }

    @Test
    void twoThatNameTheHostsInAnotherOrderDoNotWaitForEachOther() throws Exception {
        lockTimeout = Duration.ofMinutes(1);
        CountDownLatch waits = new CountDownLatch(1);
        AtomicReference<CompletableFuture<Outcome>> rival = new AtomicReference<>();
        Outcome first = deploy(onLock(() -> {
            if (rival.get() == null) {
                app = Target.parseAll("two one");
                rival.set(CompletableFuture.supplyAsync(() -> deployOrThrow(onLock(waits::countDown))));
                waits.await();
            }
        }));
        assertThat(first.deployed()).as(first.sentence()).isTrue();
        Outcome second = rival.get().join();
        assertThat(second.deployed()).as(second.sentence()).isTrue();
    }

    /** Two others are at it, on a host each. */
    @Test
    void theTimeForTheLocksIsThatForAllTogether() throws Exception {
        lockTimeout = Duration.ofSeconds(6);
        Process ann = holdsTheLockOf(one, "ann");
        Process bob = holdsTheLockOf(two, "bob");
        Map<String, String> waits = new ConcurrentHashMap<>();
        try {
            Outcome outcome = deploy(new Silence() {
                @Override
                public void note(String host, String text) {
                    waits.put(host, text);
                    ann.destroyForcibly();
                }
            });
            assertThat(outcome.result()).isEqualTo(Result.UNDONE);
            assertThat(outcome.sentence()).contains("The application shop on two is being deployed by bob");
        } finally {
            ann.destroyForcibly();
            bob.destroyForcibly();
        }
        assertThat(waits.get("one")).isEqualTo("waiting for the deployment by ann, at most 6.0 s");
        // A host that was waited for so long that nothing is left is not waited for at all.
        assertThat(waits.getOrDefault("two", "at most 1.0 s")).containsPattern("at most [1-5]\\.0 s$");
    }

    private Process holdsTheLockOf(SeparateHost host, String owner) throws IOException {
        Path lock = Files.createDirectory(host.own().resolve("app")).resolve("lock");
        Files.writeString(lock, owner + "\nfence=another\napplication=shop\n");
        Process holder =
                new ProcessBuilder("flock", "-F", lock.toString(), "sh", "-c", "echo held; exec sleep 600").start();
        assertThat(holder.inputReader().readLine()).isEqualTo("held");
        return holder;
    }

    @Test
    void aRollbackGoesToWhatIsWholeOnBothHosts() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertDeployed(deploy());
        }
        delete(two.own().resolve("app/releases/r2"));
        Outcome refused = goBack("r2");
        assertThat(refused.result()).isEqualTo(Result.UNDONE);
        assertThat(refused.sentence())
                .isEqualTo("Release r2 of shop cannot be gone back to: it is missing on two. See below what lies there."
                        + " Nothing was changed.");
        assertThat(refused.evidence().lines())
                .anyMatch(line -> line.startsWith("r3, ") && line.endsWith(", is live"))
                .anyMatch(line ->
                        line.startsWith("r2, ") && line.endsWith(", cannot be gone back to: it is missing on two"))
                .anyMatch(line -> line.startsWith("r1, ") && line.endsWith("by shop #1"));
        Files.delete(one.own().resolve("app/releases/r1/app.bin"));
        assertThat(goBack("r1").sentence())
                .contains("cannot be gone back to: it is incomplete: the file app.bin is not there (on one)");
        assertThat(goBack("").sentence()).contains("There is no release of shop to go back to from release r3");
        Path other = one.own().resolve("app/releases/r1/app.bin");
        Files.copy(two.own().resolve("app/releases/r1/app.bin"), other);

        assertDeployed(goBack(""));

        for (SeparateHost host : List.of(one, two)) {
            HostState state = state(host);
            assertThat(state.release(Slot.GREEN)).contains("r1");
            assertThat(state.running(Slot.GREEN)).isTrue();
            assertThat(state.running(Slot.BLUE)).isFalse();
            assertThat(host.own().resolve("app/releases/r3/.bad")).exists();
        }
    }

    /** The journal is closed on one host only when the engine dies. */
    @Test
    void aMarkIsThatOfAllHostsHoweverItGotThere() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertDeployed(deploy());
        }
        Files.createFile(two.own().resolve("app/releases/r2/.bad"));
        Outcome outcome = goBack("");
        assertDeployed(outcome);
        assertThat(outcome.releaseId()).isEqualTo("r1");
    }

    private static void delete(Path tree) {
        Programs.run("rm", "-r", tree.toString());
    }

    private Outcome goBack(String wanted) throws InterruptedException {
        number++;
        return new Rollback(this::connector, new Silence(), new Cancellation()).run(plan(), wanted, true);
    }

    private interface Action {
        void run() throws InterruptedException;
    }

    /** Has something done when a lock is taken or waited for. */
    private static Progress onLock(Action action) {
        return new Progress() {
            @Override
            public void begin(String host, String step) {
                // Not of interest here.
            }

            @Override
            public void end(String host, String step, Duration took, String detail) {
                if (step.startsWith("lock ")) {
                    run();
                }
            }

            @Override
            public void failed(String host, String step, Duration took) {
                // Not of interest here.
            }

            @Override
            public void note(String host, String text) {
                if (text.startsWith("waiting for the deployment")) {
                    run();
                }
            }

            @Override
            public void sent(String host, long bytes, long total, Duration took) {
                // Not of interest here.
            }

            private void run() {
                try {
                    action.run();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    @Test
    void oneScriptOnEachHostLooksAtAllThatCountsThere() throws Exception {
        assertDeployed(deploy());
        assertBegun("one", "identity", "lock", "slots and journal and room and inspect", "journal");
        assertBegun("two", "identity", "lock", "slots and journal and room and inspect", "journal");
    }

    @Test
    void aStatusTellsHostsThatDoNotAgree() throws Exception {
        assertDeployed(deploy());
        assertThat(status().release()).contains("r1");

        Bench.on(two.login(), plan()).processes().stop(Slot.BLUE, "");

        StatusReport report = status();
        assertThat(report.live()).isEmpty();
        assertThat(report.remarks())
                .containsExactly(
                        "The hosts do not agree: blue with release r1 is live on one, nothing is live on two.",
                        "On one, two: nothing starts this application after a reboot: set atBoot of session() to 'cron', or have a"
                                + " unit of systemd call " + shared.resolve("app/start-live") + ".");
        assertThat(report.against(new WantedRelease("r1")))
                .contains("Release r1 of shop was expected to be live, but nothing is live on two.");
    }

    @Test
    void aStatusTellsARouterElsewhereThatLeadsToAllHosts() throws Exception {
        front = Target.parseAll("two");
        assertDeployed(deploy());

        StatusReport report = status();

        assertThat(report.live()).contains(Slot.BLUE);
        assertThat(report.routers()).hasSize(1).allSatisfy(router -> {
            assertThat(router.host()).isEqualTo("two");
            assertThat(router.live()).isEqualTo(Slot.BLUE);
        });
    }

    private StatusReport status() throws InterruptedException {
        DeployPlan plan = plan();
        return new StatusCheck(connector(plan)).run(plan);
    }

    @Test
    void whereNginxIsElsewhereThatAloneIsLookedAtThere() throws Exception {
        front = Target.parseAll("two");
        assertDeployed(deploy());
        assertBegun("one", "identity", "lock", "slots and journal and room", "journal");
        assertBegun("two", "identity", "lock", "slots and journal and room and inspect", "journal");

        // No way leads from there to the other one, so that it must be told which release serves.
        frontDoor = () -> new HealthProbe.Answer(true, "200", "");
        app = Target.parseAll("one");
        assertDeployed(deploy());
        assertBegun("one", "lock", "slots and journal and room", "journal");
        // The second one is read when all is ready, to be put back if that fails.
        assertBegun("two", "tools and inspect", "read", "flag");
        assertThat(logins.get("two").begun())
                .as("the script that switches it tells what it is then")
                .containsOnlyOnce("read");
    }

    /** Has something done once it is the turn of the second host to hear that a phase begins. */
    private void atPhase(String phase, Runnable action) {
        atSecond = () -> {
            Path journal = one.own().resolve("app/journal");
            try {
                if (Files.exists(journal) && Files.readString(journal).contains("phase=" + phase)) {
                    action.run();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** Returns what waits for the application, which is its child. */
    private long greenOf(SeparateHost host) {
        try {
            return Long.parseLong(state(host).slots().get(Slot.GREEN).process().orElse("0"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refusesOneHostByTwoNamesInsteadOfWaitingForItself() throws Exception {
        app = Target.parseAll("two again");
        Outcome outcome = deploy();
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .isEqualTo(
                        "hosts names one host twice: two and again are the same; list it once. Nothing was changed.");
        assertThat(logins.get("two").begun()).isEmpty();
    }

    /** Asserts which scripts were begun first. */
    private void assertBegun(String host, String... scripts) {
        assertThat(logins.get(host).begun()).as(host).startsWith(scripts);
    }

    private static boolean bothBeganBeforeOneEnded(Outcome outcome, String first, String last) {
        return outcome.steps().stream()
                .filter(step -> step.step().startsWith(last))
                .map(step -> step.startedAt().plus(step.took()))
                .allMatch(end -> outcome.steps().stream()
                        .filter(step -> step.step().startsWith(first))
                        .allMatch(step -> step.startedAt().isBefore(end)));
    }
}
