package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin.Password;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.InvertedShellWrapper;
import org.apache.sshd.server.shell.ProcessShell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that leads to where the scripts run over one more connection (ForceCommand with ssh or docker exec), which breaks: they may have
 * run, and all that they wrote is lost.
 */
@Timeout(60)
class NeverTwiceTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int TIMES = 6;
    private static final int BROKEN = 255;

    /** Kept, since a logger that nobody keeps forgets its level. */
    private static final Logger SERVER_LOG = Logger.getLogger("org.apache.sshd");

    @TempDir
    private Path folder;

    private final SshServer server = SshServer.setUpDefaultServer();
    private volatile boolean broken;
    private volatile int ending = BROKEN;
    private Target target;
    private String hostKeys;

    @BeforeEach
    void serve() throws IOException, GeneralSecurityException {
        SERVER_LOG.setLevel(Level.WARNING);
        KeyPair key = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(key));
        server.setPasswordAuthenticator((user, password, session) -> true);
        server.setCommandFactory((channel, command) -> new InvertedShellWrapper(
                new ProcessShell("sh", "-c", broken ? "sh >/dev/null 2>&1; exit " + ending : command)));
        server.start();
        target = new Target("deploy", "127.0.0.1", server.getPort());
        hostKeys = "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(key.getPublic());
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(true);
    }

    @Test
    void whatMayHaveRunIsNotRunAgain() throws Exception {
        Path file = folder.resolve("times");
        Command once = new Command("once", "echo once >>\"$1\"", List.of(file.toString()));
        try (RemoteHost host = JschHost.connect(target, new SshLogin("", new Password("any"), hostKeys))) {
            broken = true;
            host.renew();
            for (int i = 1; i <= TIMES; i++) {
                assertThat(host.run(once, LIMIT).exitStatus()).isEqualTo(BROKEN);
                assertThat(Files.readAllLines(file)).hasSize(i);
            }
            for (int i = 1; i <= TIMES; i++) {
                try (Lease lease = host.hold(once, LIMIT)) {
                    assertThat(lease.readLine()).isNull();
                }
                assertThat(Files.readAllLines(file)).hasSize(TIMES + i);
            }
        }
    }

    @Test
    void anEndWithoutItsFirstLineIsNoSuccess() throws Exception {
        try (RemoteHost host = JschHost.connect(target, new SshLogin("", new Password("any"), hostKeys))) {
            ending = 0;
            broken = true;
            host.renew();
            for (int i = 1; i <= TIMES; i++) {
                assertThatExceptionOfType(HostException.class)
                        .isThrownBy(() -> host.run(new Command("empty", ":", List.of()), LIMIT))
                        .withMessageContaining("it is not known whether it ran");
            }
        }
    }
}
