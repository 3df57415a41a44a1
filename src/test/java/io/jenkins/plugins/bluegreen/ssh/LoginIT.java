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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
                .hasMessageEndingWith("add the line below to hostKeys.")
                .extracting(e -> ((HostException) e).evidence())
                .isEqualTo(sshd.knownHosts("ed25519").strip());
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
                .hasMessageEndingWith("replace the old line in hostKeys by the one below.")
                .extracting(e -> ((HostException) e).evidence())
                .isEqualTo(sshd.knownHosts("ed25519").strip());
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

    @ParameterizedTest
    @ValueSource(strings = {"s3cret but no key", "ed25519", "rsa", "ecdsa"})
    void saysThatAKeyIsNone(String text) {
        String key = text.contains(" ") ? text : sshd.privateKey(text, "");
        for (String cut : List.of(
                key,
                key.substring(0, key.length() / 2),
                key.substring(0, Math.min(45, key.length())),
                key.replace("A", ""))) {
            if (text.contains(" ") || !cut.equals(key)) {
                assertThatThrownBy(() -> connect(sshd.login(new Keys(List.of(cut), null))))
                        .isInstanceOf(HostException.class)
                        .hasMessageContaining("cannot be read")
                        .hasMessageNotContainingAny("s3cret", "PRIVATE KEY");
            }
        }
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
    void asksForALoginName() {
        Target nobody = new Target("", "127.0.0.1", sshd.target().port());

        assertThatThrownBy(() ->
                        JschHost.connect(nobody, new SshLogin("", sshd.login().method(), sshd.knownHosts())))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("There is no login name for 127.0.0.1");
    }

    @Test
    void saysThatMoreThanTheKeyIsAskedFor() throws Exception {
        for (String more : List.of("password", "keyboard-interactive")) {
            try (PrivateSshd strict = PrivateSshd.start(
                    "AuthenticationMethods publickey," + more,
                    "PasswordAuthentication yes",
                    "KbdInteractiveAuthentication yes")) {
                assertThatThrownBy(() -> JschHost.connect(strict.target(), strict.login()))
                        .isInstanceOf(HostException.class)
                        .hasMessage(
                                "Login to " + strict.target() + " as "
                                        + strict.target().user()
                                        + " with a private key was accepted, but the server asks for " + more
                                        + " as well; let that user in by one of them alone (AuthenticationMethods in sshd_config).");
            }
        }
    }

    @Test
    void saysThatTooManyKeysWereTried() throws Exception {
        List<String> keys = List.of(strangersKey("one"), strangersKey("two"), strangersKey("three"));
        try (PrivateSshd strict = PrivateSshd.start("MaxAuthTries 2")) {
            assertThatThrownBy(() -> JschHost.connect(strict.target(), strict.login(new Keys(keys, null))))
                    .isInstanceOf(HostException.class)
                    .hasMessageContaining("hung up while " + strict.target().user() + " logged in with 3 private keys"
                            + " ('Too many authentication failures')")
                    .hasMessageContaining("MaxAuthTries");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "KexAlgorithms,sntrup761x25519-sha512@openssh.com,key exchange,curve25519-sha256",
        "Ciphers,3des-cbc,cipher,aes256-gcm@openssh.com",
        "MACs,umac-64@openssh.com,integrity check,hmac-sha2-256"
    })
    void saysWhichAlgorithmsDoNotMatch(String line, String only, String kind, String known) throws Exception {
        // A cipher with an integrity check of its own would make the last one needless.
        String cipher = line.equals("MACs") ? "Ciphers aes128-ctr" : "Compression no";
        try (PrivateSshd modern = PrivateSshd.start(line + " " + only, cipher)) {
            assertThatThrownBy(() -> JschHost.connect(modern.target(), modern.login()))
                    .isInstanceOf(HostException.class)
                    .hasMessageStartingWith("The SSH server on " + modern.target() + " and this side have no " + kind
                            + " in common: it allows only " + only + "; allow one of these there as well (" + line
                            + " in sshd_config): ")
                    .hasMessageContaining(known)
                    .hasMessageNotContainingAny("ext-info", "kex-strict", "Algorithm negotiation");
        }
    }

    @Test
    void logsTheWholeHandshakeButNoSecret() throws Exception {
        String key = sshd.privateKey("ed25519", "open, sesame");
        List<String> logged = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger("io.jenkins.plugins.bluegreen.ssh");
        Handler handler = new Handler() {

            @Override
            public void publish(LogRecord record) {
                logged.add(record.getLevel() + " " + record.getMessage() + " " + record.getThrown());
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        handler.setLevel(Level.ALL);
        logger.addHandler(handler);
        logger.setLevel(Level.FINE);
        try {
            assertLetsIn(sshd.login(new Keys(List.of(key), "open, sesame")));
            assertThatThrownBy(() -> connect(sshd.login(new Keys(List.of("s3cret but no key"), null))));
            assertThatThrownBy(() -> connect(sshd.login(new Password("hunter2"))));
        } finally {
            logger.setLevel(null);
            logger.removeHandler(handler);
        }

        assertThat(logged).allMatch(line -> line.startsWith("FINE " + sshd.target() + ": "));
        assertThat(String.join("\n", logged))
                .contains("SSH_MSG_KEXINIT received", "Remote version string", "Authentication succeeded")
                .doesNotContain(
                        "sesame", "hunter2", "s3cret", key.lines().toList().get(1));
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
