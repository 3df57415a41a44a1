package io.jenkins.plugins.bluegreen.deploy;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** Tests of what comes after a first deployment, which serves from blue. */
public abstract class DeployedOnce extends OnBench {

    @BeforeEach
    public void deployOnce() throws Exception {
        prepare();
        deployed(Map.of());
    }

    /** Makes ready what that deployment needs beside the bench. */
    public void prepare() throws Exception {
        // Nothing.
    }
}
