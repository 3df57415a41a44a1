package io.jenkins.plugins.bluegreen.jenkins.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.value.Mask;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentConsoleTest {

    private static final String SECRET = "s3cret-Value-1";

    @Test
    void whatEndsHidesWhatNoConsoleMayShow() {
        String name = "x " + SECRET;
        Traffic traffic = new Traffic(
                Instant.EPOCH, List.of(new Traffic.Span(0, Map.of(name, 1), 0, 0, Duration.ZERO)), List.of());
        Outcome outcome = new Outcome(
                Outcome.Result.DEPLOYED,
                "id",
                name,
                new SlotChange(Slot.GREEN, 8081, null, 0),
                new Outcome.Period(Instant.EPOCH, Duration.ZERO),
                List.of(new StepReport(name, name, Instant.EPOCH, Duration.ZERO, StepReport.Status.DONE, name)),
                new Availability(1, 1, 0, Duration.ZERO, Duration.ZERO, null, Map.of(name, 1), traffic),
                new Reason(name, name));

        Outcome masked = AgentConsole.masked(outcome, Mask.of(List.of(SECRET)));

        assertThat(outcome.toString()).contains(SECRET);
        assertThat(masked.toString()).doesNotContain(SECRET);
        assertThat(masked.steps()).hasSize(1);
        assertThat(masked.availability().failures()).containsValue(1);
    }
}
