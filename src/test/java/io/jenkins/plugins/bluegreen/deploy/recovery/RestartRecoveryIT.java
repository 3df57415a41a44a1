package io.jenkins.plugins.bluegreen.deploy.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments that are cut off, as by a restart of Jenkins, and then taken up again by their id. */
class RestartRecoveryIT extends DeployedOnce {

    @ParameterizedTest
    @ValueSource(strings = {"> ship", "< ship", "> start", "< start", "> await healthy", "> switch nginx"})
    void takesBackWhatDidNotComeToTheSwitch(String line) throws Exception {
        bench.dieAt(line);

        Outcome outcome = bench.resume();

        assertThat(outcome.result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(outcome.sentence()).contains("restarted", "release r2 was taken back", "Deploy again");
        assertOnlyBlueServes();
        assertThat(bench.resume())
                .as("asked once more, it is read in the history")
                .extracting(Outcome::result, Outcome::sentence)
                .containsExactly(outcome.result(), outcome.sentence());
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

        assertThat(bench.resume().result()).isEqualTo(Result.ROLLED_BACK);
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

        assertThat(bench.resume().result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(bench.flag()).doesNotExist();
        assertOnlyBlueServes();
    }

    @Test
    void takesBackASwitchWhoseFrontDoorDoesNotAnswer() throws Exception {
        bench.dieAt("< switch nginx");
        bench.frontDoor = () -> new HealthProbe.Answer(false, "502", "");

        assertThat(bench.resume().result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(bench.flag()).doesNotExist();
        assertOnlyBlueServes();
    }

    @Test
    void saysThatNothingWasChangedByADeploymentThatHadNotBegun() throws Exception {
        bench.dieAt("> lock");

        Outcome outcome = bench.resume();

        assertThat(outcome.result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(outcome.sentence()).contains("before this deployment had changed anything");
        assertOnlyBlueServes();
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

    @Test
    void neverStopsTheOnlyProcessThatIsLeftToServe() throws Exception {
        bench.dieAt("< stop blue");
        bench.mark = new ReleaseMark("X-Not-There");

        Outcome outcome = bench.resume();

        assertThat(outcome.result()).isEqualTo(Result.STUCK);
        assertThat(outcome.sentence()).contains("release r2 is served from green", "not healthy any more");
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
        assertThat(outcome.sentence()).contains("release r2 is served from green", "not healthy any more");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
    }

    private void assertOnlyBlueServes() throws Exception {
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
    }
}
