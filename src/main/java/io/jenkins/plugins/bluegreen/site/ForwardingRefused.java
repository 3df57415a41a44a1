package io.jenkins.plugins.bluegreen.site;

/** The SSH server opens no connections for us ({@code AllowTcpForwarding no}); a command on the host can instead. */
public final class ForwardingRefused extends HostException {

    private static final long serialVersionUID = 1L;

    /** @param host the host's name */
    public ForwardingRefused(String host) {
        super("The SSH server on " + host + " forbids TCP forwarding; allow it with 'AllowTcpForwarding local'.");
    }
}
