package io.jenkins.plugins.bluegreen.deploy.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Shells;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts on which no deployment can work: that is said, and nothing is made there. */
class UnfitHostIT {

    @TempDir
    Path folder;

    @Test
    void saysWhichToolsAreMissing() throws Exception {
        Path bin = Shells.withAllBut(folder, "flock", "setsid");
        Bench bench = new Bench(folder.resolve("bench"), new LocalHost(bin.toString()));

        Outcome outcome = bench.deploy(Map.of());
        bench.nginx.close();

        assertThat(outcome.result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(outcome.sentence())
                .contains("The host local lacks flock, setsid; install them", "Nothing was changed.");
        assertThat(bench.directory()).doesNotExist();
    }

    @Test
    void saysWhyTheDirectoryCannotBeMade() throws Exception {
        Bench bench = new Bench(folder);
        Files.writeString(bench.directory(), "a file");

        Outcome outcome = bench.deploy(Map.of());
        bench.nginx.close();

        assertThat(outcome.result()).isEqualTo(Result.ROLLED_BACK);
        assertThat(outcome.sentence())
                .contains("may not write to " + bench.directory(), "create it for that user", "Nothing was changed.");
        assertThat(bench.directory()).hasContent("a file");
    }
}
