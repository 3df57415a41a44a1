package io.jenkins.plugins.bluegreen.ssh.login;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SSHAgentConnector;
import com.jcraft.jsch.Session;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin.Agent;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin.Keys;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin.Password;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hands a login's proof to JSch, and says what is wrong where it is refused. No message shows a secret. */
public final class Authentication {

    private static final Pattern METHODS = Pattern.compile("methods '([^']*)'");

    private static final List<String> OURS = List.of("publickey", "password", "keyboard-interactive");

    private final Target target;
    private final SshLogin login;
    private final boolean whole;
    private boolean shortened;

    /**
     * Proves nothing yet.
     *
     * @param whole whether every question is asked, also one whose answer mostly changes nothing
     */
    public Authentication(Target target, SshLogin login, boolean whole) {
        this.target = target;
        this.login = login;
        this.whole = whole;
    }

    /** Tells whether a question was left out; a server may let in by that one. */
    public boolean shortened() {
        return shortened;
    }

    /**
     * Returns the login name: the host's own, or else that of the credentials.
     *
     * @throws HostException if neither names one
     */
    public String user() throws HostException {
        String user = target.user().isBlank() ? login.user() : target.user();
        if (user == null || user.isBlank()) {
            throw refusal("There is no login name for " + target + "; write it as user@" + target
                    + " in hosts, or into the credentials.");
        }
        return user;
    }

    /** @throws HostException if the proof cannot be used at all, such as a key that the passphrase does not open */
    public void install(JSch jsch, Session session) throws HostException {
        SshLogin.Method method = login.method();
        if (method instanceof Keys keys) {
            session.setConfig("PreferredAuthentications", "publickey");
            install(jsch, keys);
            shortened = !whole && jsch.getIdentityRepository().getIdentities().size() == 1;
            if (shortened) {
                // Which ways there are, and whether it is a key to sign with, would be a round trip each, and mostly
                // change nothing.
                session.setConfig("enable_auth_none", "no");
                session.setConfig("enable_pubkey_auth_query", "no");
            }
        } else if (method instanceof Password password) {
            session.setConfig("PreferredAuthentications", "password,keyboard-interactive");
            // One for each way of asking: after that JSch would go on with empty ones, which a lockout counts too.
            session.setConfig("MaxAuthTries", "2");
            session.setUserInfo(new PasswordAnswers(password.password()));
        } else if (method instanceof Agent agent) {
            session.setConfig("PreferredAuthentications", "publickey");
            session.setIdentityRepository(identities(agent));
        }
    }

    private void install(JSch jsch, Keys keys) throws HostException {
        byte[] passphrase = keys.passphrase() == null || keys.passphrase().isEmpty()
                ? null
                : keys.passphrase().getBytes(StandardCharsets.UTF_8);
        for (String key : keys.keys()) {
            try {
                jsch.addIdentity("key", (key.strip() + "\n").getBytes(StandardCharsets.UTF_8), null, passphrase);
            } catch (JSchException | RuntimeException e) {
                // Without the cause: JSch may quote from the key.
                throw refusal("The SSH private key for " + target
                        + " cannot be read; it must be a whole key in OpenSSH or PEM format.");
            }
        }
        for (Identity identity : jsch.getIdentityRepository().getIdentities()) {
            if (identity.isEncrypted()) {
                throw refusal("The SSH private key for " + target + " is encrypted, and "
                        + (passphrase == null ? "no passphrase is given" : "the passphrase does not open it")
                        + "; correct the passphrase of the credentials.");
            }
        }
    }

    private IdentityRepository identities(Agent agent) throws HostException {
        IdentityRepository identities;
        try {
            identities = new AgentIdentityRepository(new SSHAgentConnector(Path.of(agent.socket())));
        } catch (AgentProxyException e) {
            throw refusal("The SSH agent at " + agent.socket() + " cannot be used: " + e.getMessage() + ".");
        }
        if (identities.getStatus() != IdentityRepository.RUNNING) {
            throw refusal(
                    "No SSH agent answers at " + agent.socket() + "; deploy inside sshagent { }, or name credentials.");
        }
        if (identities.getIdentities().isEmpty()) {
            throw refusal("The SSH agent at " + agent.socket() + " holds no key; add one, or name credentials.");
        }
        return identities;
    }

    /**
     * Says that the server refused the login.
     *
     * @param tried tells which ways of the login (RFC 4252) the server let us try
     */
    public HostException refused(JSchException e, Predicate<String> tried) throws HostException {
        Matcher methods = METHODS.matcher(String.valueOf(e.getMessage()));
        List<String> accepted = methods.find() && !methods.group(1).isEmpty()
                ? List.of(methods.group(1).split(","))
                : List.of();
        // A way that failed may go on being tried; one that is not offered any more did its part.
        if (!accepted.isEmpty() && OURS.stream().anyMatch(way -> tried.test(way) && !accepted.contains(way))) {
            return refusal("Login to " + target + " as " + user() + " with " + tried()
                    + " was accepted, but the server asks for " + String.join(" or ", accepted)
                    + " as well; let that user in by one of them alone (AuthenticationMethods in sshd_config).");
        }
        String shown = accepted.isEmpty() ? "" : " (it accepts " + String.join(", ", accepted) + ")";
        return refusal("Login to " + target + " as " + user() + " with " + tried() + " was refused" + shown + "; "
                + remedy() + ".");
    }

    /**
     * Says that the server hung up while we logged in.
     *
     * @param words what it said, or an empty text
     */
    public HostException hungUp(String words) throws HostException {
        return refusal("The SSH server on " + target + " hung up while " + user() + " logged in with " + tried()
                + (words.isEmpty() ? "" : " ('" + words + "')")
                + "; the account may be locked or have expired there, or fewer keys may be tried (MaxAuthTries in"
                + " sshd_config); its log says which.");
    }

    private String tried() {
        SshLogin.Method method = login.method();
        if (method instanceof Keys keys) {
            return keys.keys().size() == 1 ? "a private key" : keys.keys().size() + " private keys";
        }
        return method instanceof Password ? "a password" : "the keys of the SSH agent";
    }

    private String remedy() {
        return login.method() instanceof Password
                ? "check user name and password, and whether the server allows passwords"
                : "check the user name, and that the public key stands in ~/.ssh/authorized_keys there";
    }

    private static HostException refusal(String sentence) {
        return new HostException(sentence).about("credentialsId");
    }
}
