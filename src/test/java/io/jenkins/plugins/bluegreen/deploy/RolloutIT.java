package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.bluegreen.deploy.Outcome.Result;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.plan.ReleaseMark;
import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.plan.WarmUp;
import io.jenkins.plugins.bluegreen.probe.HttpFrontDoor;
import io.jenkins.plugins.bluegreen.site.Hold;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Probe;
import io.jenkins.plugins.bluegreen.site.Visitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole deployments onto this machine, each judged by what runs and what lies there afterwards. */
class RolloutIT {

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void layOut() throws Exception {
        bench = new Bench(folder);
    }

    @AfterEach
    void stopAll() throws Exception {
        bench.close();
    }

    @Test
    void deploysFirstToBlueThenSwapsTheSlots() throws Exception {
        Outcome first = deployed(Map.of());
        assertThat(first.live()).isEqualTo(Slot.BLUE);
        assertThat(first.previous()).isNull();
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");

        Outcome second = deployed(Map.of());
        assertThat(second.live()).isEqualTo(Slot.GREEN);
        assertThat(second.previous()).isEqualTo(Slot.BLUE);
        assertThat(bench.flag()).exists();
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.body(Slot.BLUE)).isEmpty();

        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.BLUE);
        assertThat(bench.flag()).doesNotExist();
        assertThat(bench.body(Slot.GREEN)).isEmpty();
    }

    @Test
    void handsEnvironmentValuesOverLiterallyAndKeepsThemFromOthers() throws Exception {
        String value = "it's $HOME `id` \"x\"; \\ ü\n-line two";
        deployed(Map.of("EXTRA", value, "LC_ALL", "C.UTF-8", "PORT", "1"));
        assertThat(bench.body(Slot.BLUE)).contains("extra=" + value);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(bench.directory().resolve("slots/blue/env"))))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesABuildThatCrashesAndLeavesTheOldOneServing() throws Exception {
        deployed(Map.of());
        Outcome outcome = bench.deploy(Map.of("BEHAVIOUR", "crash"));
        assertThat(outcome.sentence()).contains("ended with exit status 3");
        assertThat(outcome.evidence()).contains("cannot reach the database");
        assertRolledBackToBlue(outcome);
    }

    @Test
    void refusesABuildThatAnswers500AndLeavesTheOldOneServing() throws Exception {
        deployed(Map.of());
        Outcome outcome = bench.deploy(Map.of("STATUS", "500"));
        assertThat(outcome.sentence()).contains("is not healthy after", "500");
        assertRolledBackToBlue(outcome);
    }

    @Test
    void refusesABuildThatAnswersAsAnotherReleaseWhereItMustSayWhichItIs() throws Exception {
        bench.mark = new ReleaseMark("X-Release");
        deployed(Map.of());
        Outcome outcome = bench.deploy(Map.of("TOLD", "r1"));
        assertThat(outcome.sentence()).contains("200, but the header X-Release says release 'r1', not r2");
        assertRolledBackToBlue(outcome);
    }

    @Test
    void switchesBackWhenTheFrontDoorIsStillAnsweredByTheOldRelease() throws Exception {
        bench.mark = new ReleaseMark("X-Release");
        deployed(Map.of());
        // A front door that nginx's flag does not lead to, as behind a cache.
        bench.frontDoor =
                new HttpFrontDoor(URI.create("http://127.0.0.1:" + bench.slots.blue() + "/"), bench.mark, "r2", "");
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence())
                .contains("The front door", "200, but the header X-Release says release 'r1', not r2");
        assertThat(bench.flag()).doesNotExist();
        assertRolledBackToBlue(outcome);
    }

    @Test
    void oneScriptOnAHostLooksAtAllThatCountsBeforeAnythingIsChanged() throws Exception {
        LocalHost host = new LocalHost();
        try (Bench counted = new Bench(bench.folder.resolve("counted"), host)) {
            assertThat(counted.deploy(Map.of()).deployed()).isTrue();
            host.begun().clear();
            assertThat(counted.deploy(Map.of()).deployed()).isTrue();
            assertThat(host.begun()).startsWith("lock", "survey and look", "journal");
            assertThat(counted.console).anyMatch(line -> line.contains("is live") && line.contains(", answers 200;"));
        }
    }

    @Test
    void theLiveSlotIsNeverTheTargetAlsoWhenItAnswers500() throws Exception {
        deployed(Map.of());
        Path sick = Files.createFile(bench.directory().resolve("sick-blue"));
        Outcome refused = bench.deploy(Map.of("BEHAVIOUR", "crash"));
        assertRolledBackToBlue(refused);
        assertSaid("blue (", "is live", "answers 500, not 200-299; deploying to green");
        Outcome outcome = deployed(Map.of());
        assertThat(outcome.previous()).isEqualTo(Slot.BLUE);
        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
        Files.delete(sick);
    }

    @Test
    void theLiveSlotIsNeverTheTargetAlsoWhenItHangs() throws Exception {
        deployed(Map.of());
        long live = Processes.listenerOf(bench.slots.blue()).orElseThrow();
        Programs.run("kill", "-STOP", Long.toString(live));
        assertThat(bench.deploy(Map.of("BEHAVIOUR", "crash")).sentence()).contains("serves as before");
        assertSaid("blue (", "is live", "does not answer: ", "; deploying to green");
        assertThat(Processes.alive(live)).isTrue();
        Outcome outcome = deployed(Map.of());
        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
        assertThat(Processes.alive(live)).isFalse();
    }

    @Test
    void aRefusalTellsWhatTheSlotsAnswer() throws Exception {
        deployed(Map.of());
        Files.createFile(bench.flag());
        Files.createFile(bench.directory().resolve("sick-blue"));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("not certain", "make nginx serve blue");
        assertThat(outcome.evidence()).contains("release r1 runs", "answers 500, not 200-299");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void refusesAnNginxThatDoesNotGoByTheFile() throws Exception {
        deployed(Map.of());
        bench.forgetTheFlag();
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("does not name " + bench.flag(), "Nothing was changed");
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void refusesAStrangerOnTheIdlePort() throws Exception {
        deployed(Map.of());
        try (ServerSocket stranger = new ServerSocket(bench.slots.green(), 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = bench.deploy(Map.of());
            assertThat(outcome.result()).isEqualTo(Result.ROLLED_BACK);
            assertThat(outcome.sentence())
                    .contains("did not start", "pid " + ProcessHandle.current().pid(), "Nothing was changed");
            assertThat(stranger.isClosed()).isFalse();
        }
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void saysWhoIsDeployingTheApplicationAlready() throws Exception {
        try (Hold other = new HostDeployment(new LocalHost(), bench.plan(Map.of())).holdLock()) {
            assertThat(other.readLine()).isEqualTo("locked");
            Outcome outcome = bench.deploy(Map.of());
            assertThat(outcome.result()).isEqualTo(Result.ROLLED_BACK);
            assertThat(outcome.sentence())
                    .contains("is being deployed by shop #0, started by ann, on http://jenkins.example/");
        }
        deployed(Map.of());
    }

    @Test
    void undoesAnAbortedDeployment() throws Exception {
        deployed(Map.of());
        Patience patience = new Patience();
        bench.when("> await healthy", patience::stop);
        Outcome outcome = bench.deploy(Map.of("STATUS", "503"), patience);
        assertThat(outcome.result()).isEqualTo(Result.ABORTED);
        assertLeftAsBefore(outcome);
    }

    @Test
    void aSecondAbortWhileItIsUndoneChangesNothing() throws Exception {
        deployed(Map.of());
        Patience patience = new Patience();
        bench.when("< switch nginx", patience::stop);
        bench.when("> undo: switch nginx", patience::stop);
        bench.when("> undo: start", patience::stop);
        Outcome outcome = bench.deploy(Map.of(), patience);
        assertThat(outcome.result()).isEqualTo(Result.ABORTED);
        assertThat(outcome.steps())
                .extracting(StepReport::status)
                .contains(StepReport.Status.UNDONE)
                .doesNotContain(StepReport.Status.STUCK);
        assertLeftAsBefore(outcome);
        bench.clear();
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
    }

    @Test
    void switchesBackWhenAbortedAfterTheSwitch() throws Exception {
        deployed(Map.of());
        Patience patience = new Patience();
        bench.when("< switch nginx", patience::stop);
        Outcome outcome = bench.deploy(Map.of(), patience);
        assertThat(outcome.result()).isEqualTo(Result.ABORTED);
        assertThat(bench.flag()).doesNotExist();
        assertLeftAsBefore(outcome);
    }

    @Test
    void goesOnWhenAbortedWhileTheOldSlotIsBeingRetired() throws Exception {
        deployed(Map.of());
        Patience patience = new Patience();
        bench.when("> drain blue", patience::stop);
        Outcome outcome = bench.deploy(Map.of(), patience);
        assertThat(outcome.result()).isEqualTo(Result.DEPLOYED);
        assertThat(bench.console).anyMatch(line -> line.contains("came too late"));
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    @Test
    void putsTheSwitchBackWhenTheFrontDoorDoesNotAnswer() throws Exception {
        deployed(Map.of());
        bench.frontDoor = () -> new Probe.Answer(false, "502", "");
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("The front door").contains("502");
        assertThat(bench.flag()).doesNotExist();
        assertRolledBackToBlue(outcome);
    }

    @Test
    void switchesBackWhenTheNewProcessDiesWhileItIsObserved() throws Exception {
        deployed(Map.of());
        bench.observe = Duration.ofSeconds(30);
        bench.when(
                "> observe green",
                () -> Processes.listenerOf(bench.slots.green())
                        .flatMap(ProcessHandle::of)
                        .ifPresent(Processes::kill));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("after the switch");
        assertThat(bench.flag()).doesNotExist();
        assertRolledBackToBlue(outcome);
    }

    @Test
    void switchesBackWhenTheLastAnswerOfTheObservationIsBadAndTheNextOneToo() throws Exception {
        deployed(Map.of());
        bench.observe = Duration.ofMillis(100);
        bench.when("> observe green", () -> touch(bench.directory().resolve("sick-green")));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("was not healthy any more after the switch: 500");
        assertThat(bench.flag()).doesNotExist();
        assertRolledBackToBlue(outcome);
    }

    @Test
    void anotherProcessOnThePortOfTheHealthCheckNeverPassesForTheNewOne() throws Exception {
        deployed(Map.of());
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> exchange.sendResponseHeaders(200, -1));
        other.start();
        bench.healthPort = other.getAddress().getPort();
        Outcome outcome = bench.deploy(Map.of());
        other.stop(0);
        assertThat(outcome.sentence())
                .contains(
                        "did not get the port " + bench.healthPort + " of its health check",
                        "held by pid " + ProcessHandle.current().pid());
        assertRolledBackToBlue(outcome);
    }

    @Test
    void aDefectOfOurOwnEndsInAKnownStateAsWell() throws Exception {
        deployed(Map.of());
        AtomicBoolean begun = new AtomicBoolean();
        bench.when("> await healthy", () -> begun.set(true));
        bench.probe = (host, port, release) -> {
            if (!begun.get()) {
                return new Probe.Answer(true, "200", "");
            }
            throw new StackOverflowError("deep");
        };
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("met a defect of its own", "deep", "please report it");
        assertThat(outcome.evidence()).contains("RolloutIT");
        assertRolledBackToBlue(outcome);

        // Before anything was begun.
        begun.set(true);
        Outcome early = bench.deploy(Map.of());
        assertThat(early.result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(early.sentence()).contains("met a defect of its own", "Nothing was changed.");
        assertThat(early.evidence()).contains("RolloutIT");
    }

    @Test
    void aDefectWithinAnUndoIsNoUndo() throws Exception {
        deployed(Map.of());
        bench.when("> undo: start", () -> {
            throw new StackOverflowError("deep");
        });
        Outcome outcome = bench.deploy(Map.of("BEHAVIOUR", "crash"));
        assertThat(outcome.result()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence()).contains("ended with exit status 3", "Not everything could be undone");
        assertThat(outcome.evidence()).contains("Not undone: start green", "met a defect of its own", "deep");
        // The rest is taken back all the same; the release stays, since the slot's record still names it.
        assertThat(bench.console).anyMatch(line -> line.contains("< undo: ship"));
        bench.clear();
        assertThat(deployed(Map.of()).previous()).isEqualTo(Slot.BLUE);
    }

    @Test
    void variablesNamedAsThoseOfTheScriptArriveAndDoNoHarm() throws Exception {
        deployed(Map.of("command", "exit 9", "mask", "x", "place", "/nowhere", "release", "r0", "EXTRA", "e"));
        assertThat(bench.body(Slot.BLUE)).contains("release=r1 extra=e");
        Outcome outcome = bench.deploy(Map.of("BEHAVIOUR", "crash", "place", "/nowhere", "IFS", "3"));
        assertThat(outcome.sentence()).contains("ended with exit status 3");
        assertRolledBackToBlue(outcome);
    }

    @Test
    void aRefusalAfterASettlementSaysThatThisWasChanged() throws Exception {
        deployed(Map.of());
        bench.dieAt("> await healthy");
        AtomicReference<ServerSocket> stranger = new AtomicReference<>();
        bench.when("  It is undone", () -> stranger.set(listenOn(bench.slots.green())));
        Outcome outcome = bench.deploy(Map.of());
        stranger.get().close();
        assertThat(outcome.sentence())
                .contains("did not start")
                .endsWith("Nothing was changed but what a deployment that was cut off had left, which is settled.");
    }

    @Test
    void retiresTheOldSlotWhenTheNewOneStayedWellWhileItWasObserved() throws Exception {
        deployed(Map.of());
        bench.observe = Duration.ofSeconds(1);
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
        assertThat(bench.console).anyMatch(line -> line.startsWith("< observe green for 1.0 s"));
    }

    @Test
    void warmsTheNewSlotUpBeforeItGetsTraffic() throws Exception {
        bench.warmUp = new WarmUp(List.of("/warm", "/up"), Duration.ofMillis(500));
        deployed(Map.of());
        List<String> steps =
                bench.console.stream().filter(line -> line.startsWith("< ")).toList();
        assertThat(steps)
                .containsSubsequence(
                        step(steps, "await healthy"),
                        step(steps, "warm up blue for 500 ms"),
                        step(steps, "switch nginx"));
        assertThat(step(steps, "warm up")).matches(".* ms \\d{2,} requests");
        assertThat(bench.logOf(Slot.BLUE)).contains("GET /warm", "GET /up");
    }

    private static String step(List<String> steps, String name) {
        return steps.stream()
                .filter(step -> step.startsWith("< " + name))
                .findFirst()
                .orElse(name);
    }

    @Test
    void aWarmUpThatIsAnsweredWithErrorsDoesNotMatterButADeathDoes() throws Exception {
        bench.warmUp = new WarmUp(List.of("/broken"), Duration.ofMillis(300));
        deployed(Map.of());
        assertThat(bench.console).anyMatch(line -> line.matches("< warm up .* requests, \\d+ without a good answer"));
        bench.warmUp = new WarmUp(List.of("/die"), Duration.ofSeconds(30));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("ended with exit status 5 while it was warmed up");
        assertRolledBackToBlue(outcome);
    }

    @Test
    void switchesBackWhenMoreRequestsFailThanMay() throws Exception {
        deployed(Map.of());
        bench.observe = Duration.ofSeconds(30);
        bench.maxFailedRequests = 2;
        bench.visitor = failingFrom("> observe green");
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("to the front door failed during the switch", "x status 502");
        assertThat(outcome.availability().failed()).isGreaterThan(2);
        assertThat(bench.flag()).doesNotExist();
        assertRolledBackToBlue(outcome);
    }

    @Test
    void switchesBackAlsoWhenTheyHangUntilTheObservationIsOver() throws Exception {
        deployed(Map.of());
        bench.observe = Duration.ofMillis(500);
        bench.maxFailedRequests = 0;
        AtomicBoolean broken = new AtomicBoolean();
        bench.when("> observe green", () -> broken.set(true));
        bench.visitor = visitor(() -> {
            if (broken.get()) {
                LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
                return false;
            }
            return true;
        });
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("to the front door failed during the switch");
        assertRolledBackToBlue(outcome);
    }

    @Test
    void saysWhenMoreRequestsFailedThanMayAndThereIsNothingToGoBackTo() throws Exception {
        deployed(Map.of());
        bench.maxFailedRequests = 0;
        bench.visitor = failingFrom("> drain blue");
        Outcome outcome = deployed(Map.of());
        assertThat(outcome.sentence()).contains("nothing to go back to");
        assertThat(outcome.availability().downtime()).isPositive();
    }

    @Test
    void doesNotBlameADeploymentForAFrontDoorThatWasBrokenBefore() throws Exception {
        deployed(Map.of());
        bench.maxFailedRequests = 0;
        AtomicBoolean mended = new AtomicBoolean();
        bench.when("< switch nginx", () -> mended.set(true));
        bench.observe = Duration.ofMillis(500);
        bench.visitor = visitor(mended::get);
        Outcome outcome = deployed(Map.of());
        assertThat(outcome.availability().failed()).isZero();
        assertThat(outcome.availability().asked()).isPositive();
    }

    private Visitor failingFrom(String line) {
        AtomicBoolean broken = new AtomicBoolean();
        bench.when(line, () -> broken.set(true));
        return visitor(() -> !broken.get());
    }

    private static Visitor visitor(BooleanSupplier well) {
        return new Visitor() {
            @Override
            public Visit visit(boolean reuse) {
                return well.getAsBoolean()
                        ? new Visit(true, "status 200", false)
                        : new Visit(false, "status 502", false);
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    @Test
    void finishesADeploymentThatWasCutOffWhenItsReleaseServesAlready() throws Exception {
        deployed(Map.of());
        bench.dieAt("> drain blue");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        Outcome next = deployed(Map.of());
        assertThat(bench.console).anyMatch(line -> line.contains("was cut off"));
        assertThat(next.previous()).isEqualTo(Slot.GREEN);
        assertThat(next.live()).isEqualTo(Slot.BLUE);
    }

    @Test
    void undoesADeploymentThatWasCutOffBeforeTheSwitch() throws Exception {
        deployed(Map.of());
        bench.dieAt("> await healthy");
        Outcome next = deployed(Map.of());
        assertThat(bench.console).anyMatch(line -> line.contains("It is undone"));
        assertThat(next.previous()).isEqualTo(Slot.BLUE);
        assertThat(next.live()).isEqualTo(Slot.GREEN);
        assertThat(bench.body(Slot.GREEN)).contains("release=r3");
    }

    @Test
    void keepsTheReleasesInUseAndTheNewestOthers() throws Exception {
        for (int i = 0; i < 5; i++) {
            deployed(Map.of());
        }
        try (var releases = Files.list(bench.directory().resolve("releases"))) {
            assertThat(releases.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("r4", "r5");
        }
    }

    @Test
    void killsAnApplicationThatDoesNotStop() throws Exception {
        deployed(Map.of("BEHAVIOUR", "stubborn"));
        deployed(Map.of());
        assertThat(bench.body(Slot.BLUE)).isEmpty();
        assertThat(bench.console).anyMatch(line -> line.contains("killed, since it did not stop within 5.0 s"));
    }

    private static ServerSocket listenOn(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome deployed(Map<String, String> environment) throws Exception {
        Outcome outcome = bench.deploy(environment);
        assertThat(outcome.result())
                .as(outcome.sentence() + "\n" + outcome.evidence())
                .isEqualTo(Result.DEPLOYED);
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        return outcome;
    }

    private void assertSaid(String... parts) {
        assertThat(bench.console).anyMatch(line -> Stream.of(parts).allMatch(line::contains));
    }

    private void assertRolledBackToBlue(Outcome outcome) throws Exception {
        assertThat(outcome.result()).isEqualTo(Result.ROLLED_BACK);
        assertLeftAsBefore(outcome);
    }

    private void assertLeftAsBefore(Outcome outcome) throws Exception {
        assertThat(outcome.sentence())
                .contains("blue (port " + bench.slots.blue() + ") serves as before")
                .contains("port " + bench.slots.green() + " is free again");
        assertThat(outcome.took()).isLessThan(Duration.ofMinutes(1));
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        assertThat(bench.directory().resolve("history")).exists();
    }
}
