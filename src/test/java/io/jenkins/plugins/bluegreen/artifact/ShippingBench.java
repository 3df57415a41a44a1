package io.jenkins.plugins.bluegreen.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.artifact.archive.Packing;
import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** An artifact of 1 MB that changes now and then, and is shipped onto this machine. After each time all must be as it should. */
final class ShippingBench {

    static final int SIZE = 1_000_000;
    static final int CHANGE = 1000;

    final List<String> notes = new ArrayList<>();
    final byte[] artifact = new byte[SIZE];
    private final Path folder;
    private final LocalHost host;
    private final Bench bench;
    private final Random random = new Random(1);
    private long sent;

    ShippingBench(Path folder, LocalHost host) throws IOException {
        this.folder = folder;
        this.host = host;
        this.bench = new Bench(folder, host);
        random.nextBytes(artifact);
    }

    Path directory() {
        return bench.directory();
    }

    /** Returns the deployment that ships. */
    String deployment() {
        return bench.plan(Map.of()).deploymentId();
    }

    Path release(String id) {
        return directory().resolve("releases").resolve(id);
    }

    /** Returns how many bytes were uploaded by the last shipment. */
    long sent() {
        return sent;
    }

    /** Changes a run of bytes in the middle. */
    void change(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, artifact, (SIZE - length) / 2, length);
    }

    /** Ships the artifact as it is now, looks that it arrived, and returns what the console says. */
    String ship(String id, String file) throws Exception {
        sent = 0;
        Artifact read = Artifact.of(Files.write(folder.resolve(file), artifact));
        ReleaseUpload upload = new ReleaseUpload(host, bench.plan(new Release(id, file), Map.of()), read);
        String said = new ReleaseDelivery(upload, new Notes(), new Cancellation()).run();
        assertThere(id, file);
        return said;
    }

    /** Ships a directory, and returns what the console says. */
    String ship(String id, Path directory) throws Exception {
        sent = 0;
        try (Artifact packed = Artifact.of(new Packing(folder.resolve("workspace"), true, "").pack(directory))) {
            String name = directory.getFileName().toString();
            ReleaseUpload upload = new ReleaseUpload(host, bench.plan(new Release(id, name), Map.of()), packed);
            return new ReleaseDelivery(upload, new Notes(), new Cancellation()).run();
        }
    }

    void assertThere(String id, String file) throws IOException {
        Path shipped = release(id).resolve(file);
        assertThat(shipped).hasBinaryContent(artifact);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shipped)))
                .isEqualTo("r-x------");
        assertThat(names(release(id))).containsExactlyInAnyOrder(file, ".shipped-by", ".artifact", ".block-sums");
        assertThat(names(directory().resolve("releases"))).noneMatch(name -> name.startsWith("."));
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    private final class Notes implements Progress {

        @Override
        public void begin(String on, String step) {
            throw new AssertionError(step);
        }

        @Override
        public void end(String on, String step, Duration took, String detail) {
            throw new AssertionError(step);
        }

        @Override
        public void failed(String on, String step, Duration took) {
            throw new AssertionError(step);
        }

        @Override
        public void note(String on, String text) {
            notes.add(text);
        }

        @Override
        public void sent(String on, long bytes, long total, Duration took) {
            assertThat(bytes).isLessThanOrEqualTo(total);
            sent = bytes;
        }
    }
}
