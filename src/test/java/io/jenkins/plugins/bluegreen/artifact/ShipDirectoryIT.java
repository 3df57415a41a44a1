package io.jenkins.plugins.bluegreen.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Shells;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.tools.zip.ZipEntry;
import org.apache.tools.zip.ZipOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory on a host is what it was in the workspace, and only what is new in it is sent. */
class ShipDirectoryIT {

    private static final int FILES = 300;
    private static final int SIZE = 3000;
    private static final long ALL = FILES * SIZE;

    @TempDir
    Path folder;

    private final Random random = new Random(1);
    private Path dist;

    @BeforeEach
    void layOut() throws IOException {
        dist = Files.createDirectories(folder.resolve("workspace/it's 배포"));
        for (int i = 0; i < FILES; i++) {
            Path file = dist.resolve("node_modules/package " + i % 7 + "/" + "x".repeat(i % 150) + i + ".js");
            Files.createDirectories(file.getParent());
            Files.write(file, noise());
        }
        Path run = Files.writeString(dist.resolve("-run.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(dist.resolve("node_modules/run 링크"), Path.of("../-run.sh"));
        Files.createSymbolicLink(dist.resolve("dangling"), Path.of("not/there"));
        Files.createSymbolicLink(dist.resolve("far"), Path.of("먼/".repeat(60) + "file"));
        Files.writeString(dist.resolve("new\nline"), "");
        Files.createDirectory(dist.resolve("empty"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void arrivesAsItIsAndThenByWhatChanged(String shell) throws Exception {
        ShippingBench bench = new ShippingBench(folder, LocalHost.in(shell, folder));
        assertThat(bench.ship("r1", dist)).isEqualTo("release r1");
        assertThat(bench.sent()).isGreaterThan(ALL);
        assertShipped(bench, "r1");

        SortedMap<String, String> first = tree(dist);
        Files.write(dist.resolve("node_modules/package 3/xxx3.js"), noise());
        Files.writeString(dist.resolve("added"), "new");
        Files.delete(dist.resolve("empty"));
        // What the application writes does not matter.
        Path written = bench.release("r1").resolve("it's 배포");
        Files.writeString(written.resolve("node_modules/package 1/x1.js"), "cache");
        Files.writeString(written.resolve("app.log"), "log");
        assertThat(bench.ship("r2", dist)).matches("release r2, .* kB sent, the rest was there in release r1");
        assertThat(bench.sent()).isBetween((long) SIZE, 20_000L);
        assertShipped(bench, "r2");
        assertThat(tree(dist)).isNotEqualTo(first);

        assertThat(bench.ship("r3", dist)).isEqualTo("release r3, nothing sent, it is the same as release r2");
        assertShipped(bench, "r3");
        assertThat(bench.ship("r3", dist)).isEqualTo("release r3 is there already");
        assertThat(bench.notes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox"})
    void takesItsRoomOnceButForTheNewest(String shell) throws Exception {
        LocalHost host = LocalHost.in(shell, folder);
        ShippingBench bench = new ShippingBench(folder, host);
        for (int i = 1; i <= 3; i++) {
            Files.writeString(dist.resolve("added"), "number " + i);
            bench.ship("r" + i, dist);
            // busybox knows whole seconds.
            Files.setLastModifiedTime(
                    bench.release("r" + i).resolve(".shipped-by"),
                    FileTime.from(Instant.now().minus(Duration.ofMinutes(10 - i))));
        }
        ReleaseDirectory releases = new ReleaseDirectory(host, bench.directory().toString());
        assertThat(releases.prune(2)).isEqualTo("1");
        assertThat(ShippingBench.names(bench.directory().resolve("releases"))).containsExactlyInAnyOrder("r2", "r3");
        assertThat(bench.release("r2").resolve(".packed")).doesNotExist();
        Files.writeString(dist.resolve("added"), "number 2");
        assertThat(bench.ship("r2", dist)).isEqualTo("release r2 is there already");
        Files.writeString(dist.resolve("added"), "number 4");
        assertThat(bench.ship("r4", dist)).contains("the rest was there in release r3");
        assertThatThrownBy(() -> bench.ship("r2", dist))
                .extracting(e -> ((HostException) e).evidence())
                .isEqualTo("The release r2 is there already, with other content.");
        releases.remove("r4", bench.deployment());
        assertThat(bench.release("r4")).doesNotExist();
    }

    /** Otherwise what a cache has would pass for what is new, by its size and its time. */
    @Test
    void itsFilesAreAsOldAsTheShipment() throws Exception {
        ShippingBench bench = new ShippingBench(folder, new LocalHost());
        Instant before = Instant.now().minus(Duration.ofSeconds(2));
        Files.setLastModifiedTime(dist.resolve("-run.sh"), FileTime.fromMillis(1_000_000));
        bench.ship("r1", dist);
        assertThat(Files.getLastModifiedTime(bench.release("r1").resolve("it's 배포/-run.sh"))
                        .toInstant())
                .isAfter(before);
    }

    /** Whose tar(1) takes away what umask(1) says, unless it is told not to. */
    @Test
    void permissionsStayAlsoForOrdinaryUsers() throws Exception {
        Path bin = Shells.withAllBut(folder, "tar");
        Path tar = Files.writeString(bin.resolve("tar"), "#!/bin/sh\nexec /usr/bin/tar --no-same-permissions \"$@\"\n");
        Files.setPosixFilePermissions(tar, PosixFilePermissions.fromString("rwxr-xr-x"));
        ShippingBench bench = new ShippingBench(folder, new LocalHost(bin.toString()));
        bench.ship("r1", dist);
        assertShipped(bench, "r1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "find"})
    void whatUnpacksItIsNeededForNothingElse(String tool) throws Exception {
        LocalHost host = new LocalHost(Shells.withAllBut(folder, tool).toString());
        ShippingBench bench = new ShippingBench(folder, host);
        bench.ship("r1", "app.jar");
        assertThatThrownBy(() -> bench.ship("r2", dist))
                .isInstanceOf(HostException.class)
                .extracting(e -> ((HostException) e).evidence())
                .isEqualTo("There is no " + tool + ", which unpacks a directory there; install it.");
        assertThat(ShippingBench.names(bench.directory().resolve("releases"))).containsExactly("r1");
    }

    /** A tar that says it went well, but left something out. */
    @Test
    void allThatIsInItMustBeThere() throws Exception {
        Path bin = Shells.withAllBut(folder, "tar");
        Path tar = Files.writeString(bin.resolve("tar"), "#!/bin/sh\n/usr/bin/tar --exclude=empty \"$@\"\n");
        Files.setPosixFilePermissions(tar, PosixFilePermissions.fromString("rwxr-xr-x"));
        ShippingBench bench = new ShippingBench(folder, new LocalHost(bin.toString()));
        assertThatThrownBy(() -> bench.ship("r1", dist))
                .isInstanceOf(HostException.class)
                .extracting(e -> ((HostException) e).evidence())
                .asString()
                .matches("\\d+ of \\d+ files and directories were unpacked");
        assertThat(bench.release("r1")).doesNotExist();
    }

    /** As on a disk that is full: a line for each file. */
    @Test
    void ofWhatCannotBeUnpackedNotEachFileIsTold() throws Exception {
        Path bin = Shells.withAllBut(folder, "tar");
        Path tar = Files.writeString(
                bin.resolve("tar"),
                "#!/bin/sh\n/usr/bin/tar --exclude=empty \"$@\"\nfor i in $(seq 1000); do echo \"tar: $i: No space left on device\" >&2; done\nexit 2\n");
        Files.setPosixFilePermissions(tar, PosixFilePermissions.fromString("rwxr-xr-x"));
        ShippingBench bench = new ShippingBench(folder, new LocalHost(bin.toString()));
        assertThatThrownBy(() -> bench.ship("r1", dist))
                .isInstanceOf(HostException.class)
                .extracting(e -> ((HostException) e).evidence().lines().toList())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(5)
                .first()
                .isEqualTo("tar: 1: No space left on device");
        assertThat(bench.release("r1")).doesNotExist();
    }

    /** As when the host goes down, or somebody ends what runs there. */
    @Test
    void whatIsEndedWhileItIsUnpackedLeavesNothingHalfDone() throws Exception {
        Path bin = Shells.withAllBut(folder, "tar");
        Path tar = Files.writeString(
                bin.resolve("tar"), "#!/bin/sh\n/usr/bin/tar --exclude=empty \"$@\"\nkill -9 \"$PPID\"\nsleep 1\n");
        Files.setPosixFilePermissions(tar, PosixFilePermissions.fromString("rwxr-xr-x"));
        ShippingBench bench = new ShippingBench(folder, new LocalHost(bin.toString()));
        assertThatThrownBy(() -> bench.ship("r1", dist)).isInstanceOf(HostException.class);
        assertThat(ShippingBench.names(bench.directory().resolve("releases"))).containsExactly(".r1.part");
        Files.delete(tar);
        Files.createSymbolicLink(tar, Path.of("/usr/bin/tar"));
        assertThat(bench.ship("r1", dist)).isEqualTo("release r1");
        assertShipped(bench, "r1");
        assertThat(ShippingBench.names(bench.directory().resolve("releases"))).containsExactly("r1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void anArchiveArrivesUnpackedAndThenByWhatChanged(String shell) throws Exception {
        ShippingBench bench = new ShippingBench(folder, LocalHost.in(shell, folder));
        Path archive = folder.resolve("workspace/app-1.0.tar.gz");
        Files.createLink(dist.resolve("again"), dist.resolve("-run.sh"));
        for (int i = 1; i <= 2; i++) {
            Files.writeString(dist.resolve("number"), "number " + i);
            Programs.run("tar", "-czf", archive.toString(), "-C", dist.toString(), ".");
            assertThat(bench.ship("r" + i, archive))
                    .contains(i == 1 ? "release r1" : "the rest was there in release r1");
            Path unpacked = bench.release("r" + i).resolve("app-1.0.tar.gz");
            assertThat(tree(unpacked)).isEqualTo(tree(dist));
            assertThat(Files.getAttribute(unpacked.resolve("again"), "unix:ino"))
                    .isEqualTo(Files.getAttribute(unpacked.resolve("-run.sh"), "unix:ino"));
        }
        assertThat(bench.sent()).isLessThan(20_000L);
    }

    /** Packed as CI tools do, with permissions and links. */
    @ParameterizedTest
    @ValueSource(strings = {"zip", "war"})
    void aZipArrivesUnpackedAndThenByWhatChanged(String kind) throws Exception {
        ShippingBench bench = new ShippingBench(folder, new LocalHost());
        Path archive = folder.resolve("workspace/app-1.0." + kind);
        for (int i = 1; i <= 2; i++) {
            Files.writeString(dist.resolve("number"), "number " + i);
            zip(archive);
            assertThat(bench.ship("r" + i, archive))
                    .contains(i == 1 ? "release r1" : "the rest was there in release r1");
            assertThat(tree(bench.release("r" + i).resolve("app-1.0." + kind))).isEqualTo(tree(dist));
        }
        assertThat(bench.sent()).isLessThan(20_000L);
    }

    private void zip(Path archive) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(archive.toFile());
                Stream<Path> all = Files.walk(dist)) {
            out.setEncoding("UTF-8");
            for (Path path : all.skip(1).toList()) {
                boolean link = Files.isSymbolicLink(path);
                boolean directory = !link && Files.isDirectory(path);
                ZipEntry entry = new ZipEntry(dist.relativize(path) + (directory ? "/" : ""));
                entry.setUnixMode((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS));
                out.putNextEntry(entry);
                if (link) {
                    out.write(Files.readSymbolicLink(path).toString().getBytes(StandardCharsets.UTF_8));
                } else if (!directory) {
                    Files.copy(path, out);
                }
                out.closeEntry();
            }
        }
    }

    private byte[] noise() {
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        return bytes;
    }

    private void assertShipped(ShippingBench bench, String release) throws IOException {
        assertThat(tree(bench.release(release).resolve("it's 배포"))).isEqualTo(tree(dist));
        assertThat(ShippingBench.names(bench.release(release)))
                .containsExactlyInAnyOrder("it's 배포", ".packed", ".shipped-by", ".artifact", ".block-sums");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.release(release))))
                .isEqualTo("rwx------");
    }

    /** Returns all below a directory: its permissions and its content, or where it leads. */
    private static SortedMap<String, String> tree(Path root) throws IOException {
        SortedMap<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.skip(1).toList()) {
                String content = Files.isSymbolicLink(path)
                        ? Files.readSymbolicLink(path).toString()
                        : Files.isDirectory(path) ? "" : new String(Files.readAllBytes(path), "ISO-8859-1");
                String mode =
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
                tree.put(root.relativize(path).toString(), mode + " " + content);
            }
        }
        return tree;
    }
}
