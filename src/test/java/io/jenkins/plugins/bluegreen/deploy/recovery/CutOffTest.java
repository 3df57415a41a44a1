package io.jenkins.plugins.bluegreen.deploy.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left to say of a deployment whose hosts cannot be asked. */
class CutOffTest {

    private static final String NOT_KNOWN =
            "How far it had come is not known, so either slot may be live. The next deployment"
                    + " of shop reads that on the hosts: it keeps release r2 where that serves and is healthy, and takes it back"
                    + " otherwise.";

    @TempDir
    Path folder;

    private Bench bench;

    @BeforeEach
    void begin() throws IOException {
        bench = new Bench(folder);
        bench.slots = new SlotPair(8081, 8082);
    }

    private String left(String phase, Slot slot) {
        DeployPlan plan = bench.plan(new Release("r2", "app.jar"), Map.of());
        return new CutOff("Jenkins was restarted", phase, slot, false).left(plan);
    }

    @Test
    void whatWasBeingPreparedIsTakenBackByTheNext() {
        assertThat(left("prepare", Slot.GREEN))
                .isEqualTo(
                        "It was last seen in the phase 'prepare': release r2 was being started in green (port 8082), and"
                                + " nginx serves what it served before, blue (port 8081) if anything. The next deployment of shop"
                                + " takes back what was prepared.");
    }

    @Test
    void whileItIsSwitchedEitherSlotMayBeLive() {
        assertThat(left("switch", Slot.GREEN))
                .isEqualTo(
                        "It was last seen in the phase 'switch': either slot may be live, blue (port 8081) as before or"
                                + " green (port 8082) with release r2. The next deployment of shop keeps release r2 where that"
                                + " serves and is healthy, and takes it back otherwise.");
    }

    @Test
    void whatWasBeingRetiredIsRetiredByTheNext() {
        assertThat(left("retire", Slot.BLUE))
                .isEqualTo(
                        "It was last seen in the phase 'retire': blue (port 8081) was live with release r2, and green"
                                + " (port 8082) was being stopped. The next deployment of shop finishes that where release r2 serves, and"
                                + " otherwise goes back where that can be.");
    }

    @Test
    void beforeTheFirstPhaseNothingIsChanged() {
        assertThat(left("", null))
                .isEqualTo(
                        "As far as is known it had changed nothing yet, so what served before is live, if anything.");
    }

    @Test
    void whatNobodyKnowsIsSaidToBeUnknown() {
        assertThat(left(null, null)).isEqualTo(NOT_KNOWN);
        assertThat(left("retire", null)).isEqualTo(NOT_KNOWN);
        assertThat(CutOff.by("Jenkins was restarted").left())
                .isEqualTo(
                        NOT_KNOWN.replace("shop", "the application").replace("release r2", "the release of this one"));
    }
}
