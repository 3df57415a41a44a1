package io.jenkins.plugins.bluegreen.deploy.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
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
        deploysAndUndoes(LocalHost.in("dash", folder));
    }

    @Test
    void bash() throws Exception {
        deploysAndUndoes(LocalHost.in("bash", folder));
    }

    @Test
    void busyboxWithItsOwnTools() throws Exception {
        deploysAndUndoes(LocalHost.in("busybox", folder));
    }

    private void deploysAndUndoes(LocalHost shell) throws Exception {
        LocalHost host = shell.packing();
        try (Bench bench = new Bench(Files.createDirectories(folder.resolve("bench")), host)) {
            assertDeployed(bench.deploy(Map.of()), Slot.BLUE);
            assertDeployed(bench.deploy(Map.of("EXTRA", "it's\n$x")), Slot.GREEN);
            assertThat(bench.body(Slot.GREEN)).contains("extra=it's\n$x");
            Outcome crashed = bench.deploy(Map.of("BEHAVIOUR", "crash"));
            assertThat(crashed.result()).isEqualTo(Result.UNDONE);
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
