package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.ChannelDirectStreamLocal;
import com.jcraft.jsch.ChannelDirectTCPIP;
import com.jcraft.jsch.JSchException;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.host.ForwardingRefusedException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.PortClosedException;
import io.jenkins.plugins.bluegreen.ssh.jsch.ChannelBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * A connection to a port, of the host itself or of one that it can reach, through the SSH connection (RFC 4254, 7.2), or to a socket file of
 * the host (PROTOCOL of OpenSSH, 2.4).
 */
final class Tunnel implements ByteStream {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String LOOPBACK_IPV6 = "::1";

    /** Reason codes of a channel that is not opened (RFC 4254, 5.1). */
    private static final int ADMINISTRATIVELY_PROHIBITED = 1;

    private static final int CONNECT_FAILED = 2;
    private static final int UNKNOWN_CHANNEL_TYPE = 3;

    private final Connection connection;
    private final ChannelDirectTCPIP channel;
    private final ChannelBuffer inbox = new ChannelBuffer();
    private final InputStream in = inbox.reader();
    private final OutputStream out;

    private Tunnel(Connection connection, ChannelDirectTCPIP channel) throws HostException {
        this.connection = connection;
        this.channel = channel;
        channel.setOutputStream(inbox);
        try {
            this.out = channel.getOutputStream();
        } catch (IOException e) {
            throw new HostException("No tunnel to " + connection.name() + ": " + e.getMessage() + ".", "", e);
        }
    }

    /**
     * Opens a tunnel to a port of the host's own loopback address, over IPv6 where nobody listens over IPv4.
     *
     * @throws ForwardingRefusedException if the server does not allow it
     * @throws PortClosedException if nobody takes the connection in time
     */
    static Tunnel toLoopback(Connection connection, int port, Duration timeout) throws HostException {
        long until = System.nanoTime() + timeout.toNanos();
        try {
            return to(connection, LOOPBACK, port, connection.name(), timeout);
        } catch (PortClosedException refused) {
            Duration left = Duration.ofNanos(until - System.nanoTime());
            if (left.isNegative()) {
                throw refused;
            }
            try {
                return to(connection, LOOPBACK_IPV6, port, connection.name(), left);
            } catch (HostException e) {
                // The host may have no IPv6, or the server not let us there (PermitOpen).
                throw connection.over() || Thread.currentThread().isInterrupted() ? e : refused;
            }
        }
    }

    /**
     * Opens a tunnel to a port of another host, as which the host of the connection sees it.
     *
     * @throws ForwardingRefusedException if the server does not allow it
     * @throws PortClosedException if nobody takes the connection in time
     */
    static Tunnel to(Connection connection, String host, int port, Duration timeout) throws HostException {
        return to(connection, host, port, host, timeout);
    }

    private static Tunnel to(Connection connection, String host, int port, String shown, Duration timeout)
            throws HostException {
        Tunnel tunnel = new Tunnel(connection, connection.channel(ChannelDirectTCPIP.class, "direct-tcpip"));
        tunnel.channel.setHost(host);
        tunnel.channel.setPort(port);
        if (!tunnel.opened("port " + port + " of " + shown, timeout)) {
            throw tunnel.refused(port, shown);
        }
        return tunnel;
    }

    /**
     * Opens a tunnel to a socket file of the host.
     *
     * @throws PortClosedException if nobody takes the connection in time
     */
    static Tunnel toSocket(Connection connection, String socket, Duration timeout) throws HostException {
        ChannelDirectStreamLocal channel =
                connection.channel(ChannelDirectStreamLocal.class, "direct-streamlocal@openssh.com");
        channel.setSocketPath(socket);
        Tunnel tunnel = new Tunnel(connection, channel);
        if (!tunnel.opened("the socket " + socket + " of " + connection.name(), timeout)) {
            // OpenSSH gives the same reason for whatever it is.
            throw new HostException("The SSH server on " + connection.name() + " opened no connection to the socket "
                    + socket
                    + ": the login user may not write to it, nobody listens there, or the server does not allow it"
                    + " ('AllowStreamLocalForwarding local' in sshd_config does).");
        }
        return tunnel;
    }

    /** Tells whether it was opened; to be asked once. */
    private boolean opened(String where, Duration timeout) throws HostException {
        CompletableFuture<Boolean> opened = new CompletableFuture<>();
        SshThreads.work(() -> {
            try {
                channel.connect();
                if (!opened.complete(channel.isConnected())) {
                    channel.disconnect();
                }
            } catch (JSchException e) {
                opened.complete(false);
            } catch (RuntimeException e) {
                opened.completeExceptionally(e);
            }
        });
        try {
            return connection.await(opened, timeout, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            opened.cancel(false);
            inbox.abandon();
            throw new HostException("The connection to " + where + " was interrupted.");
        } catch (HostException e) {
            // It is closed by who opens it: before it is open, there is nothing to close.
            opened.cancel(false);
            inbox.abandon();
            if (connection.over()) {
                throw e;
            }
            throw new PortClosedException(where.substring(0, 1).toUpperCase(Locale.ROOT) + where.substring(1)
                    + " did not take a connection within " + TimeSpan.show(timeout) + ".");
        }
    }

    /** JSch keeps the reason code where the exit status would be. */
    private HostException refused(int port, String shown) throws HostException {
        return switch (channel.getExitStatus()) {
            case ADMINISTRATIVELY_PROHIBITED, UNKNOWN_CHANNEL_TYPE -> new ForwardingRefusedException(connection.name());
            case CONNECT_FAILED -> new PortClosedException("Nobody listens on port " + port + " of " + shown + ".");
            default ->
                new HostException("The SSH server on " + connection.name() + " opened no connection to port " + port
                        + " of " + shown + " (reason " + channel.getExitStatus() + " of RFC 4254).");
        };
    }

    /** From now on, a read that hears nothing for so many milliseconds ends with a timeout; 0 for never. */
    void readTimeout(int millis) {
        inbox.readTimeout(millis);
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void close() {
        inbox.abandon();
        connection.discard(channel);
    }
}
