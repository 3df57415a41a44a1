package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of what comes after a first deployment, which serves from blue. */
abstract class DeployedOnce {

    @TempDir
    Path folder;

    Bench bench;

    @BeforeEach
    void deployOnce() throws Exception {
        bench = new Bench(folder);
        prepare();
        assertThat(bench.deploy(Map.of()).deployed()).isTrue();
    }

    /** Makes ready what that deployment needs beside the bench. */
    void prepare() throws Exception {
        // Nothing.
    }

    @AfterEach
    void closeBench() throws Exception {
        bench.close();
    }
}
