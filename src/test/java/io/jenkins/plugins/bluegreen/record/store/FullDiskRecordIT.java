package io.jenkins.plugins.bluegreen.record.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records on a filesystem of their own, which is tiny. */
class FullDiskRecordIT {

    @TempDir
    Path folder;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(SeparateHost.possible(), "only root can mount");
        run("mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", folder.toString());
        mounted = true;
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", folder.toString());
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void whatAFullDiskHasNoRoomForIsUnknownToTheNextProcess() throws Exception {
        Path directory = folder.resolve("blue-green");
        RecordStore store = new RecordStore(directory, () -> 200);
        store.write(Records.at("backend", "a", -30_000_000, State.DEPLOYED));
        Path filler = folder.resolve("filler");
        fill(filler);
        for (State state : List.of(State.RUNNING, State.DEPLOYED)) {
            assertThatThrownBy(() -> store.write(Records.at("backend", "b", 2, state)))
                    .isInstanceOf(IOException.class);
        }
        assertThat(store.history("backend").get(0).id()).isEqualTo("b");
        assertThat(store.history("backend").get(0).ending().state()).isEqualTo(State.DEPLOYED);

        RecordStore next = new RecordStore(directory, () -> 200);
        assertThat(next.newest("backend", any -> true).orElseThrow().ending().state())
                .isEqualTo(State.CUT_OFF);
        assertThat(next.history("backend")).hasSize(2);
        Files.delete(filler);
        next.write(Records.at("backend", "c", 30_000_000, State.DEPLOYED));
        assertThat(new RecordStore(directory, () -> 200).history("backend")).hasSize(3);
        store.write(Records.at("backend", "d", 30_000_001, State.RUNNING));
        assertThat(store.read("backend", "b").orElseThrow().ending().state()).isEqualTo(State.DEPLOYED);
    }

    private static void fill(Path filler) throws IOException {
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[1024]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }
}
