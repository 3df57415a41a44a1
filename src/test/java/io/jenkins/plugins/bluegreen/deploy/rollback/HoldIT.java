package io.jenkins.plugins.bluegreen.deploy.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.deploy.state.WhichHeld;
import io.jenkins.plugins.bluegreen.deploy.status.StatusCheck;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.deploy.status.StatusTree;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A release that is held, without users, and what becomes of it. */
class HoldIT extends OnBench {

    private static final Duration LONG = Duration.ofHours(4);
    private static final Duration SOON = Duration.ofSeconds(30);

    @BeforeEach
    void keepSome() {
        bench.keepReleases = 5;
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void isPromoted(String shell) throws Exception {
        bench.host = LocalHost.in(shell, folder);
        deployed(Map.of());
        Outcome held = held(LONG);

        assertThat(held.slots().standbyUntil()).isAfter(Instant.now().plus(Duration.ofHours(3)));
        assertThat(held.previews()).containsExactly("local:" + bench.slots.green());
        assertThat(held.sentence())
                .contains("Release r2 of shop is healthy in green", "held until 20", "local:" + bench.slots.green());
        assertThat(held.live()).isEqualTo(Slot.BLUE);
        assertThat(bench.flag()).doesNotExist();
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(journal()).contains("phase=held", "deployment=deployment-2");
        assertThat(status())
                .anyMatch(line -> line.contains("green") && line.contains("held, until 20"))
                .anyMatch(line -> line.contains("blue") && line.contains("live, pid"))
                .anyMatch(line -> line.contains("Release r2 of shop #2") && line.contains("promote or discard it"))
                .noneMatch(line -> line.contains("cut off"));
        long pid = pid(Slot.GREEN);

        Outcome promoted = bench.promote();

        assertThat(promoted.result())
                .as(promoted.sentence() + promoted.evidence())
                .isEqualTo(Result.DEPLOYED);
        assertThat(promoted.releaseId()).isEqualTo("r2");
        assertThat(promoted.live()).isEqualTo(Slot.GREEN);
        assertThat(promoted.proof()).isNotEmpty();
        assertThat(pid(Slot.GREEN)).isEqualTo(pid);
        assertThat(bench.flag()).exists();
        assertThat(bench.body(Slot.BLUE)).isEmpty();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        assertThat(bench.directory().resolve("slots/green/kept")).exists();
        assertThat(history()).hasSize(2).allMatch(line -> line.startsWith("deployed at="));
        // Nothing is held any more, and what comes next is like any other.
        assertThat(bench.promote().sentence()).contains("No release of shop is held", "Nothing was changed");
        assertThat(bench.goBack("").releaseId()).isEqualTo("r1");
    }

    @Test
    void isDiscarded() throws Exception {
        deployed(Map.of());
        held(LONG);
        Outcome discarded = bench.discard();
        assertThat(discarded.result())
                .as(discarded.sentence() + discarded.evidence())
                .isEqualTo(Result.DISCARDED);
        assertThat(discarded.releaseId()).isEqualTo("r2");
        assertThat(discarded.live()).isEqualTo(Slot.BLUE);
        assertGone();
        assertThat(bench.discard().sentence()).contains("No release of shop is held", "Nothing was changed");
    }

    @Test
    void theNextDeploymentDiscardsItAndSaysWhose() throws Exception {
        deployed(Map.of());
        held(LONG);
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
        assertSaid("Release r2 of shop #2", "which was held, is discarded, since shop #3", "deploys to green");
        assertThat(bench.body(Slot.GREEN)).contains("release=r3");
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();
        // So does who goes back, but not for a release that was never seen to serve.
        held(LONG);
        Outcome refused = bench.goBack("r4");
        assertThat(refused.result()).isEqualTo(Result.UNDONE);
        assertThat(refused.sentence()).contains("was never seen to serve", "Nothing was changed");
        assertThat(journal()).contains("phase=held");
        assertThat(bench.goBack("").releaseId()).isEqualTo("r1");
    }

    /** As when Jenkins comes because the time is over, and a person presses a button at that very moment. */
    @Test
    void isPromotedOnceHoweverManyComeAndNothingElseInItsPlace() throws Exception {
        deployed(Map.of());
        Instant before = Instant.now();
        Outcome held = bench.hold(new Hold(Duration.ofSeconds(1), Hold.Ends.PROMOTE));
        assertThat(held.result()).as(held.sentence()).isEqualTo(Result.HELD);
        assertThat(held.sentence()).endsWith("Otherwise Jenkins promotes it then.");
        assertThat(journal()).contains("phase=held", "ends=promote");
        assertThat(status()).anyMatch(line -> line.contains("or Jenkins promotes it then"));
        // Its hosts do not discard it under the hands of whoever promotes it late.
        assertThat(standsUntil()).isAfterOrEqualTo(before.plus(Hold.TRIED).plus(Duration.ofMinutes(20)));

        List<Outcome> outcomes = bench.promoteAtOnce("deployment-2", 3);

        assertThat(outcomes).extracting(Outcome::result).containsOnlyOnce(Result.DEPLOYED);
        assertThat(outcomes)
                .filteredOn(outcome -> outcome.result() != Result.DEPLOYED)
                .hasSize(2)
                .allMatch(outcome -> outcome.result() == Result.UNDONE)
                .allMatch(outcome -> outcome.sentence().endsWith("Nothing was changed."));
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(history()).hasSize(2).allMatch(line -> line.startsWith("deployed at="));

        bench.hold(new Hold(LONG, Hold.Ends.PROMOTE));
        Outcome other = bench.promote("deployment-2");
        assertThat(other.result()).isEqualTo(Result.UNDONE);
        assertThat(other.sentence()).contains("What the deployment deployment-2 of shop left is there no more");
        assertThat(journal()).contains("phase=held", "deployment=deployment-6");
        assertThat(bench.promote("deployment-6").live()).isEqualTo(Slot.BLUE);
    }

    private Instant standsUntil() throws IOException {
        return Files.readAllLines(bench.directory().resolve("slots/green/standby")).stream()
                .filter(line -> line.startsWith("until="))
                .map(line -> Instant.ofEpochSecond(Long.parseLong(line.substring("until=".length()))))
                .findFirst()
                .orElseThrow();
    }

    /** Somebody approved one, and by then the next one was held in its place. */
    @Test
    void onlyTheOneThatIsMeantIsPromotedOrDiscarded() throws Exception {
        deployed(Map.of());
        held(LONG);
        held(LONG);
        WhichHeld second = WhichHeld.of("deployment-2");
        for (Outcome refused : List.of(bench.promote(second), bench.discard(second))) {
            assertThat(refused.result()).isEqualTo(Result.UNDONE);
            assertThat(refused.sentence())
                    .contains(
                            "What the deployment deployment-2 of shop left is there no more",
                            "Release r3 of shop #3",
                            "is held there now. Nothing was changed.");
        }
        WhichHeld several = WhichHeld.of(List.of("deployment-2", "deployment-9"));
        assertThat(bench.promote(several).sentence())
                .contains("What the deployments deployment-2, deployment-9 of shop left is there no more");
        assertThat(bench.discard(several).result()).isEqualTo(Result.UNDONE);
        for (WhichHeld other : List.of(named("r2"), named("2"))) {
            for (Outcome refused : List.of(bench.promote(other), bench.discard(other))) {
                assertThat(refused.result()).isEqualTo(Result.UNDONE);
                assertThat(refused.sentence())
                        .contains("of shop is not held, but release r3 of shop #3", "Nothing was changed.");
            }
        }
        assertThat(journal()).contains("phase=held", "deployment=deployment-3");
        assertThat(bench.discard(named("3")).releaseId()).isEqualTo("r3");

        // A build holds at the same address by another agent, where that is another host.
        assertThat(bench.discard(elsewhere(held(LONG))).result()).isEqualTo(Result.DISCARDED);
        assertThat(bench.promote(elsewhere(held(LONG))).result()).isEqualTo(Result.DEPLOYED);
        Outcome held = held(LONG);
        assertThat(bench.promote(named(held.releaseId())).result()).isEqualTo(Result.DEPLOYED);
        assertThat(bench.body(Slot.BLUE)).contains("release=" + held.releaseId());
    }

    private static WhichHeld elsewhere(Outcome held) {
        return WhichHeld.of(List.of("deployment-2", held.deploymentId(), "deployment-of-another-agent"));
    }

    /** Jenkins was killed before it heard that all was done, and when it is back, something else is held. */
    @Test
    void aDiscardThatIsTakenUpTakesNothingElse() throws Exception {
        deployed(Map.of());
        held(LONG);
        assertThat(bench.discard(WhichHeld.of("deployment-2")).result()).isEqualTo(Result.DISCARDED);
        Outcome other = held(LONG);

        Outcome over = bench.resumeDiscarding("deployment-2");

        assertThat(over.result()).as(over.sentence()).isEqualTo(Result.DISCARDED);
        assertThat(over.releaseId()).isEqualTo("r2");
        assertThat(over.live()).isEqualTo(Slot.BLUE);
        assertThat(over.sentence()).contains("Release r2 of shop, which was held in green", "is discarded, since 20");
        assertThat(journal()).contains("phase=held", "deployment=" + other.deploymentId());
        // One that had not come so far goes on.
        assertThat(bench.resumeDiscarding(other.deploymentId()).releaseId()).isEqualTo(other.releaseId());
        assertGone();
        Outcome third = held(LONG);
        assertThat(bench.promote().result()).isEqualTo(Result.DEPLOYED);
        Outcome promoted = bench.resumeDiscarding(third.deploymentId());
        assertThat(promoted.result()).isEqualTo(Result.UNDONE);
        assertThat(promoted.sentence()).contains("left is there no more: it was promoted");
    }

    private static WhichHeld named(String release) {
        return WhichHeld.named(new WantedRelease(release));
    }

    /** Nobody comes back. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox"})
    void theHostDiscardsItWhenItsTimeIsOver(String shell) throws Exception {
        bench.host = LocalHost.in(shell, folder);
        deployed(Map.of());
        held(Duration.ofSeconds(2));
        // The journal is closed once it is stopped.
        Until.so(SOON, () -> Files.notExists(bench.directory().resolve("journal")), () -> "it stays");
        assertThat(Processes.listening(bench.slots.green())).isFalse();
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(history().get(1)).startsWith("undone at=20").contains(" release=r2 slot=green owner=shop #2");
        assertThat(bench.promote().sentence()).contains("No release of shop is held");
        deployed(Map.of());
    }

    @Test
    void isNotPromotedWhereItDoesNotRunOrIsNotTheIdleOneAnyMore() throws Exception {
        deployed(Map.of());
        held(LONG);
        // Somebody switched by hand.
        Files.createFile(bench.flag());
        Outcome switched = bench.promote();
        assertThat(switched.result()).isEqualTo(Result.UNDONE);
        assertThat(switched.sentence()).contains("leads to that slot already", "Nothing was changed");
        Files.delete(bench.flag());
        Processes.kill(ProcessHandle.of(pid(Slot.GREEN)).orElseThrow());
        Outcome dead = bench.promote();
        assertThat(dead.result()).isEqualTo(Result.UNDONE);
        assertThat(dead.sentence()).contains("The application in green on local", "Nothing was changed");
        assertThat(journal()).as("it can still be discarded").contains("phase=held");
        assertThat(bench.discard().result()).isEqualTo(Result.DISCARDED);
        assertGone();
    }

    @Test
    void aPromotionThatFailsTakesItBack() throws Exception {
        deployed(Map.of());
        held(LONG);
        bench.hooks = new Hooks(Map.of(Hook.AFTER_SWITCH, "exit 3"), Duration.ofSeconds(10), false);
        Outcome outcome = bench.promote();
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(bench.flag()).doesNotExist();
        assertGone();
    }

    @ParameterizedTest
    @ValueSource(strings = {"> take what is held", "> switch nginx", "< switch nginx"})
    void aPromotionThatIsKilledIsSettled(String line) throws Exception {
        deployed(Map.of());
        held(LONG);
        bench.diePromotingAt(line);
        boolean switched = line.startsWith("<");
        Outcome outcome = bench.resumeGoingBack(3).orElseThrow();
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(switched ? Result.DEPLOYED : Result.UNDONE);
        assertThat(outcome.releaseId()).isEqualTo("r2");
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        if (!switched) {
            assertGone();
        }
        assertThat(bench.body(switched ? Slot.GREEN : Slot.BLUE)).contains(switched ? "release=r2" : "release=r1");
        assertThat(deployed(Map.of()).live()).isEqualTo(switched ? Slot.BLUE : Slot.GREEN);
    }

    /** By then its journal says that it is held, and nothing looks after its end. */
    @Test
    void whatIsHeldByHalfIsTakenBack() throws Exception {
        deployed(Map.of());
        bench.dieHoldingAt("> hold green", new Hold(LONG, Hold.Ends.DISCARD));
        assertThat(journal()).contains("phase=held");
        Outcome outcome = bench.resume();
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence()).contains("release r2 was taken back, since it is not held on all hosts");
        assertGone();
    }

    /** It is held as it was to be, but whoever has stopped the build meanwhile does not hear that. */
    @Test
    void whatSomebodyHasAbortedIsHeldForNobody() throws Exception {
        deployed(Map.of());
        held(LONG);
        CutOff aborted = new CutOff("The agent was lost", "held", Slot.GREEN, true);
        Outcome outcome = bench.resume(2, aborted, new Cancellation()).orElseThrow();
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.ABORTED);
        assertGone();
    }

    /** Looks that heed no abort come before it is begun; until then it can still be promoted by somebody else. */
    @Test
    void aPromotionThatIsAbortedBeforeItIsBegunLeavesItHeld() throws Exception {
        deployed(Map.of());
        held(LONG);
        Cancellation cancellation = new Cancellation();
        bench.when("< see that requests reach blue", cancellation::stop);
        Outcome outcome = bench.promote(cancellation);
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.ABORTED);
        assertThat(outcome.sentence()).endsWith("Nothing was changed.");
        assertThat(journal()).contains("phase=held", "deployment=deployment-2");
        assertThat(bench.promote().result()).isEqualTo(Result.DEPLOYED);
    }

    /** Jenkins was restarted before it heard that all was done. */
    @Test
    void takenUpItIsHeldStill() throws Exception {
        deployed(Map.of());
        held(LONG);
        Outcome outcome = bench.resume();
        assertThat(outcome.result()).isEqualTo(Result.HELD);
        assertThat(outcome.slots().standbyUntil()).isAfter(Instant.now());
        // A router may fall back to it where the live one is dead.
        bench.stop(Slot.BLUE);
        Outcome refused = bench.deploy(Map.of());
        assertThat(refused.result()).isEqualTo(Result.UNDONE);
        assertThat(refused.sentence())
                .contains("it may be all that answers, and is not discarded by a deployment", "promote it, start blue");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.promote().releaseId()).isEqualTo("r2");
    }

    /** The router leads there, since there is nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"PT4H", "PT1S"})
    void theFirstOfAllIsPromotedTooAndStoppedByNobodyElse(Duration time) throws Exception {
        Outcome held = held(time);
        assertThat(held.sentence()).contains("nothing else serves, so users may reach it");
        if (time.toSeconds() == 1) {
            // The host looks each 2 s from then on.
            Thread.sleep(Duration.ofSeconds(6).toMillis());
        }
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        Outcome promoted = bench.promote();
        assertThat(promoted.result())
                .as(promoted.sentence() + promoted.evidence())
                .isEqualTo(Result.DEPLOYED);
        assertThat(promoted.live()).isEqualTo(Slot.BLUE);
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
    }

    /** A build that is aborted discards what it held, and does not know that the live one has died meanwhile. */
    @Test
    void isNotDiscardedByABuildWhereItIsAllThatAnswers() throws Exception {
        bench.command = Bench.tinyApp() + "; exec sleep 600"; // runs on when it does not listen any more
        deployed(Map.of());
        bench.command = null;
        held(LONG);
        Processes.kill(ProcessHandle.of(pid(Slot.BLUE)).orElseThrow());
        Until.so(SOON, () -> !Processes.listening(bench.slots.blue()), () -> "it listens still");

        Outcome refused = bench.discard();

        assertThat(refused.result()).as(refused.sentence()).isEqualTo(Result.UNDONE);
        assertThat(refused.sentence())
                .contains(
                        "Release r2 of shop #2",
                        "on local nobody listens in blue, so it may be all that answers, and is not discarded",
                        "promote it, start blue again, or press Discard on the application's page",
                        "Nothing was changed.");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(journal()).contains("phase=held");
        CutOff aborted = new CutOff("The agent was lost", "held", Slot.GREEN, true);
        Outcome takenUp = bench.resume(2, aborted, new Cancellation()).orElseThrow();
        assertThat(takenUp.result()).as(takenUp.sentence()).isEqualTo(Result.STUCK);
        assertThat(takenUp.sentence()).contains("it may be all that answers, and is not taken back");
        assertThat(bench.resumeDiscarding("deployment-2").result()).isEqualTo(Result.UNDONE);
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");

        // Who has read that presses the button.
        Outcome forced = bench.discardEvenLast();
        assertThat(forced.result()).as(forced.sentence()).isEqualTo(Result.DISCARDED);
        assertThat(forced.live()).isNull();
        assertThat(forced.sentence())
                .contains("is discarded, and nothing serves now: deploy a release")
                .doesNotContain("served before");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
    }

    /** Nothing served before it. */
    @Test
    void theFirstOfAllIsDiscardedByWhomeverHoldsIt() throws Exception {
        held(LONG);
        Outcome discarded = bench.discard();
        assertThat(discarded.result()).as(discarded.sentence()).isEqualTo(Result.DISCARDED);
        assertThat(discarded.live()).isNull();
        assertThat(discarded.sentence()).contains("nothing serves now");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }

    private Outcome held(Duration time) throws Exception {
        Outcome outcome = bench.hold(time);
        assertThat(outcome.result())
                .as(outcome.sentence() + "\n" + outcome.evidence())
                .isEqualTo(Result.HELD);
        return outcome;
    }

    private void assertGone() throws Exception {
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
    }

    private List<String> status() throws InterruptedException {
        StatusReport report = new StatusCheck(bench.connector()).run(bench.plan(Map.of()));
        return StatusTree.of(report, StandardCharsets.UTF_8);
    }

    private long pid(Slot slot) {
        return Processes.listenerOf(bench.slots.port(slot)).orElse(0L);
    }

    private List<String> journal() throws IOException {
        return Files.readAllLines(bench.directory().resolve("journal"));
    }

    private List<String> history() throws IOException {
        return Files.readAllLines(bench.directory().resolve("history"));
    }
}
