package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Outcome.Result;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Shells;
import io.jenkins.plugins.bluegreen.plan.Slot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in each of the shells that a host may have as {@code sh}; with busybox, its tools as well. */
class ShellsIT {

    @TempDir
    Path folder;

    @Test
    void dash() throws Exception {
        deploysAndUndoes(Shells.linkedAsSh("dash", folder));
    }

    @Test
    void bash() throws Exception {
        deploysAndUndoes(Shells.linkedAsSh("bash", folder));
    }

    @Test
    void busyboxWithItsOwnTools() throws Exception {
        deploysAndUndoes(Shells.linkedAsSh("busybox", folder));
    }

    private void deploysAndUndoes(Path bin) throws Exception {
        String path = bin + ":" + System.getenv("PATH");
        try (Bench bench = new Bench(Files.createDirectories(folder.resolve("bench")), new LocalHost(path))) {
            assertDeployed(bench.deploy(Map.of()), Slot.BLUE);
            assertDeployed(bench.deploy(Map.of("EXTRA", "it's\n$x")), Slot.GREEN);
            assertThat(bench.body(Slot.GREEN)).contains("extra=it's\n$x");
            Outcome crashed = bench.deploy(Map.of("BEHAVIOUR", "crash"));
            assertThat(crashed.result()).isEqualTo(Result.ROLLED_BACK);
            assertThat(crashed.sentence()).contains("ended with exit status 3", "serves as before", "is free again");
            bench.dieAt("> await healthy");
            assertDeployed(bench.deploy(Map.of()), Slot.BLUE);
            bench.forgetTheFlag();
            assertThat(bench.deploy(Map.of()).sentence()).contains("does not name " + bench.flag());
        }
    }

    private static void assertDeployed(Outcome outcome, Slot live) {
        assertThat(outcome.result())
                .as(outcome.sentence() + "\n" + outcome.evidence())
                .isEqualTo(Result.DEPLOYED);
        assertThat(outcome.live()).isEqualTo(live);
    }
}
