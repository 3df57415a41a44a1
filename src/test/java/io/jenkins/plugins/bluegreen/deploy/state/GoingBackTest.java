package io.jenkins.plugins.bluegreen.deploy.state;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.journal.Left;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import io.jenkins.plugins.bluegreen.port.process.SlotState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether what was live when it was chosen where to go back to still is. */
class GoingBackTest {

    @TempDir
    Path folder;

    private static HostState host(String name, int blue, int green) {
        return new HostState(name, Map.of(Slot.BLUE, slot(blue), Slot.GREEN, slot(green)), Optional.empty());
    }

    private static SlotState slot(int number) {
        return new SlotState(
                Optional.of("r" + number), Optional.of("d" + number), Optional.empty(), Optional.of("1"), Listener.OWN);
    }

    private record Found(Slot live, HostState... hosts) {}

    @Test
    void isSoWhereNothingWasStartedInThatSlotSince() throws Exception {
        DeployPlan plan = new Bench(folder).plan(Map.of());
        GoingBack back =
                GoingBack.from(Slot.GREEN, List.of(host("one", 1, 2), host("two", 1, 2)), new Left("r2", true), false);

        assertThatCode(() -> back.check(plan, Slot.GREEN, List.of(host("one", 1, 2), host("two", 1, 2))))
                .doesNotThrowAnyException();
        // One that failed was in the idle slot.
        assertThatCode(() -> back.check(plan, Slot.GREEN, List.of(host("one", 3, 2), host("two", 1, 2))))
                .doesNotThrowAnyException();
        for (Found since : List.of(
                new Found(Slot.BLUE, host("one", 3, 2), host("two", 3, 2)),
                // Two since.
                new Found(Slot.GREEN, host("one", 3, 4), host("two", 3, 4)),
                new Found(Slot.GREEN, host("one", 1, 2), host("two", 3, 4)))) {
            assertThatThrownBy(() -> back.check(plan, since.live(), List.of(since.hosts())))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("while release r2 was live in green")
                    .hasMessageContaining("since then somebody deployed");
        }
    }
}
