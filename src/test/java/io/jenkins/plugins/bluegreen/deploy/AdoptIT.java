package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first deployment beside an application that was started by hand, and that users are served by. */
class AdoptIT extends OnBench {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<Process> byHand = new ArrayList<>();
    private long pid;

    @BeforeEach
    void startByHand() throws Exception {
        Files.createDirectories(bench.directory());
        startAt(Slot.BLUE);
        pid = Processes.listenerOf(bench.slots.blue()).orElseThrow();
        bench.nginx = PrivateNginx.withFlagAt(bench.flag(), bench.slots);
        bench.adopt = "TinyApp";
    }

    private void startAt(Slot slot) throws IOException {
        // In nobody's session of its own, and with something that it started itself.
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec " + Bench.tinyApp());
        builder.environment()
                .putAll(Map.of(
                        "PORT", Integer.toString(bench.slots.port(slot)),
                        "RELEASE", "of-old",
                        "SLOT", "none",
                        "CHILD", "sleep 300",
                        "DEPLOY_DIR", bench.directory().toString()));
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("by-hand.log").toFile());
        byHand.add(builder.start());
        Processes.awaitListening(bench.slots.port(slot), LIMIT);
    }

    @AfterEach
    void stopByHand() {
        byHand.forEach(process -> process.descendants().toList().forEach(Processes::kill));
        byHand.forEach(process -> Processes.kill(process.toHandle()));
    }

    @Test
    void isTakenOverWithoutAGap() throws Exception {
        long child = ProcessHandle.of(pid)
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow()
                .pid();
        try (Traffic traffic = Traffic.to(bench.nginx.url(), 50)) {
            Outcome outcome = deployed(Map.of());
            assertThat(outcome.live()).isEqualTo(Slot.GREEN);
            assertThat(outcome.previous()).isEqualTo(Slot.BLUE);
            assertThat(traffic.stop().failures()).isEmpty();
        }
        assertSaid("< adopt what serves as blue (port " + bench.slots.blue() + ")", "pid " + pid + " of ", "TinyApp");
        assertThat(bench.body(Slot.GREEN)).contains("release=r1");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
        assertThat(Processes.alive(pid)).isFalse();
        Until.so(LIMIT, () -> !Processes.alive(child), () -> "what it started runs on");
        // From now on it is like any other.
        bench.adopt = "";
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.BLUE);
    }

    @Test
    void isLeftAsItWasWhereTheDeploymentFails() throws Exception {
        Outcome crashed = bench.deploy(Map.of("BEHAVIOUR", "crash"));
        assertThat(crashed.result()).isEqualTo(Result.ROLLED_BACK);
        assertUntouched();

        bench.frontDoor = () -> new HealthProbe.Answer(false, "502", "");
        Outcome switchedBack = bench.deploy(Map.of());
        assertThat(switchedBack.result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(bench.console).anyMatch(line -> line.startsWith("< undo: switch nginx"));
        assertUntouched();
    }

    @Test
    void isRefusedWhereItIsNotTheOneThatIsMeant() throws Exception {
        bench.adopt = "";
        assertThat(bench.deploy(Map.of()).sentence())
                .contains("is held by a process that this plugin did not start (pid " + pid)
                .contains("or name its command in adopt", "Nothing was changed");
        bench.adopt = "another.jar";
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("cannot be adopted as blue by adopt: 'another.jar'");
        assertThat(outcome.evidence()).contains("held by another command: pid " + pid + " of ", "TinyApp");
        assertUntouched();
        bench.adopt = "TinyApp";
        try (ServerSocket stranger = new ServerSocket(bench.slots.green(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(bench.deploy(Map.of()).sentence())
                    .contains("port " + bench.slots.green() + " (green)", "did not start");
            assertThat(stranger.isClosed()).isFalse();
        }
        assertUntouched();
    }

    @Test
    void isShownByATestThatChangesNothing() throws Exception {
        assertThat(bench.test())
                .noneMatch(finding -> finding.kind() == PreflightCheck.Kind.FAULT)
                .anyMatch(finding -> finding.text().startsWith("a deployment would adopt pid " + pid + " of ")
                        && finding.text().contains("TinyApp")
                        && finding.text()
                                .endsWith(" as blue, and stop that after the switch; a deployment would go to green ("
                                        + bench.slots.green() + ")"));
        assertUntouched();
        bench.adopt = "another.jar";
        assertThat(bench.test())
                .anyMatch(finding -> finding.kind() == PreflightCheck.Kind.FAULT
                        && finding.text().contains("held by another command: pid " + pid));
        bench.adopt = "TinyApp";
        try (ServerSocket stranger = new ServerSocket(bench.slots.green(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(bench.test())
                    .anyMatch(finding -> finding.kind() == PreflightCheck.Kind.FAULT
                            && finding.text().contains("port " + stranger.getLocalPort() + " (green)"));
        }
    }

    @Test
    void isStoppedInTheEndAlsoWhereADeploymentWasCutOff() throws Exception {
        bench.dieAt("< switch nginx");
        assertThat(Processes.alive(pid)).isTrue();
        deployed(Map.of());
        assertThat(Processes.alive(pid)).isFalse();
        assertThat(bench.body(Slot.BLUE) + bench.body(Slot.GREEN))
                .contains("release=r2")
                .doesNotContain("of-old");
    }

    private void assertUntouched() throws InterruptedException {
        assertThat(Processes.alive(pid)).isTrue();
        assertThat(bench.body(Slot.BLUE)).contains("release=of-old");
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        for (String name : List.of("slots/blue/process", "slots/green/process", "journal")) {
            assertThat(bench.directory().resolve(name)).doesNotExist();
        }
    }
}
