package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An artifact many times larger than the memory of the agent that deploys it. */
class LargeArtifactIT {

    private static final String MEMORY = System.getProperty("large.memory", "48m");
    private static final long SIZE = Long.getLong("large.size", Extent.tries(false) ? 600_000_000 : 250_000_000);

    @Test
    void isDeployedWholeAndThenByWhatChanged() throws Exception {
        try (FarHost host = FarHost.withFlag()) {
            for (int number = 1; number <= 2; number++) {
                long before = host.link.carried();
                Path artifact = large(host.artifact(number));
                List<String> said = host.deployWithin(MEMORY, artifact);
                assertThat(said).anyMatch(line -> line.startsWith("= DEPLOYED"));
                assertThat(host.wrongAfter(said)).as(String.join("\n", said)).isEmpty();
                Path shipped = host.directory().resolve("releases/r" + number).resolve(artifact.getFileName());
                // hasSameBinaryContentAs takes many times as long, and all of the file into memory.
                assertThat(Files.mismatch(shipped, artifact)).isEqualTo(-1);
                long carried = host.link.carried() - before;
                assertThat(carried).isBetween(number == 1 ? SIZE : 0, number == 1 ? SIZE + SIZE / 50 : SIZE / 100);
            }
        }
    }

    /** Puts a hole in front of the jar, which is allowed there: its directory is at its end (APPNOTE.TXT of ZIP, 4.1.9). */
    private static Path large(Path jar) throws IOException {
        byte[] bytes = Files.readAllBytes(jar);
        try (FileChannel out = FileChannel.open(jar, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            out.write(ByteBuffer.wrap(bytes), SIZE);
        }
        return jar;
    }
}
