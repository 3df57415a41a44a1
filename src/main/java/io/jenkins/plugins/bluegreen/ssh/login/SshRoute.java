package io.jenkins.plugins.bluegreen.ssh.login;

import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import java.io.Serializable;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * How to get to a host: directly, or from a jump host, which is got to in the same way ({@code ProxyJump} in ssh_config(5)).
 *
 * @param target the host
 * @param login how to log in to it
 * @param via how to get to the jump host, or null to connect directly
 */
public record SshRoute(Target target, SshLogin login, SshRoute via) implements Serializable {

    /** Connects directly. */
    public static SshRoute direct(Target target, SshLogin login) {
        return new SshRoute(target, login, null);
    }

    /** Returns the ways to each host on it, that of the target first. */
    public Stream<SshRoute> hops() {
        return Stream.iterate(this, hop -> hop != null, SshRoute::via);
    }

    /** Returns the server to which the first connection on it is made: a jump host, or the host itself. */
    public Target first() {
        return via == null ? target : via.first();
    }

    /** Returns the same way, on which the hosts that may be trusted at first use are known by these keys too. */
    public SshRoute knowing(Collection<KnownHostsLine> keys) {
        SshLogin known = login;
        for (KnownHostsLine line : keys) {
            if (login.trust().acceptFirst() && line.isOf(target)) {
                known = new SshLogin(known.user(), known.method(), known.trust().and(line.toString()));
            }
        }
        return new SshRoute(target, known, via == null ? null : via.knowing(keys));
    }
}
