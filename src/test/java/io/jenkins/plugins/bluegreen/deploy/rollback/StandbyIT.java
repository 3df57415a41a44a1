package io.jenkins.plugins.bluegreen.deploy.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.deploy.status.StatusCheck;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.deploy.status.StatusTree;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What served before stays as a standby for a while: what ends it, and going back to it. */
class StandbyIT extends OnBench {

    private static final Duration SOON = Duration.ofSeconds(30);

    @BeforeEach
    void keepSome() {
        bench.keepReleases = 5;
        bench.keepPrevious = Duration.ofMinutes(15);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void goingBackToItIsTheSwitchAlone(String shell) throws Exception {
        bench.host = LocalHost.in(shell, folder);
        deployed(Map.of("EXTRA", "old"));
        Outcome second = deployed(Map.of());
        assertThat(second.slots().standbyUntil()).isAfter(Instant.now());
        assertThat(second.sentence()).contains("blue (port " + bench.slots.blue() + ") stays as a standby until 20");
        assertThat(status())
                .anyMatch(line ->
                        line.contains("blue") && line.contains("release r1") && line.contains("standby, until 20"))
                .anyMatch(line -> line.contains("green") && line.contains("release r2") && line.contains("live, pid"));
        long pid = pid(Slot.BLUE);
        bench.keepPrevious = Duration.ofSeconds(3);
        // One stop that fails is not the end of it: a file is to be removed first.
        Path hindered = bench.directory().resolve("slots/green/kept");
        bench.when("< keep green", () -> assertThat(hindered.toFile().mkdir()).isTrue());
        CompletableFuture<Duration> first = firstAnswerOf("release=r1");

        Outcome outcome = bench.goBack("", false);

        bench.clear();
        System.out.println("From the start of a rollback to the first answer of its standby, in " + shell + ": "
                + first.get().toMillis() + " ms");
        assertThat(outcome.result()).as(outcome.sentence() + outcome.evidence()).isEqualTo(Result.DEPLOYED);
        assertThat(outcome.releaseId()).isEqualTo("r1");
        assertThat(pid(Slot.BLUE)).isEqualTo(pid);
        assertThat(outcome.steps().stream().map(step -> step.step()))
                .contains("take the standby in blue on port " + bench.slots.blue(), "keep blue up")
                .noneMatch(step -> step.startsWith("start ") || step.startsWith("verify"));
        assertThat(slot(Slot.BLUE)).contains("kept").doesNotContain("standby", "trial");
        // What was left is a standby in turn, which the host itself ends.
        assertThat(outcome.previous()).isEqualTo(Slot.GREEN);
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        Until.so(SOON, () -> log(Slot.GREEN).contains("it could not be stopped"), () -> "it was not tried");
        Until.so(SOON, () -> slot(Slot.GREEN).contains("standby"), () -> "it is none any more");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        Files.delete(hindered);
        Until.so(SOON, () -> !Processes.listening(bench.slots.green()), () -> "it stays");
        assertThat(bench.body(Slot.BLUE)).isEqualTo("release=r1 extra=old");
        assertThat(bench.logOf(Slot.GREEN)).contains("the time of this standby is over");
        assertThat(status()).anyMatch(line -> line.contains("green") && line.contains("idle, does not run"));
        assertThat(history()).hasSize(3).allMatch(line -> line.startsWith("deployed at="));
    }

    @Test
    void theNextDeploymentStopsIt() throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        long blue = pid(Slot.BLUE);
        long green = pid(Slot.GREEN);
        // There and back, and there again: it is taken over twice.
        for (String release : List.of("r1", "r2", "r1")) {
            assertThat(bench.goBack(release, false).releaseId()).isEqualTo(release);
        }
        assertThat(pid(Slot.BLUE)).isEqualTo(blue);
        assertThat(pid(Slot.GREEN)).isEqualTo(green);
        deployed(Map.of());
        assertSaid("stopped the standby in green, release r2");
        assertThat(bench.body(Slot.GREEN)).contains("release=r6");
        assertThat(pid(Slot.BLUE)).as("the next standby").isEqualTo(blue);
        assertThat(slot(Slot.GREEN)).doesNotContain("standby", "taken");
        // What is left as bad is none.
        assertThat(bench.goBack("r1").releaseId()).isEqualTo("r1");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
    }

    @Test
    void isNotKeptUp() throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        Processes.kill(ProcessHandle.of(pid(Slot.BLUE)).orElseThrow());
        Until.so(SOON, () -> slot(Slot.BLUE).contains("over"), () -> "its leader goes on");
        run(bench.directory().resolve("start-live"));
        assertThat(bench.body(Slot.BLUE)).isEmpty();
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        // It is started anew, as if it had never been one.
        assertThat(bench.goBack("").releaseId()).isEqualTo("r1");
        assertSaid("< start blue");
    }

    @Test
    void oneThatIsNotHealthyIsStartedAnew() throws Exception {
        bench.stopTimeout = Duration.ofSeconds(1);
        deployed(Map.of());
        deployed(Map.of());
        long pid = pid(Slot.BLUE);
        // It does not answer any more.
        signal("-STOP", pid);
        assertThat(bench.goBack("").releaseId()).isEqualTo("r1");
        assertSaid("was not healthy when it was to be taken over as it is", "So it is started anew.");
        assertThat(pid(Slot.BLUE)).isNotEqualTo(pid);
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    /** Jenkins is gone, and somebody leads users back by hand. */
    @Test
    void isNotStoppedWhereUsersMayBeLedToItAgain() throws Exception {
        // Long enough for what comes before its end to be done in on a slow machine.
        bench.keepPrevious = Duration.ofSeconds(8);
        deployed(Map.of());
        Instant until = deployed(Map.of()).slots().standbyUntil();
        long pid = pid(Slot.BLUE);
        Files.delete(bench.flag());
        stays(pid, until);
        // Nor is it where nothing else is up.
        bench.stop(Slot.GREEN);
        Files.createFile(bench.flag());
        stays(pid, Instant.now());
        // A router may fall back to it then, and a deployment would stop it.
        Outcome refused = bench.deploy(Map.of());
        assertThat(refused.result()).isEqualTo(Result.UNDONE);
        assertThat(refused.sentence()).contains("release r1 stands by in blue", "roll back to it, or stop it");
        assertThat(Processes.alive(pid)).isTrue();
        assertThat(bench.goBack("").releaseId()).isEqualTo("r1");
        assertThat(pid(Slot.BLUE)).isEqualTo(pid);
        assertThat(bench.deploy(Map.of()).live()).isEqualTo(Slot.GREEN);
    }

    /** A deployment that is under way is not disturbed, nor what a dead one left. */
    @Test
    void isNotStoppedWhileSomethingIsHalfDone() throws Exception {
        deployed(Map.of());
        bench.keepPrevious = Duration.ofSeconds(10);
        Instant until = deployed(Map.of()).slots().standbyUntil();
        long pid = pid(Slot.BLUE);
        bench.dieGoingBackAt("< switch nginx");
        stays(pid, until);
        Outcome next = bench.deploy(Map.of());
        assertThat(next.deployed()).as(next.sentence()).isTrue();
        assertSaid("Its release serves in blue");
        assertThat(next.previous()).isEqualTo(Slot.BLUE);
    }

    @Test
    void aRollbackThatFailsGivesItBack() throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        long pid = pid(Slot.BLUE);
        bench.hooks = new Hooks(Map.of(Hook.AFTER_SWITCH, "exit 3"), Duration.ofSeconds(10), false);
        Outcome outcome = bench.goBack("");
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(pid(Slot.BLUE)).isEqualTo(pid);
        assertThat(status()).anyMatch(line -> line.contains("release r1") && line.contains("standby, until 20"));
        assertThat(slot(Slot.BLUE)).contains("trial").doesNotContain("taken", "kept");
        bench.hooks = Hooks.NONE;
        assertThat(bench.goBack("").releaseId()).isEqualTo("r1");
        assertThat(pid(Slot.BLUE)).isEqualTo(pid);
    }

    @ParameterizedTest
    @ValueSource(strings = {"> take the standby", "< take the standby"})
    void aRollbackThatIsKilledBeforeItsSwitchGivesItBack(String line) throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        long pid = pid(Slot.BLUE);
        bench.dieGoingBackAt(line);
        assertThat(bench.resumeGoingBack(3).orElseThrow().result()).isEqualTo(Result.UNDONE);
        assertThat(pid(Slot.BLUE)).isEqualTo(pid);
        assertThat(slot(Slot.BLUE)).contains("standby").doesNotContain("taken");
        assertThat(bench.goBack("").releaseId()).isEqualTo("r1");
        assertThat(pid(Slot.BLUE)).isEqualTo(pid);
    }

    /** Its keeper looks at it every 2 s. */
    private void stays(long pid, Instant over) {
        Instant end = over.plusSeconds(4);
        while (Instant.now().isBefore(end)) {
            assertThat(Processes.alive(pid)).isTrue();
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private CompletableFuture<Duration> firstAnswerOf(String text) {
        Instant begun = Instant.now();
        return CompletableFuture.supplyAsync(() -> {
            Until.so(SOON, () -> users().contains(text), () -> "no user is led back");
            return Duration.between(begun, Instant.now());
        });
    }

    private String users() {
        try {
            HttpURLConnection asked =
                    (HttpURLConnection) bench.nginx.url().toURL().openConnection();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private List<String> status() throws InterruptedException {
        StatusReport report = new StatusCheck(bench.connector()).run(bench.plan(Map.of()));
        return StatusTree.of(report, StandardCharsets.UTF_8);
    }

    private long pid(Slot slot) {
        return Processes.listenerOf(bench.slots.port(slot)).orElse(0L);
    }

    private List<String> slot(Slot slot) {
        String[] names =
                bench.directory().resolve("slots/" + slot.label()).toFile().list();
        return names == null ? List.of() : List.of(names);
    }

    private String log(Slot slot) {
        try {
            return bench.logOf(slot);
        } catch (IOException e) {
            return "";
        }
    }

    private List<String> history() throws IOException {
        return Files.readAllLines(bench.directory().resolve("history"));
    }

    private static void signal(String signal, long pid) throws Exception {
        run(Path.of("/usr/bin/kill"), signal, Long.toString(pid));
    }

    private static void run(Path program, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(program.toString()));
        words.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
    }
}
