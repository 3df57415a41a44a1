package io.jenkins.plugins.bluegreen.deploy.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments that are cut off, as by a restart of Jenkins, and then taken up again by their id. */
class RestartRecoveryIT extends DeployedOnce {

    @Override
    public void prepare() {
        // What is killed here is to stay so.
        bench.process = Bench.NEVER_AGAIN;
    }

    @ParameterizedTest
    @ValueSource(strings = {"> ship", "< ship", "> start", "< start", "> await healthy", "> switch nginx"})
    void takesBackWhatDidNotComeToTheSwitch(String line) throws Exception {
        bench.dieAt(line);

        Outcome outcome = bench.resume();

        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.live()).isEqualTo(Slot.BLUE);
        assertThat(outcome.sentence()).contains("restarted", "release r2 was taken back", "Deploy again");
        assertOnlyBlueServes();
        Outcome again = bench.resume();
        assertThat(again.result())
                .as("asked once more, it is read in the history")
                .isEqualTo(outcome.result());
        assertThat(again.sentence()).isEqualTo(outcome.sentence().replaceFirst(", since nginx does not serve it", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "< switch nginx",
                "> drain blue",
                "> look at green",
                "> stop blue",
                "< stop blue",
                "> prune",
                "< prune"
            })
    void finishesWhatCameToTheSwitch(String line) throws Exception {
        bench.dieAt(line);

        Outcome outcome = bench.resume();

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
        assertThat(outcome.livePort()).isEqualTo(bench.slots.green());
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
        assertThat(bench.resume().result()).isEqualTo(Result.DEPLOYED);
    }

    /** By then it was said that nothing but the stop of the old process is left to do, but nothing is stopped yet. */
    @Test
    void takesBackWhatDiedRightBeforeTheOldProcessWasToBeStopped() throws Exception {
        bench.dieAt("> look at green");
        assertThat(bench.directory().resolve("journal")).content().contains("phase=retire");
        Processes.listenerOf(bench.slots.green()).flatMap(ProcessHandle::of).ifPresent(Processes::kill);

        assertThat(bench.resume().result()).isEqualTo(Result.UNDONE);
        assertThat(bench.flag()).doesNotExist();
        assertOnlyBlueServes();
    }

    /** Taken up, it waits until nothing uses the old process any more; meanwhile the new one dies. */
    @Test
    void takesBackWhatDiesWhileTheOldProcessIsDrained() throws Exception {
        bench.dieAt("< switch nginx");
        bench.when(
                "> drain blue",
                () -> Processes.listenerOf(bench.slots.green())
                        .flatMap(ProcessHandle::of)
                        .ifPresent(Processes::kill));

        assertThat(bench.resume().result()).isEqualTo(Result.UNDONE);
        assertThat(bench.flag()).doesNotExist();
        assertOnlyBlueServes();
    }

    @Test
    void takesBackASwitchWhoseFrontDoorDoesNotAnswer() throws Exception {
        bench.dieAt("< switch nginx");
        bench.frontDoor = () -> new HealthProbe.Answer(false, "502", "");

        Outcome outcome = bench.resume();
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("taken back, since it was said: The front door http://front.example/ did not answer well");
        assertThat(bench.flag()).doesNotExist();
        assertOnlyBlueServes();
    }

    @Test
    void findsThatADeploymentWhichHadNotBegunMayGoOn() throws Exception {
        bench.dieAt("> lock");

        assertThat(resumed(CutOff.by("Jenkins was restarted"), new Cancellation()))
                .isEmpty();
        assertOnlyBlueServes();
    }

    @Test
    void observesBeforeTheOldSlotIsStopped() throws Exception {
        bench.dieAt("< switch nginx");
        bench.observe = Duration.ofSeconds(1);
        List<Boolean> asked = new CopyOnWriteArrayList<>();
        bench.frontDoor = () -> {
            asked.add(Processes.listening(bench.slots.blue()));
            return new HealthProbe.Answer(true, "200", "");
        };

        assertThat(bench.resume().result()).isEqualTo(Result.DEPLOYED);

        assertThat(asked).as("whether blue runs yet").isNotEmpty().containsOnly(true);
        assertThat(bench.console.stream().filter(line -> line.startsWith("> ")).toList())
                .containsSubsequence(
                        "> ask the front door http://front.example/",
                        "> prove that requests reach green (" + bench.slots.green() + ")",
                        "> observe green for 1.0 s",
                        "> see that nothing leads to blue (" + bench.slots.blue() + ") any more",
                        "> stop blue (" + bench.slots.blue() + ")")
                .filteredOn(line -> line.startsWith("> drain blue"))
                .hasSize(1);
    }

    @Test
    void takesBackAReleaseThatDiesWhileItIsObservedAgain() throws Exception {
        bench.dieAt("< switch nginx");
        bench.observe = Duration.ofSeconds(20);
        bench.when(
                "> observe green",
                () -> Processes.listenerOf(bench.slots.green())
                        .flatMap(ProcessHandle::of)
                        .ifPresent(Processes::kill));

        Outcome outcome = bench.resume();

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(bench.console).anyMatch(line -> line.contains("ended with exit status 137 after the switch"));
        assertThat(bench.flag()).doesNotExist();
        assertOnlyBlueServes();
    }

    @Test
    void anAbortWhileItIsObservedAgainTakesItBack() throws Exception {
        bench.dieAt("< switch nginx");
        bench.observe = Duration.ofMinutes(10);
        Cancellation cancellation = new Cancellation();
        bench.when("> observe green", cancellation::stop);

        Outcome outcome =
                resumed(CutOff.by("Jenkins was restarted"), cancellation).orElseThrow();

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.ABORTED);
        assertOnlyBlueServes();
    }

    @Test
    void anAbortWhileItWaitsForTheLockTakesItBackAsWell() throws Exception {
        bench.dieAt("< switch nginx");
        Cancellation cancellation = new Cancellation();
        bench.when("> lock", cancellation::stop);

        Outcome outcome =
                resumed(CutOff.by("Jenkins was restarted"), cancellation).orElseThrow();

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.ABORTED);
        assertOnlyBlueServes();
    }

    @Test
    void anAbortThatCameBeforeTakesItBack() throws Exception {
        bench.dieAt("< switch nginx");

        Outcome outcome = resumed(new CutOff("The agent 'a' was lost", "switch", Slot.GREEN, true), new Cancellation())
                .orElseThrow();

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.ABORTED);
        assertThat(outcome.sentence()).startsWith("The agent 'a' was lost during this deployment");
        assertOnlyBlueServes();
    }

    @Test
    void anAbortComesTooLateForWhatWasBeingRetired() throws Exception {
        bench.dieAt("> stop blue");

        assertThat(resumed(new CutOff("The agent 'a' was lost", "retire", Slot.GREEN, true), new Cancellation())
                        .orElseThrow()
                        .result())
                .isEqualTo(Result.DEPLOYED);
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
    }

    @Test
    void saysWhatMayServeWhereTheHostsCannotBeAsked() throws Exception {
        bench.dieAt("< switch nginx");
        bench.host = new LocalHost("gone", List.of("/not/there/sh"), "/bin");

        Outcome outcome = resumed(new CutOff("The agent 'a' was lost", "switch", Slot.GREEN, false), new Cancellation())
                .orElseThrow();

        assertThat(outcome.result()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence())
                .contains(
                        "The agent 'a' was lost during this deployment, and how it ended could not be found out: ",
                        "last seen in the phase 'switch': either slot may be live, blue (port " + bench.slots.blue()
                                + ") as before or green (port " + bench.slots.green() + ") with release r2.",
                        "The next deployment of shop keeps release r2 where that serves");
        bench.host = new LocalHost();
    }

    private Optional<Outcome> resumed(CutOff cutOff, Cancellation cancellation) throws InterruptedException {
        return bench.resume(bench.number(), cutOff, cancellation);
    }

    @Test
    void knowsByTheSlotsThatItEndedWellWhereTheHistoryFoundNoRoom() throws Exception {
        assertThat(bench.deploy(Map.of()).result()).isEqualTo(Result.DEPLOYED);
        Files.delete(bench.directory().resolve("history"));

        Outcome outcome = bench.resume();

        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.DEPLOYED);
        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
    }

    @Test
    void tellsWhatTheNextDeploymentMadeOfIt() throws Exception {
        bench.dieAt("> await healthy");
        int cutOff = bench.number();
        assertThat(bench.deploy(Map.of()).result()).isEqualTo(Result.DEPLOYED);

        assertThat(bench.resume(cutOff).sentence()).contains("release r2 was taken back");
        assertThat(bench.body(Slot.GREEN)).contains("release=r3");
    }

    /** Its agent comes back late. */
    @Test
    void tellsThatItServedAndDoesNoMore() throws Exception {
        deployed(Map.of());
        int cutOff = bench.number();
        deployed(Map.of());

        Outcome outcome = bench.resume(cutOff);

        assertThat(outcome.result()).isEqualTo(Result.DEPLOYED);
        assertThat(outcome.sentence())
                .contains("release r2 served from green", "until release r3 was deployed after it");
        assertThat(outcome.live()).isNull();
        assertThat(bench.body(Slot.BLUE)).contains("release=r3");
    }

    @Test
    void neverStopsTheOnlyProcessThatIsLeftToServe() throws Exception {
        bench.dieAt("< stop blue");
        bench.mark = new ReleaseMark("X-Not-There");

        Outcome outcome = bench.resume();

        assertThat(outcome.result()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence())
                .contains("release r2 is served from green", "it is not healthy on local", "nothing to go back to");
        assertThat(Processes.listening(bench.slots.green())).isTrue();
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
    }

    /** The old process died as well meanwhile, so that there is nothing that nginx could be led back to. */
    @Test
    void neverStopsWhatNginxLeadsToWhereTheOldSlotIsDown() throws Exception {
        bench.dieAt("< switch nginx");
        Processes.listenerOf(bench.slots.blue()).flatMap(ProcessHandle::of).ifPresent(Processes::kill);
        bench.mark = new ReleaseMark("X-Not-There");

        Outcome outcome = bench.resume();

        assertThat(outcome.result()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence())
                .contains("release r2 is served from green", "it is not healthy on local", "nothing to go back to");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
    }

    private void assertOnlyBlueServes() throws Exception {
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
    }
}
