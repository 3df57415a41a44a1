package io.jenkins.plugins.bluegreen.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which releases stay, by what became of each. Six were deployed one after the other, r6 last. */
class PruneIT {

    @TempDir
    Path folder;

    private Path directory;

    @BeforeEach
    void deploySix() throws IOException {
        directory = Files.createDirectories(folder.resolve("app dir's"));
        for (int i = 1; i <= 6; i++) {
            Path release = Files.createDirectories(directory.resolve("releases/r" + i));
            Files.createFile(release.resolve(".shipped-by"));
            Files.createFile(release.resolve(".kept"));
            Files.setLastModifiedTime(
                    release.resolve(".shipped-by"), FileTime.from(Instant.ofEpochSecond(1_000_000 + 100L * i)));
            history("deployed", "r" + i, "");
        }
        record("blue", "r5");
        record("green", "r6");
    }

    private void history(String how, String release, String left) throws IOException {
        Files.writeString(
                directory.resolve("history"),
                how + " at=2026-01-01T00:00:00Z application=shop deployment=d release=" + release + " slot=blue" + left
                        + " owner=x left=r1 release=r1 slot=blue owner=x\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private void record(String slot, String release) throws IOException {
        Files.writeString(
                Files.createDirectories(directory.resolve("slots").resolve(slot))
                        .resolve("process"),
                "release=" + release + "\n");
    }

    private void bad(String... releases) throws IOException {
        for (String release : releases) {
            Files.createFile(directory.resolve("releases/" + release + "/.bad"));
        }
    }

    private List<String> left(String shell, int keep) throws Exception {
        LocalHost host = LocalHost.in(shell, folder);
        new ReleaseDirectory(host, directory.toString()).prune(keep);
        return ShippingBench.names(directory.resolve("releases")).stream()
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void ofTheNewestGoodOneBeforeTheLiveOne(String shell) throws Exception {
        bad("r5", "r4");
        Files.delete(directory.resolve("releases/r3/.kept"));
        assertThat(left(shell, 1)).as("nothing is to start r3 again with").containsExactly("r2", "r5", "r6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void ofARollbackThatIsUnderWay(String shell) throws Exception {
        // From r6 to r5; then r4 is the one before it.
        Files.writeString(directory.resolve("journal"), "release=r5\nleft=r6\nbad=true\n");
        assertThat(left(shell, 1)).containsExactly("r4", "r5", "r6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox"})
    void ofADeploymentThatIsUnderWay(String shell) throws Exception {
        Files.createDirectories(directory.resolve("releases/r7"));
        Files.createFile(directory.resolve("releases/r7/.shipped-by"));
        Files.writeString(directory.resolve("journal"), "release=r7\n");
        record("blue", "r7");
        assertThat(left(shell, 1)).containsExactly("r6", "r7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox"})
    void whatWasGoneBackToIsTheLiveOne(String shell) throws Exception {
        bad("r6", "r4");
        history("undone", "r2", "");
        history("deployed", "r5", " left=r6");
        assertThat(left(shell, 1)).as("r3 comes next").containsExactly("r3", "r5", "r6");
    }

    /** From r6, which is bad, to r4, and from there, which is not, to r3. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox"})
    void ofTheNewestGoodOneAlsoWhereTheLiveOneIsOlder(String shell) throws Exception {
        bad("r6");
        history("deployed", "r4", " left=r6");
        history("deployed", "r3", " left=r4");
        record("blue", "r4");
        record("green", "r3");
        assertThat(left(shell, 1))
                .as("r5 is the newest good one, r2 the one before")
                .containsExactly("r2", "r3", "r4", "r5", "r6");
    }

    /** As where somebody tidied up. */
    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox"})
    void theLiveOneAlsoWhereNoSlotNamesIt(String shell) throws Exception {
        bad("r6");
        history("deployed", "r4", " left=r6");
        for (String slot : List.of("blue", "green")) {
            Files.delete(directory.resolve("slots/" + slot + "/process"));
        }
        assertThat(left(shell, 1)).containsExactly("r3", "r4", "r5", "r6");
    }

    @ParameterizedTest
    @CsvSource({"dash,2", "busybox,2", "dash,4"})
    void withoutAHistoryByTheirAgeAlone(String shell, int keep) throws Exception {
        Files.delete(directory.resolve("history"));
        assertThat(left(shell, keep)).hasSize(keep).contains("r5", "r6");
    }
}
