package io.jenkins.plugins.bluegreen.process.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What systemd starts, keeps up and stops for a deployment. */
class SystemdIT extends OnSystemd {

    @Test
    void deploysAndSwapsAndLeavesOneUnitEnabled() throws Exception {
        deployed(Map.of("EXTRA", "it's\n$x"));
        assertLive(Slot.BLUE);
        assertThat(bench.body(Slot.BLUE)).contains("release=r1", "extra=it's\n$x");
        assertThat(host.asRoot("systemctl show -p User -p ControlGroup shop@blue"))
                .contains("User=deploy", "shop@blue.service");
        for (String file : new String[] {"env", "run", "process"}) {
            assertThat(Bench.mode(bench.directory().resolve("slots/blue/" + file)))
                    .isEqualTo("rw-------");
        }
        deployed(Map.of());
        assertLive(Slot.GREEN);
        deployed(Map.of());
        assertLive(Slot.BLUE);
        assertThat(bench.body(Slot.BLUE)).contains("release=r3");
    }

    @Test
    void oneThatCrashesAtItsStartIsNoticedAtOnceWithItsLastWords() throws Exception {
        Outcome first = undone(Map.of("BEHAVIOUR", "crash"));
        assertThat(first.sentence()).contains("ended with exit status 3 before it was healthy");
        assertThat(first.evidence()).contains("cannot reach the database");
        assertThat(units()).isEqualTo("inactive disabled, inactive disabled");
        deployed(Map.of());
        Outcome second = undone(Map.of("BEHAVIOUR", "crash"));
        assertThat(second.sentence()).contains("blue (port " + bench.slots.blue() + ") serves as before");
        assertThat(second.evidence()).contains("cannot reach the database");
        assertThat(bench.body(Slot.BLUE)).contains("release=r2");
        assertLive(Slot.BLUE);
    }
}
