package io.jenkins.plugins.bluegreen.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must be on the disk before it gets its name: a power failure may come at any moment. */
class SyncIT {

    @TempDir
    Path folder;

    private Path synced;
    private Path broken;
    private Bench bench;

    /** With a {@code sync} that notes what it is asked for, and what is there under the final names by then. */
    @BeforeEach
    void watch() throws IOException {
        synced = folder.resolve("synced");
        broken = folder.resolve("broken");
        Path sync = Files.createDirectory(folder.resolve("bin")).resolve("sync");
        Files.writeString(sync, """
                #!/bin/sh
                for file in "$@"; do
                    name=$(echo "$file" | sed 's,/\\.\\([^/]*\\)\\.part/.*,/\\1,; s,/\\.\\([a-z]*\\)\\.new$,/\\1,')
                    phase=$(sed -n 's/^phase=//p' "$file" 2>/dev/null)
                    [ -e "$name" ] && there=yes || there=no
                    echo "${file##*/} $phase there=$there" >>'%s'
                done
                [ ! -e '%s' ] || { echo 'sync: input/output error' >&2; exit 1; }
                exec /bin/sync "$@"
                """.formatted(synced, broken));
        Files.setPosixFilePermissions(sync, PosixFilePermissions.fromString("rwx------"));
        bench = new Bench(folder.resolve("bench"), new LocalHost(sync.getParent() + ":" + System.getenv("PATH")));
    }

    @AfterEach
    void stopAll() throws Exception {
        bench.close();
    }

    @Test
    void aReleaseAndTheJournalAreOnTheDiskBeforeTheyGetTheirNames() throws Exception {
        assertThat(bench.deploy(Map.of()).deployed()).isTrue();
        assertThat(Files.readAllLines(synced))
                .containsExactly(
                        ".application.new  there=no",
                        ".journal.new prepare there=no",
                        "app.bin  there=no",
                        ".kept.new  there=no",
                        ".journal.new switch there=yes",
                        ".journal.new retire there=yes");
    }

    @Test
    void aDiskThatFailsThereFailsTheDeployment() throws Exception {
        assertThat(bench.deploy(Map.of()).deployed()).isTrue();
        bench.when("> ship", () -> create(broken));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.evidence()).contains("input/output error");
        assertThat(bench.directory().resolve("releases/r2")).doesNotExist();

        bench.clear();
        Outcome early = bench.deploy(Map.of());
        assertThat(early.sentence()).contains("The journal in", "could not be written");
        assertThat(bench.directory().resolve("journal")).doesNotExist();

        Files.delete(broken);
        assertThat(bench.deploy(Map.of()).deployed()).isTrue();
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
