package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.io.IOException;
import java.io.InputStream;
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
        Path source = Files.writeString(folder.resolve("source"), "new");
        Path destination = Files.writeString(folder.resolve("arrived"), "what was there, and is longer");
        Files.setPosixFilePermissions(destination, PosixFilePermissions.fromString("rw-rw-rw-"));

        host.upload(source, destination.toString(), sent -> {
            assertThat(permissions(destination)).isEqualTo(OURS_ALONE);
        });

        assertThat(destination).hasContent("new");
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Subsystem other /bin/true",
                "Subsystem sftp /bin/sh -c 'echo Welcome to staging; exec /usr/lib/openssh/sftp-server'"
            })
    void goesWithoutSftpWhereThereIsNone(String subsystem) throws Exception {
        byte[] bytes = new byte[300_001];
        new Random(1).nextBytes(bytes);
        Path source = Files.write(folder.resolve("source"), bytes);
        try (PrivateSshd bare = PrivateSshd.start(subsystem);
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

    /** It depends on the moment whether such a server ends the whole connection for what SFTP sends it first. */
    @ParameterizedTest
    @ValueSource(strings = {"/bin/false", "/not/there"})
    void saysWhereItCannotGoWithoutSftp(String sftp) throws Exception {
        Path source = Files.writeString(folder.resolve("source"), "content");
        Path arrived = folder.resolve("arrived");
        try (PrivateSshd bare = PrivateSshd.start("Subsystem sftp " + sftp);
                RemoteHost other = JschHost.connect(bare.target(), bare.login())) {
            Throwable thrown = catchThrowable(() -> other.upload(source, arrived.toString(), sent -> {}));
            if (thrown == null) {
                assertThat(arrived).hasContent("content");
            } else {
                assertThat(thrown)
                        .isInstanceOf(HostException.class)
                        .hasMessageContaining("offers no SFTP")
                        .hasMessageContaining("Subsystem sftp internal-sftp");
            }
        }
    }

    /** The server hangs up when SFTP has been given up, and nothing was sent by another way yet. */
    @Test
    void namesWhatDisturbsSftpWhereTheServerHangsUpForIt() throws Exception {
        Path server = folder.resolve("disturbed");
        Path givenUp = folder.resolve("given-up");
        Files.writeString(server, """
                #!/bin/sh
                echo Welcome to staging
                until [ -e %s ]; do sleep 0.05; done
                pid=$PPID
                until grep -q '^Name:.sshd' /proc/$pid/status; do pid=$(sed -n 's/^PPid:.//p' /proc/$pid/status); done
                kill -9 "$pid"
                """.formatted(givenUp));
        Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
        try (PrivateSshd disturbed = PrivateSshd.start("Subsystem sftp " + server)) {
            Connection connection =
                    Handshake.perform(SshRoute.direct(disturbed.target(), disturbed.login()), List.of(), () -> true);
            Content late = new Content(folder.resolve("source"), () -> {
                Files.createFile(givenUp);
                Until.so(Duration.ofSeconds(30), connection::over, () -> "the server does not hang up");
                return InputStream.nullInputStream();
            });
            Upload upload =
                    new Upload(connection, late, folder.resolve("arrived").toString(), sent -> {});
            assertThatThrownBy(upload::run)
                    .isInstanceOf(HostException.class)
                    .hasMessage(
                            "SFTP on " + disturbed.target() + " is disturbed by something that prints 'Welc...' before"
                                    + " it; print it only where a person is at the other end (~/.bashrc), or set 'Subsystem sftp"
                                    + " internal-sftp' in sshd_config.");
            connection.close();
        }
    }

    /** Whoever prints so much that the server ends the connection is named by what is known of it. */
    @Test
    void knowsTextWhereALengthIsExpected() {
        assertThat(Upload.letters(1_466_264_670L)).isEqualTo("Wel^");
        assertThat(Upload.letters(1_466_264_675L)).isEqualTo("Welc");
        assertThat(Upload.letters(0x1B5B316DL)).isEqualTo("?[1m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "20", "3000000"})
    void givesUpAServerThatHangs(String after) throws Exception {
        Path server = folder.resolve("hangs");
        // It gets so many bytes, and hangs before the next.
        Files.writeString(
                server,
                "#!/bin/sh\nhead -c " + after + " | { /usr/lib/openssh/sftp-server; exec 1>&2; }\nexec sleep 600\n");
        Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
        Path source = Files.write(folder.resolve("source"), new byte[6_000_000]);
        try (PrivateSshd hanging = PrivateSshd.start("Subsystem sftp " + server)) {
            Connection connection =
                    Handshake.perform(SshRoute.direct(hanging.target(), hanging.login()), List.of(), () -> true);
            try {
                Upload upload = new Upload(
                        connection,
                        Content.of(source),
                        folder.resolve("arrived").toString(),
                        sent -> {},
                        Duration.ofSeconds(2));

                assertThatThrownBy(upload::run)
                        .isInstanceOf(HostException.class)
                        .hasMessage("The upload of source to " + folder.resolve("arrived") + " on " + hanging.target()
                                + " stands still: the SFTP server there acknowledged nothing for 2.0 s; look at its disk, its load"
                                + " and its processes.");
                assertThat(connection.over()).isFalse();
            } finally {
                connection.close();
            }
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
        try (PrivateSshd hanging =
                PrivateSshd.start("Subsystem other /bin/true", "SetEnv PATH=" + cat.getParent() + ":/usr/bin:/bin")) {
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
                        () -> nobodyIsIn(CommandUpload.class),
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

    /** An interrupt does not take the place of what went wrong before. */
    @Test
    void saysWhatWentWrongAlsoWhereItIsInterruptedAfterwards() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Content stuck = new Content(Path.of("source"), () -> new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    never.await();
                    return -1;
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
        Connection connection = Handshake.perform(SshRoute.direct(sshd.target(), sshd.login()), List.of(), () -> true);
        try {
            CompletableFuture<Throwable> end = new CompletableFuture<>();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread uploading = new Thread(() -> {
                String arrived = folder.resolve("arrived").toString();
                end.complete(catchThrowable(
                        () -> new Upload(connection, stuck, arrived, sent -> {}, Duration.ofSeconds(1)).run()));
                interrupted.complete(Thread.interrupted());
            });
            uploading.start();
            Until.so(
                    Duration.ofSeconds(20),
                    () -> Stream.of(uploading.getStackTrace())
                            .anyMatch(at -> at.getMethodName().equals("letItEnd")),
                    () -> "it does not let it end");
            uploading.interrupt();

            assertThat(end.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("stands still");
            assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            never.countDown();
            connection.close();
        }
    }

    @Test
    void bearsAServerThatIsSlow() throws Exception {
        Path server = folder.resolve("slow");
        // All is sent at once; what becomes of it there takes longer than a silence may, and each part of it less.
        Files.writeString(
                server,
                "#!/bin/sh\n{ i=0; while [ $((i += 1)) -lt 60 ]; do"
                        + " dd bs=60000 count=1 2>/dev/null; sleep 0.15; done; cat; } |"
                        + " /usr/lib/openssh/sftp-server\n");
        Files.setPosixFilePermissions(server, PosixFilePermissions.fromString("rwx------"));
        byte[] bytes = new byte[1_800_000];
        new Random(2).nextBytes(bytes);
        Path source = Files.write(folder.resolve("source"), bytes);
        try (PrivateSshd slow = PrivateSshd.start("Subsystem sftp " + server)) {
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
