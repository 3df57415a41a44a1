package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin.Agent;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin.Keys;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin.Password;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Host keys and logins against a real OpenSSH server. */
@Timeout(60)
class LoginIT {

    private static PrivateSshd sshd;

    @BeforeAll
    static void start() {
        sshd = PrivateSshd.start();
    }

    @AfterAll
    static void stop() {
        sshd.close();
    }

    @ParameterizedTest
    @CsvSource({"ed25519,", "ecdsa,", "rsa,", "ed25519,'open, sesame'", "rsa,žluť"})
    void opensByAKey(String type, String passphrase) throws Exception {
        String key = sshd.privateKey(type, passphrase == null ? "" : passphrase);

        assertLetsIn(sshd.login(new Keys(List.of(key), passphrase)));
    }

    @Test
    void opensByAKeyInPemFormatWithoutItsLastNewline() throws Exception {
        sshd.privateKey("rsa", "");
        Path copy = Files.copy(
                sshd.directory().resolve("user_rsa"), sshd.directory().resolve("pem"));
        Programs.run("ssh-keygen", "-q", "-p", "-m", "PEM", "-P", "", "-N", "", "-f", copy.toString());
        String pem = Files.readString(copy).strip();

        assertThat(pem).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertLetsIn(sshd.login(new Keys(List.of(pem), null)));
    }

    @Test
    void opensByTheSecondKeyWhereTheFirstIsNotWelcome() throws Exception {
        String stranger = strangersKey("second");

        assertLetsIn(sshd.login(new Keys(List.of(stranger, sshd.privateKey("ed25519", "")), null)));
    }

    @Test
    void opensByAnAgent() throws Exception {
        sshd.privateKey("ed25519", "");
        Path socket = sshd.directory().resolve("agent");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            Until.so(Duration.ofSeconds(10), () -> Files.exists(socket), () -> "no agent");
            assertThatThrownBy(() -> connect(sshd.login(new Agent(socket.toString()))))
                    .hasMessageContaining("holds no key");

            ProcessBuilder add = new ProcessBuilder(
                    "ssh-add", "-q", sshd.directory().resolve("user_ed25519").toString());
            add.environment().put("SSH_AUTH_SOCK", socket.toString());
            assertThat(add.start().waitFor()).isZero();

            assertLetsIn(sshd.login(new Agent(socket.toString())));
        } finally {
            Processes.stop(agent);
        }
    }

    @Test
    void saysThatNoAgentAnswers() {
        assertThatThrownBy(() -> connect(sshd.login(new Agent("/nowhere/agent"))))
                .isInstanceOf(HostException.class)
                .hasMessage("No SSH agent answers at /nowhere/agent; deploy inside sshagent { }, or name credentials.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void knowsAHostByAnyOfItsKeys(String type) throws Exception {
        SshLogin login = sshd.login();

        assertLetsIn(new SshLogin(login.user(), login.method(), sshd.knownHosts(type)));
    }

    @Test
    void stopsAtAnUnknownHostKeyBeforeAnythingIsSent() throws Exception {
        SshLogin login = sshd.login();
        String another = sshd.knownHosts("ed25519").replace("127.0.0.1", "app.example");

        assertThatThrownBy(() -> connect(new SshLogin(login.user(), login.method(), another)))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("is unknown: it offers ssh-ed25519 " + fingerprint("ed25519"))
                .hasMessageEndingWith("add this line to hostKeys: "
                        + sshd.knownHosts("ed25519").strip());
    }

    @Test
    void stopsAtAChangedHostKey() {
        SshLogin login = sshd.login();
        strangersKey("changed");
        String changed = sshd.knownHosts("ed25519").split(" ")[0] + " "
                + read(sshd.directory().resolve("stranger_changed.pub")).strip();

        assertThatThrownBy(() -> connect(new SshLogin(login.user(), login.method(), changed)))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("is not the known one: it offers ssh-ed25519 " + fingerprint("ed25519"))
                .hasMessageEndingWith("by: " + sshd.knownHosts("ed25519").strip());
    }

    @Test
    void saysWhoWasRefusedByWhatMeans() {
        Keys keys = new Keys(List.of(strangersKey("refused")), null);

        assertThatThrownBy(() -> connect(sshd.login(keys)))
                .isInstanceOf(HostException.class)
                .hasMessage("Login to " + sshd.target() + " as " + sshd.target().user()
                        + " with a private key was refused (it accepts publickey); check the user name, and that the public"
                        + " key stands in ~/.ssh/authorized_keys there.");
    }

    @Test
    void saysThatAPasswordIsNotAccepted() {
        assertThatThrownBy(() -> connect(sshd.login(new Password("hunter2"))))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("with a password was refused (it accepts publickey)")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void saysThatThePassphraseIsWrongOrMissing() {
        String key = sshd.privateKey("ed25519", "correct horse");

        assertThatThrownBy(() -> connect(sshd.login(new Keys(List.of(key), "battery staple"))))
                .hasMessageContaining("the passphrase does not open it")
                .hasMessageNotContaining("battery");
        assertThatThrownBy(() -> connect(sshd.login(new Keys(List.of(key), null))))
                .hasMessageContaining("no passphrase is given");
    }

    @Test
    void saysThatAKeyIsNone() {
        assertThatThrownBy(() -> connect(sshd.login(new Keys(List.of("s3cret but no key"), null))))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("cannot be read")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void saysThatNobodyListens() {
        Target nowhere = Target.parse("127.0.0.1:" + FreePorts.next());

        assertThatThrownBy(() -> JschHost.connect(nowhere, sshd.login()))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("Cannot connect to 127.0.0.1 port " + nowhere.port())
                .hasMessageContaining("refused");
    }

    @Test
    void saysThatThereIsNoSshServer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread rude = new Thread(() -> {
                try {
                    server.accept().close();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            rude.start();
            Target target = Target.parse("127.0.0.1:" + server.getLocalPort());

            assertThatThrownBy(() -> JschHost.connect(target, sshd.login()))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("handshake")
                    .hasMessageContaining("check that an SSH server listens there");
            rude.join();
        }
    }

    @Test
    void asksForALoginName() {
        Target nobody = new Target("", "127.0.0.1", sshd.target().port());

        assertThatThrownBy(() ->
                        JschHost.connect(nobody, new SshLogin("", sshd.login().method(), sshd.knownHosts())))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("There is no login name for 127.0.0.1");
    }

    private static void assertLetsIn(SshLogin login) throws Exception {
        try (RemoteHost host = connect(login)) {
            assertThat(host.run(new Command("hello", "echo hello", List.of()), Duration.ofSeconds(20))
                            .out())
                    .isEqualTo("hello\n");
        }
    }

    private static RemoteHost connect(SshLogin login) throws HostException {
        return JschHost.connect(sshd.target(), login);
    }

    private static String strangersKey(String name) {
        Path file = sshd.directory().resolve("stranger_" + name);
        Programs.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file.toString());
        return read(file);
    }

    private static String fingerprint(String type) {
        return Programs.run(
                        "ssh-keygen",
                        "-l",
                        "-f",
                        sshd.directory().resolve("host_" + type + ".pub").toString())
                .split(" ")[1];
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
