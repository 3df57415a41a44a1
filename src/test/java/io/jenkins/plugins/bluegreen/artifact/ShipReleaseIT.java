package io.jenkins.plugins.bluegreen.artifact;

import static io.jenkins.plugins.bluegreen.artifact.ShippingBench.CHANGE;
import static io.jenkins.plugins.bluegreen.artifact.ShippingBench.SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Shells;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent of a release, by what the host has already. */
class ShipReleaseIT {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void sendsNothingOfWhatAnyReleaseHas(String shell) throws Exception {
        ShippingBench bench = new ShippingBench(folder, LocalHost.in(shell, folder));
        bench.ship("r1", "shop 1.jar");
        byte[] first = bench.artifact.clone();
        bench.change(CHANGE);
        bench.ship("r2", "shop 2.jar");
        System.arraycopy(first, 0, bench.artifact, 0, SIZE);
        assertThat(bench.ship("r3", "it's 3.jar")).isEqualTo("release r3, nothing sent, it is the same as release r1");
        assertThat(bench.sent()).isZero();
        assertThat(bench.notes).isEmpty();
        // It is not a link: what happens to the one does not happen to the other.
        Path old = bench.release("r1").resolve("shop 1.jar");
        assertThat(Files.getAttribute(old, "unix:nlink")).isEqualTo(1);
        assertThat(bench.ship("r3", "it's 3.jar")).isEqualTo("release r3 is there already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void sendsOnlyWhatChanged(String shell) throws Exception {
        ShippingBench bench = new ShippingBench(folder, LocalHost.in(shell, folder));
        bench.ship("r1", "it's 1.jar");
        assertThat(bench.sent()).isEqualTo(SIZE);
        for (int round = 2; round < 5; round++) {
            bench.change(CHANGE);
            assertThat(bench.ship("r" + round, "it's " + round + ".jar"))
                    .matches("release r" + round + ", \\d\\.\\d kB sent, the rest was there in release r\\d");
            assertThat(bench.sent()).isBetween((long) CHANGE, 5000L);
        }
        assertThat(bench.notes).isEmpty();
    }

    /** What an application writes there is not taken for what was shipped, and does not make an old release the newest one. */
    @Test
    void takesNoFileBesideTheArtifactForIt() throws Exception {
        ShippingBench bench = new ShippingBench(folder, new LocalHost());
        bench.ship("r1", "b.jar");
        bench.change(CHANGE);
        bench.ship("r2", "b.jar");
        for (String release : List.of("r2", "r1")) {
            Files.writeString(bench.release(release).resolve("a"), "x");
            Files.writeString(bench.release(release).resolve(".a"), "x");
        }
        bench.change(CHANGE);
        assertThat(bench.ship("r3", "b.jar"))
                .matches("release r3, \\d\\.\\d kB sent, the rest was there in release r2");
        assertThat(bench.ship("r4", "b.jar")).isEqualTo("release r4, nothing sent, it is the same as release r3");
        assertThat(bench.notes).isEmpty();
        assertThat(new ReleaseDirectory(new LocalHost(), bench.directory().toString()).prune(2))
                .isEqualTo("2");
        assertThat(ShippingBench.names(bench.directory().resolve("releases"))).containsExactlyInAnyOrder("r3", "r4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void packsWhatChanged(String shell) throws Exception {
        ShippingBench bench = new ShippingBench(folder, LocalHost.in(shell, folder));
        bench.ship("r1", "shop.jar");
        Arrays.fill(bench.artifact, SIZE / 4, SIZE / 2, (byte) 'a');
        assertThat(bench.ship("r2", "shop.jar"))
                .matches("release r2, [1-9]\\.\\d kB sent, the rest was there in release r1");
        assertThat(bench.sent()).isGreaterThan(SIZE / 4);
        assertThat(bench.notes).isEmpty();
    }

    /** Busybox's own may not unpack, and says so only when it is to. */
    @ParameterizedTest
    @ValueSource(strings = {"", "exit 1", "cat"})
    void needsNoGzip(String does) throws Exception {
        Path bin = Shells.withAllBut(folder, "gzip");
        if (!does.isEmpty()) {
            Path gzip = Files.writeString(bin.resolve("gzip"), "#!/bin/sh\n" + does + "\n");
            Files.setPosixFilePermissions(gzip, PosixFilePermissions.fromString("rwx------"));
        }
        LocalHost host = new LocalHost(bin.toString());
        ShippingBench bench = new ShippingBench(folder, host);
        bench.ship("r1", "shop.jar");
        Arrays.fill(bench.artifact, SIZE / 4, SIZE / 2, (byte) 'a');
        assertThat(bench.ship("r2", "shop.jar")).isEqualTo("release r2, 0.3 MB sent, the rest was there in release r1");
        assertThat(bench.notes).isEmpty();
    }

    @Test
    void needsNoOpenSsl() throws Exception {
        LocalHost host = new LocalHost(Shells.withAllBut(folder, "openssl").toString());
        ShippingBench bench = new ShippingBench(folder, host);
        bench.ship("r1", "shop.jar");
        assertThat(bench.ship("r2", "shop.jar")).isEqualTo("release r2, nothing sent, it is the same as release r1");
        bench.change(CHANGE);
        assertThat(bench.ship("r3", "shop.jar")).contains("the rest was there");
        assertThat(bench.notes).isEmpty();
    }

    @Test
    void sendsAllOfWhatIsNew() throws Exception {
        ShippingBench bench = new ShippingBench(folder, new LocalHost());
        bench.ship("r1", "shop.jar");
        new Random(2).nextBytes(bench.artifact);
        assertThat(bench.ship("r2", "shop.jar")).isEqualTo("release r2");
        assertThat(bench.sent()).isEqualTo(SIZE);
        assertThat(bench.notes).isEmpty();
    }

    @Test
    void sendsAllWhereNoReleaseHasBlockSums() throws Exception {
        ShippingBench bench = new ShippingBench(folder, new LocalHost());
        bench.ship("r1", "shop.jar");
        Files.delete(bench.release("r1").resolve(".block-sums"));
        bench.change(CHANGE);
        assertThat(bench.ship("r2", "shop.jar")).isEqualTo("release r2");
        assertThat(bench.sent()).isEqualTo(SIZE);
        assertThat(bench.notes).isEmpty();
    }
}
