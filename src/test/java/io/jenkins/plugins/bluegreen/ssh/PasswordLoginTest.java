package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin.Keys;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin.Password;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.UserAuthFactory;
import org.apache.sshd.server.auth.UserAuthNoneFactory;
import org.apache.sshd.server.auth.keyboard.DefaultKeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.shell.InvertedShellWrapper;
import org.apache.sshd.server.shell.ProcessShell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Passwords, in both ways in which a server may ask for them; and a server that asks for nothing. */
@Timeout(30)
class PasswordLoginTest {

    /** Kept, since a logger that nobody keeps forgets its level. */
    private static final Logger SERVER_LOG = Logger.getLogger("org.apache.sshd");

    private final AtomicInteger tries = new AtomicInteger();
    private final SshServer server = SshServer.setUpDefaultServer();
    private Target target;
    private String hostKeys;

    @BeforeEach
    void serve() throws IOException, GeneralSecurityException {
        SERVER_LOG.setLevel(Level.WARNING);
        KeyPair key = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(key));
        server.setPasswordAuthenticator((user, password, session) -> {
            tries.incrementAndGet();
            return user.equals("deploy") && password.equals("pässword \"1\"");
        });
        server.setKeyboardInteractiveAuthenticator(new Foreigner());
        server.setCommandFactory((channel, command) -> new InvertedShellWrapper(new ProcessShell("sh", "-c", command)));
        server.start();
        target = new Target("deploy", "127.0.0.1", server.getPort());
        hostKeys = "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(key.getPublic());
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(true);
    }

    @Test
    void opensByAPassword() throws Exception {
        asksBy(UserAuthPasswordFactory.INSTANCE);

        try (RemoteHost host = connect("pässword \"1\"")) {
            assertThat(host.name()).isEqualTo(target.toString());
        }
    }

    @Test
    void opensByAPasswordWhereTheServerConverses() throws Exception {
        asksBy(UserAuthKeyboardInteractiveFactory.INSTANCE);

        try (RemoteHost host = connect("pässword \"1\"")) {
            assertThat(host.name()).isEqualTo(target.toString());
        }
    }

    @Test
    void triesAWrongPasswordOnceInEachWay() {
        asksBy(UserAuthPasswordFactory.INSTANCE, UserAuthKeyboardInteractiveFactory.INSTANCE);

        assertThatThrownBy(() -> connect("hunter2"))
                .isInstanceOf(HostException.class)
                .hasMessage(
                        "Login to " + target + " as deploy with a password was refused (it accepts password,"
                                + " keyboard-interactive); check user name and password, and whether the server allows passwords.");
        assertThat(tries).hasValue(2);
    }

    /** Whatever the credentials are, such as on a network of its own; its first answer is the only one that lets in. */
    @Test
    void opensWhereNothingIsAskedFor() throws Exception {
        asksBy(UserAuthNoneFactory.INSTANCE);
        String key = Base64.getMimeEncoder()
                .encodeToString(KeyPairGenerator.getInstance("RSA")
                        .generateKeyPair()
                        .getPrivate()
                        .getEncoded());
        Keys keys = new Keys(List.of("-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n"), null);

        try (RemoteHost host = JschHost.connect(target, new SshLogin("", keys, hostKeys))) {
            assertThat(host.name()).isEqualTo(target.toString());
        }
    }

    private void asksBy(UserAuthFactory... ways) {
        server.setUserAuthFactories(List.of(ways));
    }

    private RemoteHost connect(String password) throws HostException {
        return JschHost.connect(target, new SshLogin("", new Password(password), hostKeys));
    }

    /** Asks in words that JSch does not know. */
    private static final class Foreigner extends DefaultKeyboardInteractiveAuthenticator {

        @Override
        protected String getInteractionPrompt(ServerSession session) {
            return "Kennwort: ";
        }
    }
}
