package io.jenkins.plugins.bluegreen.port.host;

/** The SSH server opens no connections for us ({@code AllowTcpForwarding no}); a command on the host can instead. */
public final class ForwardingRefusedException extends HostException {

    private static final long serialVersionUID = 1L;

    /** @param host the host's name */
    public ForwardingRefusedException(String host) {
        super(
                "The SSH server on " + host
                        + " forbids TCP forwarding; allow it with 'AllowTcpForwarding local' (and 'PermitOpen', where that names other ports).");
    }
}
