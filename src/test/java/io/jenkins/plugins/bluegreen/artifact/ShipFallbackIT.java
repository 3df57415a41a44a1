package io.jenkins.plugins.bluegreen.artifact;

import static io.jenkins.plugins.bluegreen.artifact.ShippingBench.CHANGE;
import static io.jenkins.plugins.bluegreen.artifact.ShippingBench.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Shells;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with an older release on the host, the new one arrives whole. */
class ShipFallbackIT {

    private static final int TINY_DISK = 8 << 20;

    @TempDir
    Path folder;

    private Path mounted;

    @AfterEach
    void unmount() {
        if (mounted != null) {
            Programs.run("umount", mounted.toString());
        }
    }

    @Test
    void blockSumsOfOtherBlocks() throws Exception {
        ShippingBench bench = shippedOnce(new LocalHost());
        Path file = sums(bench);
        // The first and the second block change places: each is known, and the outcome is wrong.
        String[] words = Files.readString(file).strip().split(" ");
        byte[] sums = Base64.getDecoder().decode(words[3]);
        for (int i = 0; i < Long.BYTES; i++) {
            byte first = sums[i];
            sums[i] = sums[i + Long.BYTES];
            sums[i + Long.BYTES] = first;
        }
        words[3] = Base64.getEncoder().encodeToString(sums);
        Files.writeString(file, String.join(" ", words) + "\n");
        assertSentWhole(bench, "app.jar could not be made from release r1", "the SHA-256 of what arrived is");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "there=yes\n",
                "\nthere=yes\n",
                "block-sums-1 1024 1000000 AAAA\n",
                "block-sums-2 3072 1000000 AAAA\n",
                "\1\2 \0377",
                "same=r1"
            })
    void blockSumsThatAreNone(String text) throws Exception {
        ShippingBench bench = shippedOnce(new LocalHost());
        Files.writeString(sums(bench), text);
        assertSentWhole(bench, "release r1 there is not as it was shipped");
    }

    @Test
    void aFileThatWasChanged() throws Exception {
        ShippingBench bench = shippedOnce(new LocalHost());
        byte[] other = bench.artifact.clone();
        other[10]++;
        overwrite(bench, other);
        assertSentWhole(bench, "app.jar could not be made from release r1", "the SHA-256 of what arrived is");
    }

    @Test
    void aFileThatWasCut() throws Exception {
        ShippingBench bench = shippedOnce(new LocalHost());
        overwrite(bench, new byte[SIZE / 2]);
        assertSentWhole(bench, "release r1 there is not as it was shipped");
    }

    @Test
    void aHostWithoutDd() throws Exception {
        ShippingBench bench =
                shippedOnce(new LocalHost(Shells.withAllBut(folder, "dd").toString()));
        assertSentWhole(bench, "app.jar could not be made from release r1", "dd: not found");
    }

    /** What it leaves away, or packs anew, has another SHA-256. */
    @ParameterizedTest
    @CsvSource({"'/usr/bin/gzip -dc | head -c 2000', bytes arrived", "'/usr/bin/gzip -dc | tr z y', SHA-256"})
    void aGzipThatDoesNotUnpack(String does, String why) throws Exception {
        Path bin = Shells.withAllBut(folder, "gzip");
        ShippingBench bench = shippedOnce(new LocalHost(bin.toString()));
        Path gzip = Files.writeString(bin.resolve("gzip"), "#!/bin/sh\n" + does + "\n");
        Files.setPosixFilePermissions(gzip, PosixFilePermissions.fromString("rwx------"));
        assertSentWhole(bench, "app.jar could not be made from release r1", why);
    }

    @Test
    void aDiskWithRoomForNoMoreThanTheFile() throws Exception {
        ShippingBench bench = shippedOnce(onATinyDisk());
        bench.change(SIZE / 2);
        fillUpTo(SIZE + 200_000);
        assertSentWhole(bench, "app.jar could not be made from release r1", "No space left on device");
    }

    @Test
    void aDiskWithoutRoomForTheFileIsTold() throws Exception {
        ShippingBench bench = shippedOnce(onATinyDisk());
        bench.change(CHANGE);
        fillUpTo(SIZE);
        assertThatThrownBy(() -> bench.ship("r2", "app.jar"))
                .isInstanceOf(HostException.class)
                .extracting(e -> ((HostException) e).evidence())
                .asString()
                .matches("Only \\d+ kB are free in .*, and the artifact needs \\d+ kB\\.");
        assertThat(ShippingBench.names(bench.directory().resolve("releases"))).containsExactly("r1");
    }

    private ShippingBench shippedOnce(LocalHost host) throws Exception {
        ShippingBench bench = new ShippingBench(folder, host);
        bench.ship("r1", "app.jar");
        return bench;
    }

    private static void assertSentWhole(ShippingBench bench, String... note) throws Exception {
        bench.change(CHANGE);
        assertThat(bench.ship("r2", "app.jar")).isEqualTo("release r2");
        assertThat(bench.sent()).isEqualTo(SIZE);
        assertThat(bench.notes).singleElement().asString().contains(note);
    }

    private static Path sums(ShippingBench bench) {
        return bench.release("r1").resolve(".block-sums");
    }

    private static void overwrite(ShippingBench bench, byte[] bytes) throws IOException {
        Path file = bench.release("r1").resolve("app.jar");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        Files.write(file, bytes);
    }

    private LocalHost onATinyDisk() throws IOException {
        assumeThat(SeparateHost.possible()).as("only root can mount").isTrue();
        Path directory = Files.createDirectories(folder.resolve("app dir's"));
        Programs.run("mount", "-t", "tmpfs", "-o", "size=" + TINY_DISK, "tmpfs", directory.toString());
        mounted = directory;
        return new LocalHost();
    }

    private void fillUpTo(long free) throws IOException {
        long now = Files.getFileStore(mounted).getUsableSpace();
        Files.write(mounted.resolve("filler"), new byte[(int) (now - free)]);
    }
}
