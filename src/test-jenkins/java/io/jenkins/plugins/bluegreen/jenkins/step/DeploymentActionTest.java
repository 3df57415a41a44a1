package io.jenkins.plugins.bluegreen.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.EnvVars;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeploymentActionTest {

    private static void tell(EnvVars environment, Slot previous, int previousPort) {
        Outcome outcome = new Outcome(
                Outcome.Result.DEPLOYED,
                "shop-7-0a1b2c",
                "r7",
                new SlotChange(Slot.GREEN, 8081, previous, previousPort),
                new Outcome.Period(Instant.EPOCH, Duration.ZERO),
                List.of(),
                Availability.UNKNOWN,
                new Reason("", ""));
        new DeploymentAction(outcome).buildEnvironment(null, environment);
    }

    @Test
    void aFirstDeploymentHasNoPreviousPortNotEvenThatOfAnotherOne() {
        EnvVars environment = new EnvVars();

        tell(environment, Slot.BLUE, 8080);
        assertThat(environment).containsEntry("BLUE_GREEN_PREVIOUS_PORT", "8080");
        tell(environment, null, 0);

        assertThat(environment)
                .isEqualTo(Map.of(
                        "BLUE_GREEN_DEPLOYMENT", "shop-7-0a1b2c",
                        "BLUE_GREEN_RELEASE", "r7",
                        "BLUE_GREEN_LIVE_SLOT", "green",
                        "BLUE_GREEN_LIVE_PORT", "8081"));
    }
}
