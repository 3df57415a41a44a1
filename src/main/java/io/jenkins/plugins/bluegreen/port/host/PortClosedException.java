package io.jenkins.plugins.bluegreen.port.host;

/** Nobody took a connection to a port of a host; the host itself, and the way to it, are well. */
public final class PortClosedException extends HostException {

    private static final long serialVersionUID = 1L;

    /** @param sentence which port of which host, and what became of the connection */
    public PortClosedException(String sentence) {
        super(sentence);
    }
}
