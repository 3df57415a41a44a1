package io.jenkins.plugins.bluegreen.process.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager.Stop;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A start command that sends the application to the background: what it started is ours wherever it went. */
class LeftSessionIT extends DeployedOnce {

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The ways of setsid(1), of daemon(3), which forks twice, and of what ends with an error behind that.
                "setsid -f %s > app.log 2>&1",
                // It serves only after that, since it is another sentence of a release that was healthy before.
                "(setsid sh -c '(until [ -e \"$DEPLOY_DIR/slots/$SLOT/exit\" ]; do sleep 0.1; done; exec \"$@\") &' daemon %s)"
                        + " > app.log 2>&1 < /dev/null & sleep 1",
            })
    void isRefusedWithOneSentenceAndNothingOfItIsLeft(String command) throws Exception {
        bench.command = command.formatted(Bench.tinyApp());
        Outcome outcome = bench.deploy(Map.of());
        assertRolledBackToBlue(outcome);
        assertThat(outcome.sentence())
                .contains("ended with exit status 0 before it was healthy, and left pid ")
                .contains("startCommand must stay in the foreground", "setsid");
        // Now and then the last one asks for a size, by a process of its own.
        Until.so(
                Duration.ofSeconds(20),
                () -> Processes.in(bench.directory()).size() == 3,
                () -> "not the first release alone, who waits for it, and who watches its log, but "
                        + Processes.in(bench.directory()));
        bench.command = null;
        deployed(Map.of());
    }

    @Test
    void isToldOfOneThatFailedAsWell() throws Exception {
        bench.command = "setsid -f sleep 300; exit 3";
        Outcome outcome = bench.deploy(Map.of());
        assertRolledBackToBlue(outcome);
        assertThat(outcome.sentence()).contains("ended with exit status 3").contains(": sleep 300");
    }

    @Test
    void isOursAsLongAsItsCommandGoesOn() throws Exception {
        bench.command = "setsid -f " + Bench.tinyApp() + "; sleep 300";
        deployed(Map.of());
        bench.command = null;
        deployed(Map.of());
        assertThat(Processes.listening(bench.slots.green())).isFalse();
    }

    @Test
    void isOursInTheBackgroundOfItsOwnSession() throws Exception {
        bench.command = Bench.tinyApp() + " > app.log 2>&1 &";
        deployed(Map.of());
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        bench.command = null;
        deployed(Map.of());
        assertThat(Processes.listening(bench.slots.green())).isFalse();
    }

    @Test
    void isNoneOfOursByTheIdOfTheDeploymentAlone() throws Exception {
        ProcessBuilder step = new ProcessBuilder("sleep", "300");
        // What a later step of the build has.
        step.environment().put("BLUE_GREEN_DEPLOYMENT", bench.plan(Map.of()).deploymentId());
        step.environment().put("DEPLOY_DIR", bench.directory().toString());
        Process other = step.start();
        try {
            HostState state = Cluster.inspect(Bench.on(new LocalHost(), bench.plan(Map.of())));
            assertThat(state.running(Slot.BLUE)).isTrue();
            assertThat(Bench.on(new LocalHost(), bench.plan(Map.of()))
                            .processes()
                            .stop(Slot.BLUE, ""))
                    .isEqualTo(Stop.ASKED);
            assertThat(other.isAlive()).isTrue();
        } finally {
            Processes.stop(other);
        }
    }
}
