package io.jenkins.plugins.bluegreen.deploy.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Period;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.value.Mask;
import io.jenkins.plugins.bluegreen.port.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskedTest {

    private static final Availability SEEN = new Availability(
            2, 1, 0, Duration.ofMillis(9), Duration.ofMillis(9), null, Map.of("no answer to hunter2", 1));

    /** A front door may answer, or be asked, with what only the settings of an old release tell. */
    @Test
    void whatWasNoticedIsToldWithoutSecrets() {
        List<Availability> told = new ArrayList<>();
        Progress progress = new Silence() {
            @Override
            public void noticed(Availability seen) {
                told.add(seen);
            }
        };
        Masked masked = new Masked(progress, Mask.of(List.of("hunter2")));

        masked.noticed(SEEN);
        Outcome outcome = masked.in(
                new Outcome(
                        Outcome.Result.UNDONE,
                        "shop-42-0a1b2c",
                        "42",
                        new SlotChange(null, 0, null, 0),
                        new Period(Instant.EPOCH, Duration.ZERO),
                        List.of(),
                        SEEN,
                        new Reason("", "")),
                List.of());

        assertThat(told)
                .singleElement()
                .asString()
                .contains("no answer to ****")
                .doesNotContain("hunter2");
        assertThat(outcome.availability()).isEqualTo(told.get(0));
    }
}
