package io.jenkins.plugins.bluegreen.jenkins.ssh;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernameCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.AbortException;
import hudson.model.Item;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.Tasks;
import hudson.security.ACL;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.ssh.hostkey.HostTrust;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.util.List;
import jenkins.model.Jenkins;
import org.springframework.security.core.Authentication;

/** Finds logins among Jenkins's credentials. The secrets leave only inside of a {@link SshLogin}. */
public final class SshLogins {

    /** What a build may log in with. Those of scope "System" are Jenkins's own, which no build is given. */
    private static final CredentialsMatcher USABLE = CredentialsMatchers.allOf(
            CredentialsMatchers.anyOf(
                    CredentialsMatchers.instanceOf(SSHUserPrivateKey.class),
                    CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class)),
            CredentialsMatchers.not(CredentialsMatchers.withScope(CredentialsScope.SYSTEM)));

    private SshLogins() {}

    /**
     * Returns the login of a build, with the rights of that build.
     *
     * @param credentialsId the id, or null for an SSH agent
     * @param agentSocket the value of {@code SSH_AUTH_SOCK} in the build, or null
     * @throws AbortException if there is no such credential, or no agent
     */
    public static SshLogin forRun(String credentialsId, HostTrust trust, Run<?, ?> run, String agentSocket)
            throws AbortException {
        if (credentialsId == null) {
            if (agentSocket == null || agentSocket.isBlank()) {
                throw new AbortException("credentialsId is not set, and there is no SSH agent (SSH_AUTH_SOCK is unset);"
                        + " give the id of an SSH key or of a user name with password, or deploy within sshagent.");
            }
            return new SshLogin("", new SshLogin.Agent(agentSocket), trust);
        }
        StandardUsernameCredentials found =
                CredentialsProvider.findCredentialById(credentialsId, StandardUsernameCredentials.class, run);
        CredentialsProvider.track(run, found);
        return login(credentialsId, found, trust);
    }

    /**
     * Returns the login that a build of a job would be given, without a build.
     *
     * @param credentialsId the id, or null for an SSH agent, which only a build has
     * @throws AbortException if there is no such credential
     */
    public static SshLogin forItem(String credentialsId, HostTrust trust, Item item) throws AbortException {
        if (credentialsId == null) {
            throw new AbortException("credentialsId is not set, and the SSH agent of a build is there only while that"
                    + " runs; give the id of an SSH key or of a user name with password.");
        }
        StandardUsernameCredentials found = CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItem(
                        StandardUsernameCredentials.class, item, rights(item), List.of()),
                CredentialsMatchers.allOf(CredentialsMatchers.withId(credentialsId), USABLE));
        return login(credentialsId, found, trust);
    }

    private static Authentication rights(Item item) {
        return item instanceof Queue.Task task ? Tasks.getAuthenticationOf2(task) : ACL.SYSTEM2;
    }

    /**
     * Returns the login with those credentials of this Jenkins that a build could use, for an administrator.
     *
     * @throws AbortException if there is no such credential
     */
    public static SshLogin forTest(String credentialsId, HostTrust trust) throws AbortException {
        if (credentialsId == null) {
            throw new AbortException(Messages.SshLogins_NothingToTestWith());
        }
        StandardUsernameCredentials found = CredentialsMatchers.firstOrNull(
                CredentialsProvider.lookupCredentialsInItemGroup(
                        StandardUsernameCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of()),
                CredentialsMatchers.allOf(CredentialsMatchers.withId(credentialsId), USABLE));
        return login(credentialsId, found, trust);
    }

    private static SshLogin login(String credentialsId, StandardUsernameCredentials found, HostTrust trust)
            throws AbortException {
        if (found instanceof SSHUserPrivateKey key) {
            Secret passphrase = key.getPassphrase();
            String plain = passphrase == null ? null : passphrase.getPlainText();
            return new SshLogin(
                    key.getUsername(),
                    new SshLogin.Keys(key.getPrivateKeys(), plain == null || plain.isEmpty() ? null : plain),
                    trust);
        }
        if (found instanceof StandardUsernamePasswordCredentials password) {
            return new SshLogin(
                    password.getUsername(),
                    new SshLogin.Password(password.getPassword().getPlainText()),
                    trust);
        }
        throw new AbortException("There are no credentials '" + credentialsId
                + "' that this build may use, of the kind SSH user name with private key or user name with password.");
    }

    /** Returns the credentials to choose from; one who may not see them sees only the one that is chosen. */
    public static ListBoxModel choices(Item item, String current) {
        StandardListBoxModel model = new StandardListBoxModel();
        boolean allowed = item == null
                ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                : item.hasPermission(Item.EXTENDED_READ) || item.hasPermission(CredentialsProvider.USE_ITEM);
        if (!allowed) {
            return model.includeCurrentValue(current);
        }
        model.includeEmptyValue();
        if (item == null) {
            model.includeMatchingAs(ACL.SYSTEM2, Jenkins.get(), StandardUsernameCredentials.class, List.of(), USABLE);
        } else {
            model.includeMatchingAs(rights(item), item, StandardUsernameCredentials.class, List.of(), USABLE);
        }
        return model.includeCurrentValue(current);
    }
}
