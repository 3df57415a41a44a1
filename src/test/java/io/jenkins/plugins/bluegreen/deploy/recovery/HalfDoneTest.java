package io.jenkins.plugins.bluegreen.deploy.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal.Phase;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import io.jenkins.plugins.bluegreen.port.process.SlotState;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HalfDoneTest {

    private static final SlotState NEVER_USED =
            new SlotState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Listener.NONE);
    private static final SlotState OLD = slot("d1", Optional.of("7"), Listener.OWN);
    private static final SlotState OLD_GONE = slot("d1", Optional.empty(), Listener.NONE);
    private static final SlotState NEW = slot("d2", Optional.of("8"), Listener.OWN);
    private static final SlotState NEW_DEAF = slot("d2", Optional.of("8"), Listener.NONE);

    @Test
    void theOnlyProcessThatARouterLeadsToIsNeverStopped() {
        assertThat(canGoBack(Phase.PREPARE, Slot.GREEN, OLD_GONE, NEW)).isFalse();
        assertThat(canGoBack(Phase.SWITCH, Slot.GREEN, OLD_GONE, NEW)).isFalse();
        assertThat(canGoBack(Phase.PREPARE, null, OLD_GONE, NEW)).as("stale").isFalse();
    }

    @Test
    void whatNobodyComesToOrTheOldSlotCanServeInsteadOfIsStopped() {
        for (Phase phase : Phase.values()) {
            assertThat(canGoBack(phase, Slot.BLUE, OLD_GONE, NEW)).isTrue();
            assertThat(canGoBack(phase, Slot.GREEN, OLD, NEW)).isTrue();
        }
    }

    @Test
    void beforeTheSwitchWhatServesNobodyIsStopped() {
        assertThat(canGoBack(Phase.PREPARE, Slot.GREEN, NEVER_USED, NEW))
                .as("a first deployment, to where the router leads from the beginning")
                .isTrue();
        assertThat(canGoBack(Phase.PREPARE, Slot.GREEN, OLD_GONE, NEW_DEAF)).isTrue();
        assertThat(canGoBack(Phase.SWITCH, Slot.GREEN, OLD_GONE, NEW_DEAF)).isFalse();
    }

    @Test
    void oneHostWhereTheOldSlotIsDownIsEnough() {
        HalfDone left = left(Phase.PREPARE, Slot.GREEN, host(OLD, NEW), host(OLD_GONE, NEW));
        assertThat(left.canGoBack()).isFalse();
        assertThat(left.oldRuns()).isFalse();
        assertThat(left.oldIsLeft()).isTrue();
    }

    @Test
    void saysWhyItIsDown() {
        assertThat(left(Phase.SWITCH, Slot.GREEN, host(OLD, NEW)).down()).isEmpty();
        assertThat(left(Phase.SWITCH, Slot.GREEN, host(OLD, NEW), host(OLD, NEW_DEAF))
                        .down())
                .isEqualTo("it does not listen on app1");
        assertThat(left(Phase.SWITCH, Slot.GREEN, host(OLD, OLD)).down())
                .as("another deployment's")
                .isEqualTo("it does not run on app1");
        assertThat(left(Phase.SWITCH, Slot.GREEN, host(OLD, slot("d2", Optional.of("8"), Listener.stranger("of root"))))
                        .down())
                .isEqualTo("its port on app1 is held by a process of root");
    }

    private static boolean canGoBack(Phase phase, Slot live, SlotState blue, SlotState green) {
        return left(phase, live, host(blue, green)).canGoBack();
    }

    /** @param live what the router leads to; null where it may be either */
    private static HalfDone left(Phase phase, Slot live, HostState... hosts) {
        RouterState router = new RouterState(Optional.ofNullable(live), "the file says so", null, live == null, false);
        return new HalfDone(
                new Journal("shop", "d2", "r2", Slot.GREEN, phase, "ann"),
                Stream.of(hosts).toList(),
                List.of(router));
    }

    private static HostState host(SlotState blue, SlotState green) {
        return new HostState("app1", Map.of(Slot.BLUE, blue, Slot.GREEN, green), Optional.empty());
    }

    private static SlotState slot(String deployment, Optional<String> process, Listener listener) {
        return new SlotState(
                Optional.of("r-" + deployment), Optional.of(deployment), Optional.of(8080), process, listener);
    }
}
