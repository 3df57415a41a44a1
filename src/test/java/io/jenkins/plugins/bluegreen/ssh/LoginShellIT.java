package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.CuttableLink;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Shells;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.Fence;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts that let us in and then do not do what they are told, and hosts that are one. */
@Timeout(60)
class LoginShellIT {

    private static final Command HELLO = new Command("hello", "echo hello", List.of());
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "/usr/sbin/nologin, 'ended with exit status 1 and said ''This account is currently not available.'''",
        "/bin/false, ended with exit status 1 and said nothing",
        "echo only backups, ended with exit status 0 and said 'only backups'"
    })
    void saysThatTheAccountRunsNoCommands(String forced, String sentence) {
        try (PrivateSshd sshd = PrivateSshd.start("ForceCommand " + forced)) {
            assertRefused(sshd)
                    .hasMessageStartingWith(
                            "The account " + sshd.target().user() + " on " + sshd.target() + " runs no commands")
                    .hasMessageContaining(sentence)
                    .hasMessageContaining("nologin, /bin/false");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"internal-sftp", "/usr/lib/openssh/sftp-server"})
    void saysThatTheAccountMayDoSftpAlone(String forced) {
        try (PrivateSshd sshd = PrivateSshd.start("ForceCommand " + forced)) {
            assertRefused(sshd).hasMessageContaining("may do SFTP alone ('ForceCommand internal-sftp' in sshd_config)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"read -r line", "cat >/dev/null", "while read -r line; do :; done"})
    void saysThatTheShellEatsTheInput(String eats) throws Exception {
        try (PrivateSshd sshd = withShellThatReads(eats)) {
            assertRefused(sshd)
                    .hasMessageContaining("takes the input that is meant for them")
                    .hasMessageContaining("~/.bashrc");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "exit 7", "exec true", "echo bye; exit 1"})
    void saysThatTheShellEnds(String ends) throws Exception {
        try (PrivateSshd sshd = withShellThatReads(ends)) {
            assertRefused(sshd).hasMessageContaining("~/.bashrc").hasMessageContaining("may end it");
        }
    }

    @Test
    void saysThatAGreetingRunsIntoTheAnswers() throws Exception {
        try (PrivateSshd sshd = withShellThatReads("printf 'Welcome> '")) {
            assertRefused(sshd).hasMessageContaining("prints something before each command");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/lib/openssh/sftp-server", "internal-sftp"})
    void isNotDisturbedByAGreeting(String sftp) throws Exception {
        Path source = Files.writeString(folder.resolve("source"), "content");
        Path to = folder.resolve("to");
        try (PrivateSshd sshd = withShellThatReads("echo Welcome to staging; echo again", "Subsystem sftp " + sftp);
                RemoteHost host = connect(sshd)) {
            assertThat(host.run(HELLO, LIMIT).out()).endsWith("hello\n");
            host.upload(source, to.toString(), sent -> {});
            assertThat(to).hasContent("content");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo Welcome to staging", "echo held=somebody; echo oops >&2", "yes | head -n 100000"})
    void leavesTheGreetingOutOfWhatCommandsSay(String greets) throws Exception {
        Command ask = new Command("ask", "echo \"$1\"; echo err >&2; exit 3", List.of("a=b"));
        try (PrivateSshd sshd = withShellThatReads(greets);
                RemoteHost host = connect(sshd);
                Lease lease = host.hold(new Command("hold", "echo ready; read -r _", List.of()), LIMIT)) {
            CommandResult said = new CommandResult(3, "a=b\n", "err\n");
            assertThat(host.run(ask, LIMIT)).isEqualTo(said);
            assertThat(host.run(List.of(ask, HELLO), LIMIT)).containsExactly(said, new CommandResult(0, "hello\n", ""));
            assertThat(lease.readLine()).isEqualTo("ready");
        }
    }

    @Test
    void isUnderNoHoldingThatTheLoginExports() throws Exception {
        try (PrivateSshd sshd = withShellThatReads("export bg_fence=another");
                RemoteHost host = connect(sshd)) {
            Command ask = new Command("ask", "echo \"${bg_fence-none}\"", List.of());
            assertThat(host.run(ask, LIMIT).out()).isEqualTo("none\n");
            Fence fence = new Fence("ours", "/there");
            assertThat(host.run(fence.around(ask), LIMIT).out()).isEqualTo("ours\n");
        }
    }

    /** A long script is packed where the host unpacks it. */
    @ParameterizedTest
    @CsvSource({"false, 0, 20000", "true, 200000, 250000"})
    void knowsWhetherTheHostUnpacks(boolean without, int least, int most) throws Exception {
        Path bin = Shells.withAllBut(folder, without ? "gzip" : "");
        Command ask = new Command("ask", ": 'a long line of a script'\n".repeat(8000) + "echo \"$1\"", List.of("x"));
        try (PrivateSshd sshd = PrivateSshd.start("SetEnv PATH=" + bin);
                CuttableLink link = new CuttableLink(sshd.target().port())) {
            Target near = sshd.target();
            SshLogin known = sshd.login();
            String hosts = sshd.knownHosts().replace("]:" + near.port() + " ", "]:" + link.port() + " ");
            SshLogin login = new SshLogin(known.user(), known.method(), hosts);
            try (RemoteHost host = JschHost.connect(new Target(near.user(), near.host(), link.port()), login);
                    Lease lease = host.hold(new Command("hold", "echo ready; read -r _", List.of()), LIMIT)) {
                assertThat(lease.readLine()).isEqualTo("ready");
                long before = link.carried();
                assertThat(host.run(ask, LIMIT)).isEqualTo(new CommandResult(0, "x\n", ""));
                assertThat(link.carried() - before).isBetween((long) least, (long) most);
            }
        }
    }

    @Test
    void isNotDisturbedByABanner() throws Exception {
        Path banner = Files.writeString(folder.resolve("banner"), "Authorized use only.\nshell=bluegreen\n");
        try (PrivateSshd sshd = PrivateSshd.start(
                        "Banner " + banner, "PrintMotd yes", "ClientAliveInterval 1", "ClientAliveCountMax 2");
                RemoteHost host = connect(sshd)) {
            // Longer than a client that answers no signs of life would be borne.
            assertThat(host.run(new Command("nap", "sleep 4; echo hello", List.of()), LIMIT)
                            .out())
                    .isEqualTo("hello\n");
        }
    }

    @Test
    void knowsAHostByTwoNames() throws Exception {
        assumeThat(SeparateHost.possible()).as("only root can make hosts").isTrue();
        try (PrivateSshd one = PrivateSshd.start();
                PrivateSshd two = PrivateSshd.start();
                RemoteHost here = connect(one);
                RemoteHost again = connect(two);
                SeparateHost other = new SeparateHost(
                        "other",
                        Files.createDirectories(folder.resolve("own")),
                        Files.createDirectories(folder.resolve("shared")))) {
            assertThat(here.identity()).isNotEmpty().isEqualTo(again.identity());
            String there = other.login()
                    .run(Command.script(LoginShell.class, "login", "x"), LIMIT)
                    .value("host")
                    .orElseThrow();
            assertThat(there).isNotEqualTo(here.identity());
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(PrivateSshd sshd) {
        ThrowingCallable connecting = () -> connect(sshd).close();
        return assertThatThrownBy(connecting).isInstanceOf(HostException.class);
    }

    private static RemoteHost connect(PrivateSshd sshd) throws HostException {
        return JschHost.connect(sshd.target(), sshd.login());
    }

    /** The login shell is bash, which reads this when sshd starts it. */
    private static PrivateSshd withShellThatReads(String script, String... config) throws IOException {
        PrivateSshd sshd = PrivateSshd.start(config);
        Files.writeString(sshd.directory().resolve(".bashrc"), script + "\n");
        return sshd;
    }
}
