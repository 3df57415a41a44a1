package io.jenkins.plugins.bluegreen.jenkins.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.state.HealthSummary.Health;
import io.jenkins.plugins.bluegreen.deploy.status.HostStatus;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus.Live;
import io.jenkins.plugins.bluegreen.deploy.status.SlotStatus.Started;
import io.jenkins.plugins.bluegreen.deploy.status.StatusReport;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a script gets of how an application is. */
class StatusMapTest {

    private static Map<?, ?> slot(Slot slot) {
        Started started = new Started("r1", "shop #1", "deployment-1", "7", null);
        List<SlotStatus> slots = List.of(
                new SlotStatus(Slot.BLUE, 8080, started, Listener.OWN, Health.NOT_ASKED, Live.LIVE),
                new SlotStatus(Slot.GREEN, 8081, started, Listener.OWN, Health.NOT_ASKED, Live.IDLE, 25));
        HostStatus host = new HostStatus("web1", "", slots, "", null, null);
        Map<String, Object> map = StatusMap.of(new StatusReport("shop", Instant.EPOCH, List.of(host), List.of()));
        Map<?, ?> first = (Map<?, ?>) ((List<?>) map.get("hosts")).get(0);
        return (Map<?, ?>) ((Map<?, ?>) first.get("slots")).get(slot.label());
    }

    @Test
    void theReadmeNamesEveryValueOfASlot() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(slot(Slot.BLUE).keySet())
                .allSatisfy(key -> assertThat(readme).contains("`" + key + "`"));
    }

    @Test
    void aShareOfTheClientsIsToldWhereTheyAreLed() {
        assertThat(slot(Slot.BLUE).get("share")).isEqualTo(0);
        assertThat(slot(Slot.GREEN).get("share")).isEqualTo(25);
        assertThat(slot(Slot.GREEN).get("state")).isEqualTo("idle");
    }
}
