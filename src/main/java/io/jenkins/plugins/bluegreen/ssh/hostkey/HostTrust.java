package io.jenkins.plugins.bluegreen.ssh.hostkey;

import java.io.Serializable;

/**
 * By what the key of a host is judged. There is no way to take any key that comes.
 *
 * @param lines {@code known_hosts} lines (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT), or an empty text for the files of the account
 *     that connects
 * @param place where the lines stand, for a person who has to change them
 * @param acceptFirst whether a host of which no key is known may be trusted at its first connection, see {@code FirstUse}
 */
public record HostTrust(String lines, String place, boolean acceptFirst) implements Serializable {

    /** Trusts hosts by these lines, or by the files of the account where there are none. */
    public static HostTrust in(String lines) {
        return new HostTrust(lines, "hostKeys", false);
    }

    /** Returns the same with further lines. */
    public HostTrust and(String more) {
        return new HostTrust(lines.isBlank() ? more : lines + "\n" + more, place, acceptFirst);
    }
}
