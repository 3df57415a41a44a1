package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Extent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire when a release that is much like the one before is deployed, and what comes of it when that is cut. */
class DeltaUploadIT {

    private final FarHost host = FarHost.withFlag();
    private int number;

    @AfterEach
    void close() {
        host.close();
    }

    /** Counted are all bytes of the whole deployment, both ways: logins, scripts, health checks and all. */
    @Test
    @Extent.InPart
    void oneClassOfALargeJarTakesOneInAHundredOfItsBytesAtTheMost() throws Exception {
        assertThat(carried(jar(65, 0))).isGreaterThan(65_000_000);
        Path next = jar(65, 0);
        assertThat(carried(next)).isLessThan(Files.size(next) / 100);
        assertThat(Files.mismatch(shipped(), next)).isEqualTo(-1);
        // And once more the same, by another name.
        assertThat(carried(Files.copy(next, next.resolveSibling("copy.jar")))).isLessThan(Files.size(next) / 100);
    }

    @Test
    void aDeltaThatIsCutLeavesNothingAndTheNextOneWorks() throws Exception {
        carried(jar(3, 0));
        Random random = new Random(1);
        for (int round = 0; round < 8; round++) {
            // The logins and scripts take some 35 kB before it.
            long where = 40_000L + random.nextInt(1_000_000);
            if (!Extent.tries(round < 3)) {
                continue;
            }
            Path next = jar(3, 1);
            host.link.cutAfter(where);
            assertThat(host.deployHere(next))
                    .last()
                    .asString()
                    .startsWith("= UNDONE")
                    .contains("serves as before");
            assertThat(releases()).hasSize(1);
            assertThat(host.directory().resolve("journal")).doesNotExist();
        }
        Path next = jar(3, 1);
        assertThat(carried(next)).isLessThan(1_500_000);
        assertThat(Files.mismatch(shipped(), next)).isEqualTo(-1);
    }

    private Path jar(int libraries, int changed) throws IOException {
        number++;
        return FatJar.of(host.artifact(number), libraries, changed, number);
    }

    private long carried(Path artifact) throws Exception {
        long before = host.link.carried();
        int connected = host.link.connections();
        List<String> said = host.deployHere(artifact);
        assertThat(host.wrongAfter(said)).as(String.join("\n", said)).isEmpty();
        assertThat(host.link.connections() - connected)
                .as("one connection for all of it")
                .isEqualTo(1);
        return host.link.carried() - before;
    }

    private Path shipped() throws IOException {
        Path newest = host.directory().resolve("releases").resolve("r" + host.deployments());
        try (Stream<Path> files = Files.list(newest)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private List<String> releases() throws IOException {
        try (Stream<Path> paths = Files.list(host.directory().resolve("releases"))) {
            return paths.map(path -> path.getFileName().toString()).toList();
        }
    }
}
