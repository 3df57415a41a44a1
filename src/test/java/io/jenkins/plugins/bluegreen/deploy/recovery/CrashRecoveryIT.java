package io.jenkins.plugins.bluegreen.deploy.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the next deployment does about one that was cut off. */
class CrashRecoveryIT extends DeployedOnce {

    @Test
    void finishesADeploymentThatWasCutOffWhenItsReleaseServesAlready() throws Exception {
        bench.dieAt("> drain blue");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        Outcome next = deployed(Map.of());
        assertThat(bench.console).anyMatch(line -> line.contains("was cut off"));
        assertThat(next.previous()).isEqualTo(Slot.GREEN);
        assertThat(next.live()).isEqualTo(Slot.BLUE);
    }

    @Test
    void undoesADeploymentThatWasCutOffBeforeTheSwitch() throws Exception {
        bench.dieAt("> await healthy");
        Outcome next = deployed(Map.of());
        assertThat(bench.console).anyMatch(line -> line.contains("It is undone"));
        assertThat(next.previous()).isEqualTo(Slot.BLUE);
        assertThat(next.live()).isEqualTo(Slot.GREEN);
        assertThat(bench.body(Slot.GREEN)).contains("release=r3");
    }

    @Test
    void aRefusalAfterASettlementSaysThatThisWasChanged() throws Exception {
        bench.dieAt("> await healthy");
        AtomicReference<ServerSocket> stranger = new AtomicReference<>();
        bench.when("  It is undone", () -> stranger.set(listenOn(bench.slots.green())));
        Outcome outcome = bench.deploy(Map.of());
        stranger.get().close();
        assertThat(outcome.sentence())
                .contains("did not start")
                .endsWith("Nothing was changed but what a deployment that was cut off had left, which is settled.");
    }

    private static ServerSocket listenOn(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
