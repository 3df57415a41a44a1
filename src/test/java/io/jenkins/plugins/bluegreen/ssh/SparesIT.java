package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.CuttableLink;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shells that wait for a script on a real OpenSSH server, which may end them, or want their places for something else. */
@Timeout(60)
class SparesIT {

    private static final Duration SOON = Duration.ofSeconds(15);
    private static final int KEPT = 3;
    private static final Command NOTHING = new Command("nothing", ":", List.of());
    private static final Command WHICH = new Command("which", "echo $$", List.of());
    private static final Command WAIT = new Command("wait", "echo ready; while read -r line; do :; done", List.of());

    @TempDir
    private Path folder;

    private PrivateSshd sshd;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
        if (sshd != null) {
            sshd.close();
        }
    }

    @Test
    void whoRunsOneScriptLeavesNoneWaiting() throws Exception {
        try (RemoteHost host = loggedIn()) {
            awaitIdle(1);
            assertThat(host.run(NOTHING, SOON).ok()).isTrue();
            awaitIdle(0);
        }
    }

    @Test
    void oneThatDiedIsNoFailure() throws Exception {
        try (RemoteHost host = loggedIn()) {
            keepSome(host);
            idle().forEach(Processes::kill);

            assertRunsOnce(CompletableFuture.completedFuture(host.run(once(), SOON)));
        }
    }

    /** Who feeds it cannot know of it yet. */
    @Test
    void whatWasFedToADeadOneIsRunByAnother() throws Exception {
        try (RemoteHost host = loggedIn()) {
            keepSome(host);
            freeze(true);
            idle().forEach(Processes::kill);
            Future<CommandResult> running = threads.submit(() -> host.run(once(), SOON));
            awaitUnread();
            freeze(false);

            assertRunsOnce(running);
        }
    }

    @Test
    void whatWasToBeHeldByADeadOneIsHeldByAnother() throws Exception {
        try (RemoteHost host = loggedIn()) {
            keepSome(host);
            freeze(true);
            idle().forEach(Processes::kill);
            Future<Lease> starting = threads.submit(() -> host.hold(WAIT, Duration.ofSeconds(1)));
            awaitUnread();
            freeze(false);

            try (Lease lease = starting.get(SOON.toSeconds(), TimeUnit.SECONDS)) {
                assertThat(lease.readLine()).isEqualTo("ready");
                assertThat(lease.alive()).isTrue();
            }
        }
    }

    /** What a script has begun may not be begun again, whatever ends it. */
    @Test
    void whatBeganIsNotRunAgain() throws Exception {
        try (RemoteHost host = loggedIn()) {
            keepSome(host);
            Command ending = new Command("end", "echo once >>\"$1\"; exit 7", List.of(file().toString()));
            assertThat(host.run(ending, SOON).exitStatus()).isEqualTo(7);
            assertThat(file()).hasContent("once");
            Command killed = new Command("end", "exec >&- 2>&-; kill -9 $$", List.of());
            assertThatThrownBy(() -> host.run(killed, SOON)).hasMessageContaining("without an exit status");
        }
    }

    @Test
    void aScriptInOneSpeaksAndEndsAsInAShellOfItsOwn() throws Exception {
        sshd = PrivateSshd.start();
        Command script = new Command(
                "speak",
                "env | sort; pwd; umask; echo $#; cat; echo wrong >&2; ps -o args= -p $$; exit 3",
                List.of("s3cret word"));
        try (Connection connection =
                Handshake.perform(SshRoute.direct(sshd.target(), sshd.login()), List.of(), () -> true)) {
            CommandResult own = new Execution(connection, script.name(), "sh", script.input()).run(SOON);
            connection.spares().begin();
            awaitIdle(KEPT);
            CommandResult result = new Execution(connection, script).run(SOON);
            assertThat(result).isEqualTo(own);
            assertThat(result.exitStatus()).isEqualTo(3);
            assertThat(result.err()).isEqualTo("wrong\n");
            assertThat(result.out()).endsWith("sh\n").doesNotContain("s3cret");
        }
    }

    @Test
    void whoIsInterruptedLeavesAShellToNobody() throws Exception {
        try (RemoteHost host = loggedIn()) {
            keepSome(host);
            // Moved there whole.
            Command nap = new Command(
                    "nap", "echo $$ >\"$1.new\"; mv \"$1.new\" \"$1\"; sleep 600", List.of(file().toString()));
            Future<CommandResult> running = threads.submit(() -> host.run(nap, Duration.ofMinutes(10)));
            Until.so(SOON, () -> Files.exists(file()), () -> "it did not begin");
            String left = Files.readString(file());
            running.cancel(true);
            for (int i = 0; i < 2 * KEPT; i++) {
                assertThat(host.run(WHICH, SOON).out()).isNotEmpty().isNotEqualTo(left);
            }
            // It goes on to its own end beside those that wait.
            awaitIdle(1 + KEPT);
            assertThat(pids()).contains(left.strip());
        }
    }

    /** As after a hook, which may have changed what the login shell reads at its start. */
    @Test
    void whatIsRenewedHasTheEnvironmentOfNow() throws Exception {
        try (RemoteHost host = loggedIn()) {
            keepSome(host);
            List<String> old = pids();
            host.renew();
            for (int i = 0; i < 2 * KEPT; i++) {
                assertThat(host.run(WHICH, SOON).out().strip()).isNotEmpty().isNotIn(old);
            }
            awaitIdle(KEPT);
            assertThat(pids()).doesNotContainAnyElementsOf(old);
        }
    }

    /** Nobody says farewell where a network between breaks; the server notices only that it does. */
    @Test
    void noneOutlivesTheConnection() throws Exception {
        sshd = PrivateSshd.start();
        try (CuttableLink link = new CuttableLink(sshd.target().port())) {
            SshLogin known = sshd.login();
            String hosts = sshd.knownHosts().replace("]:" + sshd.target().port() + " ", "]:" + link.port() + " ");
            try (RemoteHost host = JschHost.connect(
                    new Target(sshd.target().user(), sshd.target().host(), link.port()),
                    new SshLogin(known.user(), known.method(), hosts))) {
                keepSome(host);
                link.cut();
                awaitIdle(0);
                assertThatThrownBy(() -> host.run(once(), SOON)).isInstanceOf(HostException.class);
                assertThat(file()).doesNotExist();
            }
        }
    }

    /** With the lock they take all places that this server has. */
    @Test
    void theirPlacesAreForWhatNeedsThem() throws Exception {
        try (RemoteHost host = loggedIn("MaxSessions " + (1 + KEPT))) {
            // Once the server has answered this, the place of what the login asked is free.
            host.connect(sshd.target().port(), SOON).close();
            try (Lease lock = host.hold(WAIT, Duration.ofSeconds(1))) {
                // The lock's own is one of them.
                awaitIdle(1 + KEPT);
                assertAllFindAPlace(host);
                assertThat(lock.alive()).isTrue();
            }
        }
    }

    private void assertAllFindAPlace(RemoteHost host) throws Exception {
        Path source = Files.write(folder.resolve("source"), new byte[100_000]);
        Path to = folder.resolve("to");
        List<Future<?>> all = new ArrayList<>();
        all.add(threads.submit(() -> {
            host.upload(source, to.toString(), sent -> {});
            return null;
        }));
        for (int i = 0; i < 2 * KEPT; i++) {
            all.add(threads.submit(
                    () -> host.require(new Command("nap", "sleep 0.3", List.of()), SOON, "It could not sleep")));
        }
        for (Future<?> one : all) {
            one.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(to).hasSize(100_000);
    }

    private RemoteHost loggedIn(String... config) throws Exception {
        sshd = PrivateSshd.start(config);
        return JschHost.connect(sshd.target(), sshd.login());
    }

    private void keepSome(RemoteHost host) throws Exception {
        host.run(NOTHING, SOON);
        host.run(NOTHING, SOON);
        awaitIdle(KEPT);
    }

    private Path file() {
        return folder.resolve("times");
    }

    private Command once() {
        return new Command("once", "echo once >>\"$1\"; echo done", List.of(file().toString()));
    }

    private void assertRunsOnce(Future<CommandResult> run) throws Exception {
        CommandResult result = run.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(result.ok()).as(result.said()).isTrue();
        assertThat(result.out()).isEqualTo("done\n");
        assertThat(file()).hasContent("once");
    }

    private void awaitIdle(int number) {
        Until.so(SOON, () -> idle().size() == number, () -> idle().size() + " shells wait, not " + number);
    }

    /** The shells that wait, and nothing else here, have no argument. */
    private List<ProcessHandle> idle() {
        return sessions().filter(process -> words(process).equals("sh\0")).toList();
    }

    private List<String> pids() {
        return idle().stream().map(process -> Long.toString(process.pid())).toList();
    }

    private Stream<ProcessHandle> sessions() {
        return sshd.sessions().stream().filter(process -> Processes.alive(process.pid()));
    }

    private static String words(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    /** Has the server do nothing for the connection, and then all at once. */
    private void freeze(boolean frozen) {
        sessions()
                .filter(process -> words(process).startsWith("sshd"))
                .forEach(process -> Programs.run("kill", frozen ? "-STOP" : "-CONT", Long.toString(process.pid())));
    }

    /** Waits until something has come that the server did not read (proc(5), {@code /proc/net/tcp}). */
    private void awaitUnread() {
        String here = String.format(":%04X", sshd.target().port());
        Until.so(
                SOON,
                () -> tcp().stream()
                        .map(line -> line.strip().split("\\s+"))
                        .anyMatch(words -> words[1].endsWith(here) && !words[4].endsWith(":00000000")),
                () -> "nothing came");
    }

    private static List<String> tcp() {
        try {
            return Files.readAllLines(Path.of("/proc/net/tcp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
