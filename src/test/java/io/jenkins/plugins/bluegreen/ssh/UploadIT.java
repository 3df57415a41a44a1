package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads to a real OpenSSH server. */
@Timeout(60)
class UploadIT {

    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rw-------");

    private static PrivateSshd sshd;
    private static RemoteHost host;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        sshd = PrivateSshd.start();
        host = JschHost.connect(sshd.target(), sshd.login());
    }

    @AfterAll
    static void stop() {
        host.close();
        sshd.close();
    }

    @Test
    void bringsEveryByteAndCountsThem() throws Exception {
        byte[] bytes = new byte[5_000_003];
        new Random(1).nextBytes(bytes);
        Path source = Files.write(folder.resolve("source"), bytes);
        Path destination = folder.resolve("arrived");
        List<Long> sent = new CopyOnWriteArrayList<>();

        host.upload(source, destination.toString(), sent::add);

        assertThat(destination).hasSameBinaryContentAs(source);
        assertThat(sent).isSorted().last().isEqualTo(5_000_003L);
    }

    @Test
    void letsNobodyElseReadTheFileNotEvenOneThatWasThere() throws Exception {
        byte[] bytes = new byte[8_000_000];
        Path source = Files.write(folder.resolve("source"), bytes);
        Path destination = Files.writeString(folder.resolve("arrived"), "what was there");
        Files.setPosixFilePermissions(destination, PosixFilePermissions.fromString("rw-rw-rw-"));
        AtomicInteger looked = new AtomicInteger();

        host.upload(source, destination.toString(), sent -> {
            // More than is taken before somebody reads it (CHAN_SES_WINDOW_DEFAULT of OpenSSH's channels.h), so it is
            // being written.
            if (sent > 4_000_000) {
                looked.incrementAndGet();
                assertThat(permissions(destination)).isEqualTo(OURS_ALONE);
            }
        });

        assertThat(looked.get()).isPositive();
        assertThat(destination).hasBinaryContent(bytes);
        assertThat(permissions(destination)).isEqualTo(OURS_ALONE);
    }

    @Test
    void replacesALinkAndNotWhatItLeadsTo() throws Exception {
        Path source = Files.writeString(folder.resolve("source"), "new");
        Path precious = Files.writeString(folder.resolve("precious"), "old");
        Path destination = Files.createSymbolicLink(folder.resolve("arrived"), precious);

        host.upload(source, destination.toString(), sent -> {});

        assertThat(precious).hasContent("old");
        assertThat(destination).isRegularFile().hasContent("new");
        assertThat(Files.isSymbolicLink(destination)).isFalse();
    }

    @Test
    void takesEveryNameLiterally() throws Exception {
        Path source = Files.createFile(folder.resolve("source"));
        for (String name : List.of("two words", "it's", "$HOME", "*?[a]\\", "-rf", "žluť 漢字", "line\nbreak")) {
            Path destination = Files.createDirectory(folder.resolve("d" + name.hashCode() + name))
                    .resolve(name);

            host.upload(source, destination.toString(), sent -> {});

            assertThat(destination).isEmptyFile();
        }
    }

    @Test
    void saysThatTheDirectoryIsNotThere() throws Exception {
        Path source = Files.createFile(folder.resolve("source"));
        Path destination = folder.resolve("nowhere/file");

        assertThatThrownBy(() -> host.upload(source, destination.toString(), sent -> {}))
                .isInstanceOf(HostException.class)
                .hasMessage("The file " + destination + " cannot be written on " + sshd.target()
                        + "; check its directory, its owner and the free space.")
                .extracting(e -> ((HostException) e).evidence())
                .asString()
                .contains("nowhere/file");
    }

    @Test
    void saysThatTheArtifactIsGone() {
        Path source = folder.resolve("gone");

        assertThatThrownBy(() -> host.upload(source, folder.resolve("arrived").toString(), sent -> {}))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("The file " + source + " cannot be read");
    }

    @Test
    void goesWithoutSftp() throws Exception {
        byte[] bytes = new byte[300_001];
        new Random(1).nextBytes(bytes);
        Path source = Files.write(folder.resolve("source"), bytes);
        try (PrivateSshd bare = PrivateSshd.start("Subsystem other /bin/true");
                RemoteHost other = JschHost.connect(bare.target(), bare.login())) {
            for (String name : List.of("two words", "it's", "$HOME", "*?[a]\\n", "-rf", "žluť 漢字", "line\nbreak\n")) {
                Path destination = Files.createDirectory(folder.resolve("d" + name.hashCode()))
                        .resolve(name);
                List<Long> sent = new CopyOnWriteArrayList<>();
                other.upload(source, destination.toString(), sent::add);
                assertThat(destination).hasSameBinaryContentAs(source);
                assertThat(permissions(destination)).isEqualTo(OURS_ALONE);
                assertThat(sent).isSorted().last().isEqualTo(300_001L);
            }
            Path gone = folder.resolve("gone");
            assertThatThrownBy(
                            () -> other.upload(gone, folder.resolve("arrived").toString(), sent -> {}))
                    .hasMessageContaining("The file " + gone + " cannot be read");
        }
    }

    /** What is sent to a channel that is closed ends the whole connection, and the lock with it. */
    @Test
    void goesOnAfterADiskThatIsFull() throws Exception {
        Path cat = Files.createDirectory(folder.resolve("bin")).resolve("cat");
        // That of the login has arguments, and the second one without is what reads on.
        Files.writeString(
                cat,
                "#!/bin/sh\n[ $# -gt 0 ] || [ -e " + cat + ".once ] && exec /bin/cat \"$@\"\n: >" + cat
                        + ".once\nhead -c 100000 >/dev/null; echo 'cat: write error: No space left on device' >&2; exit 1\n");
        Files.setPosixFilePermissions(cat, PosixFilePermissions.fromString("rwx------"));
        Path source = Files.write(folder.resolve("source"), new byte[30_000_000]);
        try (PrivateSshd full = PrivateSshd.start("SetEnv PATH=" + cat.getParent() + ":/usr/bin:/bin");
                RemoteHost other = JschHost.connect(full.target(), full.login())) {
            AtomicLong sent = new AtomicLong();
            assertThatThrownBy(
                            () -> other.upload(source, folder.resolve("arrived").toString(), sent::set))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("failed (exit status 1); check the free space")
                    .extracting(e -> ((HostException) e).evidence())
                    .asString()
                    .contains("No space left on device");
            assertThat(sent.get()).as("it is not sent for nothing").isLessThan(30_000_000);
            assertThat(other.run(new Command("ask", "echo here", List.of()), Duration.ofSeconds(30))
                            .out())
                    .isEqualTo("here\n");
        }
    }

    /** What is forced upon an account may be a shell, which runs all that it is fed. */
    @Test
    void givesAFileToNothingElse() throws Exception {
        Path ran = folder.resolve("ran");
        Path source = Files.writeString(folder.resolve("source"), "\n: >" + ran + "\nexit 0\n");
        String arrived = folder.resolve("arrived").toString();
        try (PrivateSshd forced = PrivateSshd.start("ForceCommand timeout 2 sh");
                RemoteHost other = JschHost.connect(forced.target(), forced.login())) {
            assertThatThrownBy(() -> other.upload(source, arrived, sent -> {}))
                    .isInstanceOf(HostException.class)
                    .hasMessageStartingWith("The upload of source to " + arrived);
            assertThat(ran).doesNotExist();
        }
    }

    /** It takes so many bytes, and hangs before the next. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "3000000"})
    void givesUpACommandThatHangs(String after) throws Exception {
        Path cat = Files.createDirectory(folder.resolve("bin")).resolve("cat");
        Files.writeString(cat, "#!/bin/sh\nhead -c " + after + " >/dev/null\nexec sleep 600\n");
        Files.setPosixFilePermissions(cat, PosixFilePermissions.fromString("rwx------"));
        Path source = Files.write(folder.resolve("source"), new byte[9_000_000]);
        try (PrivateSshd hanging = PrivateSshd.start("SetEnv PATH=" + cat.getParent() + ":/usr/bin:/bin")) {
            Connection connection =
                    Handshake.perform(SshRoute.direct(hanging.target(), hanging.login()), List.of(), () -> true);
            try {
                String arrived = folder.resolve("arrived").toString();
                Upload upload = new Upload(connection, Content.of(source), arrived, sent -> {}, Duration.ofSeconds(2));

                assertThatThrownBy(upload::run)
                        .isInstanceOf(HostException.class)
                        .hasMessage("The upload of source to " + arrived + " on " + hanging.target()
                                + " stands still: the command there that writes it took nothing for 2.0 s; look at its disk, its"
                                + " load and its processes.");
                assertThat(connection.over()).isFalse();
                Until.so(
                        Duration.ofSeconds(20),
                        () -> nobodyIsIn(Upload.class),
                        () -> "somebody still waits for the command");
            } finally {
                connection.close();
            }
        }
    }

    private static boolean nobodyIsIn(Class<?> type) {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .noneMatch(at -> at.getClassName().equals(type.getName()));
    }

    @Test
    void bearsAServerThatIsSlow() throws Exception {
        Path cat = Files.createDirectory(folder.resolve("bin")).resolve("cat");
        // All is sent at once; what becomes of it there takes longer than a silence may, and each part of it less.
        Files.writeString(
                cat,
                "#!/bin/sh\ni=0; while [ $((i += 1)) -lt 30 ]; do"
                        + " dd bs=60000 count=1 2>/dev/null; sleep 0.15; done; exec /bin/cat\n");
        Files.setPosixFilePermissions(cat, PosixFilePermissions.fromString("rwx------"));
        byte[] bytes = new byte[1_800_000];
        new Random(2).nextBytes(bytes);
        Path source = Files.write(folder.resolve("source"), bytes);
        try (PrivateSshd slow = PrivateSshd.start("SetEnv PATH=" + cat.getParent() + ":/usr/bin:/bin")) {
            Connection connection =
                    Handshake.perform(SshRoute.direct(slow.target(), slow.login()), List.of(), () -> true);
            try {
                Path destination = folder.resolve("arrived");
                new Upload(connection, Content.of(source), destination.toString(), sent -> {}, Duration.ofSeconds(3))
                        .run();

                assertThat(destination).hasBinaryContent(bytes);
            } finally {
                connection.close();
            }
        }
    }

    @Test
    void stopsWhenInterrupted() throws Exception {
        Path destination = folder.resolve("arrived");
        CountDownLatch underWay = new CountDownLatch(1);
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread uploading = new Thread(() -> {
            try {
                host.upload(Path.of("/dev/zero"), destination.toString(), sent -> underWay.countDown());
                end.complete(null);
            } catch (HostException | InterruptedException e) {
                end.complete(e);
            }
        });
        uploading.start();
        underWay.await();
        uploading.interrupt();

        assertThat(end.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    private static Set<PosixFilePermission> permissions(Path file) {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
