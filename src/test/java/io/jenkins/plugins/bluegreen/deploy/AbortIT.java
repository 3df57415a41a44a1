package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deployments whose build is aborted: before the switch, after it, and when it is too late. */
class AbortIT extends DeployedOnce {

    @Test
    void undoesAnAbortedDeployment() throws Exception {
        Cancellation cancellation = new Cancellation();
        bench.when("> await healthy", cancellation::stop);
        Outcome outcome = bench.deploy(Map.of("STATUS", "503"), cancellation);
        assertThat(outcome.result()).isEqualTo(Result.ABORTED);
        assertLeftAsBefore(outcome);
    }

    @Test
    void aSecondAbortWhileItIsUndoneChangesNothing() throws Exception {
        Cancellation cancellation = new Cancellation();
        bench.when("< switch nginx", cancellation::stop);
        bench.when("> undo: switch nginx", cancellation::stop);
        bench.when("> undo: start", cancellation::stop);
        Outcome outcome = bench.deploy(Map.of(), cancellation);
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
        Cancellation cancellation = new Cancellation();
        bench.when("< switch nginx", cancellation::stop);
        Outcome outcome = bench.deploy(Map.of(), cancellation);
        assertThat(outcome.result()).isEqualTo(Result.ABORTED);
        assertThat(bench.flag()).doesNotExist();
        assertLeftAsBefore(outcome);
    }

    @ParameterizedTest
    @ValueSource(strings = {"> observe green", "> drain blue", "< drain blue", "> look at green"})
    void switchesBackWhenAbortedBeforeTheOldProcessIsBeingStopped(String line) throws Exception {
        Cancellation cancellation = new Cancellation();
        bench.when(line, cancellation::stop);
        Outcome outcome = bench.deploy(Map.of(), cancellation);
        assertThat(outcome.result()).isEqualTo(Result.ABORTED);
        assertThat(bench.flag()).doesNotExist();
        assertLeftAsBefore(outcome);
    }

    @Test
    void waitsForNoAnswerOfTheFrontDoorWhenAborted() throws Exception {
        Cancellation cancellation = new Cancellation();
        CountDownLatch never = new CountDownLatch(1);
        bench.frontDoor = () -> {
            cancellation.stop();
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new HealthProbe.Answer(true, "200", "");
        };
        Outcome outcome = bench.deploy(Map.of(), cancellation);
        assertThat(outcome.result()).isEqualTo(Result.ABORTED);
        assertThat(bench.flag()).doesNotExist();
        assertLeftAsBefore(outcome);
        never.countDown();
    }

    @Test
    void goesOnWhenAbortedWhileTheOldSlotIsBeingRetired() throws Exception {
        Cancellation cancellation = new Cancellation();
        bench.when("> stop blue", cancellation::stop);
        Outcome outcome = bench.deploy(Map.of(), cancellation);
        assertThat(outcome.result()).isEqualTo(Result.DEPLOYED);
        assertThat(bench.console).anyMatch(line -> line.contains("came too late"));
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }
}
