package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Extent;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A login user who may not write as much as there is room: {@code df} does not tell, and the write fails in the middle. */
@Extent.InPart
class QuotaIT {

    private FarHost host;

    @BeforeEach
    void deployOnce() throws Exception {
        host = FarHost.withQuota();
        assertThat(host.wrongAfter(host.deployHere())).isEmpty();
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void aQuotaIsToldNothingIsLostAndTheNextTryWorks() throws Exception {
        byte[] noise = new byte[FarHost.QUOTA_KB * 1024 + 5000];
        new Random(1).nextBytes(noise);
        Path large = Files.write(host.scratch.path().resolve("large.jar"), noise);
        Outcome outcome = host.deploy(large);
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("The upload of large.jar", "check the free space, the quota and the directory there")
                .contains("blue (port " + host.slots.blue() + ") serves as before");
        assertThat(host.directory().resolve("releases")).isDirectoryContaining("glob:**/r1");
        assertThat(host.directory().resolve("releases")).isDirectoryNotContaining("glob:**r2*");
        assertThat(host.directory().resolve("journal")).doesNotExist();
        assertThat(host.wrongAfter(host.deployHere())).isEmpty();
    }
}
