package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.journal.DeployLock;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.probe.HttpFrontDoor;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole deployments onto this machine, each judged by what runs and what lies there afterwards. */
class RolloutIT extends OnBench {

    @BeforeEach
    void keepConnections() {
        bench.keepsConnections = true;
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
    void takesBackAFirstReleaseThatDiesSoonAfterItsFirstAnswer() throws Exception {
        bench.successes = 1;
        bench.observe = Duration.ofSeconds(5);
        Outcome outcome = bench.deploy(Map.of("DIES_AFTER", "500"));
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains("ended with exit status 3 after the switch", "is free again");
        assertThat(bench.directory().resolve("releases/r1")).doesNotExist();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
    }

    @Test
    void refusesABuildThatAnswers500AndLeavesTheOldOneServing() throws Exception {
        waitNoLongerThan(deployed(Map.of()));
        Outcome outcome = bench.deploy(Map.of("STATUS", "500"));
        assertThat(outcome.sentence()).contains("is not healthy after", "500");
        assertRolledBackToBlue(outcome);
    }

    @Test
    void refusesABuildThatAnswersAsAnotherReleaseWhereItMustSayWhichItIs() throws Exception {
        bench.mark = new ReleaseMark("X-Release");
        waitNoLongerThan(deployed(Map.of()));
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
            // Only where a question comes to must be looked at twice, before and after it.
            assertThat(host.begun())
                    .startsWith(
                            "lock", "slots and journal and room and inspect", "connections", "connections", "journal");
            assertThat(counted.console).anyMatch(line -> line.contains("is live") && line.contains(", answers 200;"));
        }
    }

    @Test
    void saysWhoIsDeployingTheApplicationAlready() throws Exception {
        try (DeployLock other = DeployLock.take(
                Bench.on(new LocalHost(), bench.plan(Map.of())), new Cancellation(), new Silence(), Duration.ZERO)) {
            assertThat(other.held()).isTrue();
            Outcome outcome = bench.deploy(Map.of());
            assertThat(outcome.result()).isEqualTo(Result.UNDONE);
            assertThat(outcome.sentence())
                    .contains("is being deployed by shop #0, started by ann, on http://jenkins.example/");
        }
        deployed(Map.of());
    }

    @Test
    void variablesNamedAsThoseOfTheScriptArriveAndDoNoHarm() throws Exception {
        deployed(Map.of("command", "exit 9", "mask", "x", "place", "/nowhere", "release", "r0", "EXTRA", "e"));
        assertThat(bench.body(Slot.BLUE)).contains("release=r1 extra=e");
        Outcome outcome = bench.deploy(Map.of("BEHAVIOUR", "crash", "place", "/nowhere", "dir", "3"));
        assertThat(outcome.sentence()).contains("ended with exit status 3");
        assertRolledBackToBlue(outcome);
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

    /** A build that does not become healthy is up by the time that a good one needed, and five seconds at least. */
    private void waitNoLongerThan(Outcome good) {
        Duration usual = Duration.ofSeconds(5);
        bench.startTimeout = good.took().compareTo(usual) < 0 ? usual : good.took();
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
}
