package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.host.ForwardingRefusedException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.PortClosedException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands and tunnels against a real OpenSSH server. */
@Timeout(60)
class JschHostIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static PrivateSshd sshd;
    private static RemoteHost host;

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
    void passesEveryArgumentLiterally() throws Exception {
        List<String> arguments = List.of(
                "",
                "two words",
                "it's",
                "\"$HOME\"",
                "`id`",
                "a;b|c&d",
                "-n",
                "line\nbreak",
                "tab\t",
                "\\",
                "žluť 漢字 🚀",
                "*");
        Command command = new Command("echo", "for a; do printf '<%s>' \"$a\"; done", arguments);

        CommandResult result = host.run(command, LIMIT);

        assertThat(result).isEqualTo(new CommandResult(0, "<" + String.join("><", arguments) + ">", ""));
    }

    @Test
    void tellsExitStatusOutputAndErrorsApart() throws Exception {
        CommandResult result = host.run(new Command("fail", "echo out; echo err >&2; exit 42", List.of()), LIMIT);

        assertThat(result).isEqualTo(new CommandResult(42, "out\n", "err\n"));
    }

    @Test
    void leavesNothingOfAScriptOnACommandLine() throws Exception {
        Command command =
                new Command("look", "tr '\\0' ' ' < /proc/$$/cmdline; echo; env", List.of("secret-of-the-test"));

        CommandResult result = host.run(command, LIMIT);

        assertThat(result.out()).startsWith("sh \n").doesNotContain("secret-of-the-test");
    }

    @Test
    void isDoneWithASmallCommandAsFastAsSshItself() throws Exception {
        Command command = new Command("true", "true", List.of());
        List<Long> ours = new ArrayList<>();
        List<Long> theirs = new ArrayList<>();
        try (SharedSsh ssh = SharedSsh.to(sshd)) {
            for (int i = 0; i < 20; i++) {
                ours.add(millis(() -> host.run(command, LIMIT)));
                theirs.add(millis(() -> ssh.run("true")));
            }
        }
        ours.sort(null);
        theirs.sort(null);

        // Half of them: a busy machine may delay any single one. Waiting in steps of 100 ms would show in all.
        assertThat(ours.get(10)).isLessThan(theirs.get(10) + 50);
    }

    private static long millis(Callable<?> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    @Test
    void takesALongScriptAndALongAnswer() throws Exception {
        String half = "x".repeat(500_000);

        CommandResult result = host.run(new Command("long", "printf %s \"$1\"", List.of(half)), LIMIT);

        assertThat(result.out()).isEqualTo(half);
    }

    @Test
    void refusesAnAnswerWithoutEnd() {
        Command command = new Command("babble", "head -c 3000000 /dev/zero", List.of());

        assertThatThrownBy(() -> host.run(command, LIMIT))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("'babble'")
                .hasMessageContaining("more than 1 MiB");
    }

    @Test
    void failsACommandThatIsKilled() {
        assertThatThrownBy(() -> host.run(new Command("suicide", "kill -9 $$", List.of()), LIMIT))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("'suicide'")
                .hasMessageContaining("without an exit status");
    }

    @Test
    void givesUpACommandThatTakesTooLong() throws Exception {
        assertThatThrownBy(() -> host.run(new Command("dream", "sleep 30", List.of()), Duration.ofMillis(200)))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("'dream'")
                .hasMessageContaining("longer than 200 ms");
        assertThat(host.run(new Command("next", "true", List.of()), LIMIT).ok()).isTrue();
    }

    @Test
    void refusesAtOnceWhatNoShellCanBeGiven() throws Exception {
        Command nul = new Command("nul", "echo \"$1\"", List.of("a\0b"));

        assertThatThrownBy(() -> host.run(nul, Duration.ofHours(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> host.hold(nul, Duration.ofHours(1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(host.run(new Command("next", "true", List.of()), LIMIT).ok()).isTrue();
    }

    @Test
    void stopsWaitingForACommandWhenInterrupted() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                host.run(new Command("dream", "sleep 30", List.of()), LIMIT);
                end.complete(null);
            } catch (HostException | InterruptedException e) {
                end.complete(e);
            }
        });
        waiting.start();
        waiting.interrupt();

        assertThat(end.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    /** Nothing may be sent to a channel that is closed: the server would end the whole connection for that. */
    @Test
    @Timeout(300)
    void anInterruptAtAnyMomentLeavesTheConnectionAsItIs() throws Exception {
        try (RemoteHost own = JschHost.connect(sshd.target(), sshd.login())) {
            for (int round = 0; round < 300; round++) {
                Thread waiting = new Thread(() -> {
                    try {
                        own.run(new Command("nap", "sleep 0.01", List.of()), LIMIT);
                    } catch (HostException | InterruptedException e) {
                        // It was interrupted.
                    }
                });
                waiting.start();
                LockSupport.parkNanos(round * 10_000L);
                waiting.interrupt();
                waiting.join();
                assertThat(own.run(new Command("next", "true", List.of()), LIMIT)
                                .ok())
                        .isTrue();
            }
        }
    }

    @Test
    void runsManyCommandsAtOnce() throws Exception {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String number = Integer.toString(i);
            answers.add(CompletableFuture.supplyAsync(() -> echo(number)));
        }

        assertThat(answers.stream().map(CompletableFuture::join))
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
    }

    private static String echo(String text) {
        try {
            return host.run(new Command("echo", "printf %s \"$1\"", List.of(text)), LIMIT)
                    .out();
        } catch (HostException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void connectsToAPortOfTheHost() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ByteStream stream = host.connect(server.getLocalPort(), LIMIT);
                Socket other = server.accept()) {
            stream.out().write("ping".getBytes());
            stream.out().flush();
            assertThat(new String(other.getInputStream().readNBytes(4))).isEqualTo("ping");
            other.getOutputStream().write("pong!".getBytes());
            other.shutdownOutput();
            assertThat(new String(stream.in().readAllBytes())).isEqualTo("pong!");
        }
    }

    @Test
    void endsAReadWhenTheTunnelIsClosed() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ByteStream stream = host.connect(server.getLocalPort(), LIMIT);
            CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> {
                try {
                    return stream.in().read() < 0;
                } catch (IOException e) {
                    return true;
                }
            });

            stream.close();

            assertThat(ended.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void getsToWhatListensOnIpv6Alone() throws Exception {
        try (PrivateSshd both = PrivateSshd.start("AddressFamily any");
                RemoteHost other = JschHost.connect(both.target(), both.login());
                ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("::1"));
                ByteStream stream = other.connect(server.getLocalPort(), LIMIT);
                Socket taken = server.accept()) {
            stream.out().write('x');
            stream.out().flush();
            assertThat(taken.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void saysThatNobodyListens() {
        int port = FreePorts.next();

        assertThatThrownBy(() -> host.connect(port, LIMIT))
                .isInstanceOf(PortClosedException.class)
                .hasMessage("Nobody listens on port " + port + " of " + sshd.target() + ".");
    }

    @Test
    void saysThatTheServerForbidsForwarding() throws Exception {
        try (PrivateSshd strict = PrivateSshd.start("AllowTcpForwarding no");
                RemoteHost other = JschHost.connect(strict.target(), strict.login())) {
            assertThatThrownBy(() -> other.connect(22, LIMIT))
                    .isInstanceOf(ForwardingRefusedException.class)
                    .hasMessageContaining("AllowTcpForwarding");
        }
    }
}
