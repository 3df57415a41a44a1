package io.jenkins.plugins.bluegreen.router.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateRouter;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each router does that is switched by a flag file alone, with a real one in front of what is deployed. */
@Timeout(120)
public abstract class FlagRouterCases extends OnBench {

    protected PrivateRouter router;

    /** Starts one with the block that is printed for it. */
    protected abstract PrivateRouter start(Path flag, SlotPair slots);

    @BeforeEach
    void startRouter() throws Exception {
        // Its users are others.
        open(folder);
        open(folder.resolve("nginx"));
        router = start(bench.flag(), bench.slots);
        bench.otherRouter = router;
    }

    private static void open(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void aDeploymentLosesNothingThatWasBegunOrComes() throws Exception {
        bench.drainTimeout = Duration.ofSeconds(20);
        deployed(Map.of());
        assertThat(on(new LocalHost()).advise()).isEmpty();
        AtomicReference<String> uploaded = new AtomicReference<>("");
        Traffic.Summary summary;
        try (Traffic traffic = Traffic.to(router.url(), 100);
                Socket upload = client();
                Socket socket = client()) {
            say(upload, "POST / HTTP/1.1\r\n" + host() + "Connection: close\r\nContent-Length: 10\r\n\r\nfirst");
            assertThat(upgraded(socket)).contains("101 Switching Protocols");
            bench.when("  waiting for", () -> {
                bench.clear();
                assertThat(bench.flag()).exists();
                assertOpen(socket);
                say(upload, "other");
                uploaded.set(hear(upload));
                close(socket);
            });
            assertThat(deployed(Map.of()).live()).isEqualTo(Slot.GREEN);
            summary = traffic.stop();
        }
        assertThat(uploaded.get()).startsWith("HTTP/1.1 200");
        assertThat(summary.failures()).isEmpty();
        assertThat(summary.answers()).hasSize(2);
        assertThat(bench.body(Slot.BLUE)).isEmpty();
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.BLUE);
        assertThat(bench.flag()).doesNotExist();
    }

    @Test
    void whatIsNotProvenIsUndone() throws Exception {
        deployed(Map.of());
        bench.frontDoorTimeout = Duration.ofSeconds(3);
        bench.when("> switch ", () -> router.edit(text -> text.replace(named(), other())));

        Outcome outcome = bench.deploy(Map.of());

        assertThat(outcome.sentence()).contains("It was not seen within", "reach green");
        assertRolledBackToBlue(outcome);
        assertThat(bench.flag()).doesNotExist();
    }

    /** Returns the name of the flag file as the configuration has it. */
    protected abstract String named();

    private String other() {
        return named().replace("green", "other");
    }

    @Test
    void isRefusedWhereNobodyTestsForIt() throws Exception {
        router.edit(text -> text.replace(named(), other()));

        Outcome outcome = bench.deploy(Map.of());

        assertThat(outcome.result()).isEqualTo(Outcome.Result.UNDONE);
        assertThat(outcome.sentence()).contains("does not test for " + bench.flag(), "Nothing was changed");
        assertThat(bench.flag()).doesNotExist();
    }

    @Test
    void isRefusedWhereARebootWouldEmptyItsDirectory() throws Exception {
        assumeTrue(SeparateHost.possible(), "only root can mount");
        String at = bench.flag().getParent().toString();
        Programs.run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", at);
        try {
            TrafficRouter lost = on(new LocalHost());
            assertThat(lost.inspect().live()).as("who goes back may").contains(Slot.BLUE);
            assertThatThrownBy(lost::checkReach).hasMessageContaining(at + " is in memory (tmpfs)");
        } finally {
            Programs.run("umount", at);
        }
        TrafficRouter kept = on(new LocalHost());
        assertThat(kept.inspect().live()).contains(Slot.BLUE);
        kept.checkReach();
    }

    @Test
    void isRefusedWhereNoneRunsOrNoneCanBeFollowed() throws Exception {
        router.stop();
        assertUnseen();
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Outcome.Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("could be seen to test for " + bench.flag(), "it may not run", "frontDoor");
        assumeTrue(Programs.asRoot(), "only root makes namespaces here");
        router.restart("unshare", "--pid", "--fork", "--kill-child");
        assertUnseen();
    }

    private void assertUnseen() throws Exception {
        RouterState state = on(new LocalHost()).inspect();
        assertThat(state.unseen()).isTrue();
        assertThat(state.doors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void isRefusedWhereItsUserMayNotSearchTheDirectory(String shell) throws Exception {
        assumeTrue(Programs.asRoot(), "only root has it run as somebody else");
        runAsNobody();
        TrafficRouter on = on(LocalHost.in(shell, Files.createDirectory(folder.resolve("shell"))));
        RouterState state = on.inspect();
        assertThat(state.live()).contains(Slot.BLUE);
        assertThat(state.unseen()).isFalse();
        assertThat(state.doors()).anySatisfy(door -> {
            assertThat(door.port()).isEqualTo(router.url().getPort());
            assertThat(door.tls()).isFalse();
            assertThat(door.paths()).containsExactly("/");
            assertThat(door.users()).containsExactly(65534);
        });
        on.check();
        Files.setPosixFilePermissions(bench.flag().getParent(), PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(on::inspect)
                .hasMessageContainingAll(
                        "could not be switched by " + bench.flag(),
                        "(nobody) may not search " + bench.flag().getParent(),
                        "chmod o+x");
    }

    /** Starts it anew so that what looks for the file is nobody's. */
    protected abstract void runAsNobody();

    @Test
    void isRefusedWhereItIsAnotherApplications() throws Exception {
        SlotPair own = bench.slots;
        bench.slots = FreePorts.slots();
        assertThatThrownBy(on(new LocalHost())::inspect)
                .hasMessageContainingAll(
                        "goes by " + bench.flag() + " in the",
                        "sends to port " + own.green() + " there, while greenPort is " + bench.slots.green(),
                        "a file of its own");
        bench.slots = new SlotPair(own.blue() + 1, own.green());
        assertThatThrownBy(on(new LocalHost())::inspect).hasMessageContaining("does not name port " + (own.blue() + 1));
    }

    /** It is read again in the same script. */
    @Test
    void saysSoWhereTheFileIsNotAsItWasSwitched() throws Exception {
        assertThatThrownBy(() -> on(with("mv", "exit 1")).switchTo(Slot.GREEN))
                .hasMessageContainingAll(bench.flag().toString(), "could not be created");
        assertThatThrownBy(() -> on(with("mv", "exit 0")).switchTo(Slot.GREEN))
                .hasMessageContaining("was changed by somebody else during the switch to green");
        String others = "case \"$*\" in *.canary-\\**) exit 1 ;; esac\nexec /bin/rm \"$@\"";
        assertThatThrownBy(() -> on(with("rm", others)).switchTo(Slot.GREEN))
                .hasMessageContaining("could not be created");
        assertThat(on(new LocalHost()).switchTo(Slot.GREEN)).isEmpty();
        assertThatThrownBy(() -> on(with("mv", "exit 0")).switchTo(Slot.BLUE))
                .hasMessageContaining("was changed by somebody else during the switch to blue");
    }

    /** Returns a host on which a program may not be asked. */
    protected LocalHost without(String program) throws IOException {
        return with(program, "exit 1");
    }

    private LocalHost with(String program, String does) throws IOException {
        Path tools = Files.createDirectories(folder.resolve("with-" + program));
        Path tool = Files.writeString(tools.resolve(program), "#!/bin/sh\n" + does + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new LocalHost(tools + ":" + System.getenv("PATH"));
    }

    /** Returns it as it is seen from a host. */
    protected TrafficRouter on(LocalHost host) {
        return router.adapter().on(host, bench.slots);
    }

    private Socket client() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), router.url().getPort());
    }

    private static void say(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hear(Socket socket) {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By another name it answers itself. */
    private String host() {
        return "Host: " + router.url().getAuthority() + "\r\n";
    }

    private String upgraded(Socket socket) throws IOException {
        say(socket, "GET /socket HTTP/1.1\r\n" + host() + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        return in.lines().takeWhile(line -> !line.isEmpty()).collect(Collectors.joining("\n"));
    }

    /** Nothing comes, and not its end either. */
    private static void assertOpen(Socket socket) {
        try {
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
