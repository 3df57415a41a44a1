package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Extent;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.process.systemd.OnSystemd;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whenever the power of a host goes whose applications systemd runs, what nginx leads to serves when it is up again. */
class RebootIT extends OnSystemd {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Lines of the console, of a deployment into a slot, the first one that stands there, and of what takes it back. */
    private static final List<String> MOMENTS = List.of(
            "< switch nginx",
            "> start NEW",
            "> await healthy",
            "> switch nginx",
            "> look at NEW once more",
            "> keep NEW up",
            "< undo: switch",
            "> stop OLD",
            "< stop OLD",
            "> undo: start NEW",
            "> undo: switch",
            "< undo: start NEW");

    @Test
    void whatNginxLeadsToComesBack() throws Exception {
        deployed(Map.of());
        for (int moment = 0; moment < MOMENTS.size(); moment++) {
            if (Extent.tries(moment % 6 == 0)) {
                tryAt(MOMENTS.get(moment));
            }
        }
    }

    private void tryAt(String moment) throws Exception {
        Slot before = live();
        String to = before.other().label();
        if (moment.contains("undo")) {
            bench.when("> observe " + to, () -> host.asRoot("systemctl kill -s KILL shop@" + to));
        }
        bench.dieAt(moment.replace("NEW", to).replace("OLD", before.label()));
        host.reboot();
        bench.host = host.loginAsUser();
        assertServes(moment);
        deployed(Map.of());
        assertServes(moment);
        assertLive(live());
    }

    @Test
    @Extent.InPart
    void theLiveSlotAloneComesBackAfterADeployment() throws Exception {
        deployed(Map.of());
        deployed(Map.of("EXTRA", "of r2"));
        host.reboot();
        bench.host = host.loginAsUser();
        assertServes("after it");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2 extra=of r2");
        assertLive(Slot.GREEN);
        assertThat(bench.test())
                .anyMatch(found -> found.text().equals("this host was rebooted since release r2 was deployed"));
        deployed(Map.of());
        assertLive(Slot.BLUE);
    }

    private Slot live() {
        return Files.exists(bench.flag()) ? Slot.GREEN : Slot.BLUE;
    }

    private void assertServes(String moment) {
        Until.so(LIMIT, () -> serves(live()), () -> moment + ": " + live() + " does not serve: " + units());
    }

    private boolean serves(Slot slot) {
        try {
            return bench.body(slot).startsWith("release=");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
