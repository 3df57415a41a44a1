package io.jenkins.plugins.bluegreen.process.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager.Stop;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listeners whose open files the login user may not look at, which is then not root. */
class ConcealedIT extends OnBench {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LAP = Duration.ofMillis(20);
    private static final List<String> AS_NOBODY =
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh");

    private ApplicationHost host;

    @BeforeEach
    void logInAsNobody() throws Exception {
        assumeThat(Programs.asRoot()).as("only root may become somebody else").isTrue();
        Files.createDirectories(bench.directory());
        Programs.run("chown", "-R", "65534:65534", folder.toString());
        host = Bench.on(new LocalHost("local", AS_NOBODY, System.getenv("PATH")), bench.plan(Map.of()));
    }

    @Test
    void aProgramWithFileCapabilitiesIsOurs() throws Exception {
        String program = capable();
        bench.command = "exec " + program + " nc -ll -p $PORT -e true";
        host = Bench.on(host.host(), bench.plan(Map.of()));
        host.processes().start(Slot.BLUE);
        Processes.awaitListening(bench.slots.blue(), LIMIT);
        assertThat(host.processes().status(Slot.BLUE, LIMIT, LAP).port()).isEqualTo(Listener.OWN);
        assertThat(Cluster.inspect(host).stranger(Slot.BLUE)).isEmpty();
        assertThat(host.processes().stop(Slot.BLUE, "")).isEqualTo(Stop.ASKED);
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
    }

    @Test
    void oneThatWeDidNotStartIsSaidAsItIs() throws Exception {
        Process stranger = new ProcessBuilder(List.of(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        capable(),
                        "nc",
                        "-ll",
                        "-p",
                        Integer.toString(bench.slots.blue()),
                        "-e",
                        "true"))
                .start();
        try {
            Processes.awaitListening(bench.slots.blue(), LIMIT);
            assertThat(Cluster.inspect(host).stranger(Slot.BLUE).orElseThrow())
                    .isEqualTo(
                            "a process of nobody whose files may not be looked at, such as one with file capabilities");
        } finally {
            Processes.stop(stranger);
        }
    }

    @Test
    void thatOfAnotherUserIsSaidInASentenceThatReads() throws Exception {
        try (ServerSocket roots = new ServerSocket(bench.slots.blue(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(roots.isBound()).isTrue();
            assertThat(Cluster.inspect(host).describe(Slot.BLUE))
                    .isEqualTo("never used, port held by a process of root, which nobody may not look at");
        }
    }

    private String capable() throws Exception {
        Path program = folder.resolve("busybox");
        Files.copy(Path.of("/bin/busybox"), program);
        Programs.run("chmod", "755", program.toString());
        Programs.run(Programs.find("setcap", "libcap2-bin"), "cap_net_bind_service+ep", program.toString());
        return program.toString();
    }
}
