package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A defect of our own ends in a known state as well. */
class DefectIT extends DeployedOnce {

    @Test
    void aDefectOfOurOwnEndsInAKnownStateAsWell() throws Exception {
        AtomicBoolean begun = new AtomicBoolean();
        bench.when("> await healthy", () -> begun.set(true));
        bench.probe = (host, port, release) -> {
            if (!begun.get()) {
                return new HealthProbe.Answer(true, "200", "");
            }
            throw new StackOverflowError("deep");
        };
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("met a defect of its own", "deep", "please report it");
        assertThat(outcome.evidence()).contains("DefectIT");
        assertRolledBackToBlue(outcome);

        // Before anything was begun.
        begun.set(true);
        Outcome early = bench.deploy(Map.of());
        assertThat(early.result()).isEqualTo(Result.UNDONE);
        assertThat(early.sentence()).contains("met a defect of its own", "Nothing was changed.");
        assertThat(early.evidence()).contains("DefectIT");
    }

    @Test
    void aDefectWithinAnUndoIsNoUndo() throws Exception {
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
}
