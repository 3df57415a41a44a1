package io.jenkins.plugins.bluegreen.jenkins.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReachedTest {

    private final Reached reached = new Reached();

    private CutOff after(String told) throws IOException {
        reached.write(told.getBytes(StandardCharsets.UTF_8));
        return reached.cutOff("The agent 'a' was lost", false);
    }

    private static CutOff known(String phase, Slot slot) {
        return new CutOff("The agent 'a' was lost", phase, slot, false);
    }

    @Test
    void knowsThePhaseThatWasToldLast() throws IOException {
        assertThat(after("")).isEqualTo(known("", null));
        assertThat(after(Reached.line("prepare", Slot.GREEN))).isEqualTo(known("prepare", Slot.GREEN));
        assertThat(after("swi")).as("half a line is none").isEqualTo(known("prepare", Slot.GREEN));
        assertThat(after("tch green\n")).isEqualTo(known("switch", Slot.GREEN));
        assertThat(after(Reached.line("retire", Slot.GREEN))).isEqualTo(known("retire", Slot.GREEN));
    }

    @Test
    void takesNoWordOfAnAgentForMoreThanThat() throws IOException {
        assertThat(after("<script>\n")).isEqualTo(known(null, null));
        assertThat(after("x".repeat(1_000_000) + "\n" + Reached.line("retire", Slot.BLUE)))
                .isEqualTo(known(null, null));
    }
}
