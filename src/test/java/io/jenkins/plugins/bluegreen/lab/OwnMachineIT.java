package io.jenkins.plugins.bluegreen.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the integration tests run on: a machine of their own, by {@code src/build/jvm/bin/java}, where root may make one. */
class OwnMachineIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Scratch scratch = Scratch.create("machine");
    private Path java;

    @BeforeEach
    void copyItToAPathWithBlanks() throws Exception {
        java = Files.createDirectories(scratch.path().resolve("a b/bin")).resolve("java");
        Files.copy(Path.of("src/build/jvm/bin/java"), java, StandardCopyOption.COPY_ATTRIBUTES);
        for (Path each : List.of(scratch.path(), java.getParent().getParent(), java.getParent(), java)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @AfterEach
    void close() {
        scratch.close();
    }

    @Test
    void theseTestsHaveOne() throws Exception {
        assumeOneCanBeMade();
        assertThat(ProcessHandle.current().parent().map(ProcessHandle::pid))
                .as("the first process of the machine")
                .contains(1L);
        // What another test connected this one with goes with the last process there.
        Until.so(LIMIT, () -> networks().equals(List.of("lo")), () -> "there are " + networks());
    }

    private static List<String> networks() {
        try {
            return NetworkInterface.networkInterfaces()
                    .map(NetworkInterface::getName)
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatRunsElsewhereIsNotSeenAndItsPortsAreFree() throws Exception {
        assumeOneCanBeMade();
        try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String sockets = "cat /proc/net/tcp /proc/net/tcp6";
            String port = String.format(":%04X ", elsewhere.getLocalPort());
            assertThat(Programs.run("sh", "-c", sockets)).contains(port);
            assertThat(said(start(sockets))).doesNotContain(port);
        }
        assertThat(said(start("cat /proc/[0-9]*/comm")).lines()).containsOnly("sh");
    }

    @Test
    void whatIsLeftRunningEndsWithItAndWhoLostTheParentIsReaped() throws Exception {
        assumeOneCanBeMade();
        Process machine = start("sleep 1000 & (sleep 0 &); sleep 1; cat /proc/[0-9]*/stat; read line; exit 7");
        Until.so(LIMIT, () -> !Processes.in(scratch.path()).isEmpty(), () -> "nothing runs in it");
        machine.getOutputStream().close();
        String stat = said(machine);
        assertThat(machine.exitValue()).isEqualTo(7);
        assertThat(stat).contains("(sleep) S").doesNotContain(") Z");
        assertThat(Processes.in(scratch.path())).isEmpty();
    }

    @Test
    void whereItCannotBeHadOneGoesAfterTheOther() throws Exception {
        Path log = Files.createFile(scratch.path().resolve("log"));
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-rw-rw-"));
        String laps = "for lap in 1 2 3; do echo $$ >>log; sleep 0.2; done";
        String[] unprivileged = Programs.asRoot()
                ? new String[] {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"}
                : new String[0];
        Process one = start(laps, unprivileged);
        Process other = start(laps, unprivileged);
        assertThat(said(one) + said(other)).isEmpty();
        List<String> turns = Files.readAllLines(log);
        assertThat(turns).hasSize(6);
        assertThat(new HashSet<>(turns.subList(0, 3))).hasSize(1);
        assertThat(new HashSet<>(turns.subList(3, 6))).hasSize(1);
    }

    private static void assumeOneCanBeMade() {
        assumeThat(SeparateHost.possible()).as("not in this container").isTrue();
    }

    /** Starts a shell in place of Java. */
    private Process start(String script, String... before) throws IOException {
        List<String> words = new ArrayList<>(List.of(before));
        words.addAll(List.of(java.toString(), "-c", script));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(scratch.path().toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_OF_TESTS", "/bin/sh");
        return builder.start();
    }

    private static String said(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
