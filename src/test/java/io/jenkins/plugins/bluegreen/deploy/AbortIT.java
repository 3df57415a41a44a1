package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Outcome.Result;
import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.site.Patience;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deployments whose build is aborted: before the switch, after it, and when it is too late. */
class AbortIT extends DeployedOnce {

    @Test
    void undoesAnAbortedDeployment() throws Exception {
        Patience patience = new Patience();
        bench.when("> await healthy", patience::stop);
        Outcome outcome = bench.deploy(Map.of("STATUS", "503"), patience);
        assertThat(outcome.result()).isEqualTo(Result.ABORTED);
        assertLeftAsBefore(outcome);
    }

    @Test
    void aSecondAbortWhileItIsUndoneChangesNothing() throws Exception {
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
        Patience patience = new Patience();
        bench.when("< switch nginx", patience::stop);
        Outcome outcome = bench.deploy(Map.of(), patience);
        assertThat(outcome.result()).isEqualTo(Result.ABORTED);
        assertThat(bench.flag()).doesNotExist();
        assertLeftAsBefore(outcome);
    }

    @Test
    void goesOnWhenAbortedWhileTheOldSlotIsBeingRetired() throws Exception {
        Patience patience = new Patience();
        bench.when("> drain blue", patience::stop);
        Outcome outcome = bench.deploy(Map.of(), patience);
        assertThat(outcome.result()).isEqualTo(Result.DEPLOYED);
        assertThat(bench.console).anyMatch(line -> line.contains("came too late"));
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
    }
}
