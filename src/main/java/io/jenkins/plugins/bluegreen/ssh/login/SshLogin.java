package io.jenkins.plugins.bluegreen.ssh.login;

import io.jenkins.plugins.bluegreen.ssh.hostkey.HostTrust;
import java.io.Serializable;
import java.util.List;

/**
 * How to log in to a host: as whom, by what, and by which keys the host is known. Holds secrets: never saved, never printed.
 *
 * @param user the login name, used where the host's entry names none; may be empty
 * @param method what proves it
 * @param trust by what the host is known
 */
public record SshLogin(String user, Method method, HostTrust trust) implements Serializable {

    /** As {@link HostTrust#in} these lines. */
    public SshLogin(String user, Method method, String hostKeys) {
        this(user, method, HostTrust.in(hostKeys));
    }

    /** What proves the login. */
    public sealed interface Method extends Serializable {}

    /**
     * Private keys.
     *
     * @param keys in OpenSSH's or PEM format
     * @param passphrase for all of them, or null
     */
    public record Keys(List<String> keys, String passphrase) implements Method {

        /** Copies the keys. */
        public Keys {
            keys = List.copyOf(keys);
        }

        @Override
        public String toString() {
            return "Keys";
        }
    }

    /**
     * A password.
     *
     * @param password the password
     */
    public record Password(String password) implements Method {

        @Override
        public String toString() {
            return "Password";
        }
    }

    /**
     * An SSH agent.
     *
     * @param socket the path of its socket on the machine that connects, as in {@code SSH_AUTH_SOCK}
     */
    public record Agent(String socket) implements Method {}

    @Override
    public String toString() {
        return "SshLogin[" + user + ", " + method + "]";
    }
}
