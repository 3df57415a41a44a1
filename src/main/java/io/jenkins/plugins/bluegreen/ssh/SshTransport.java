package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.SocketFactory;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The TCP connection, or tunnel, below an SSH session. It knows when the connection is over, which JSch tells nobody: that is what
 * wakes everyone who waits for an answer on one of its channels.
 */
final class SshTransport implements SocketFactory {

    /** How long the reading side, which mostly knows better why, may take to notice what the writing side has met. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    /** How long a connection may take to be made. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);

    private static final int LONGEST_GREETING = 300;
    private static final String CLOSED = "it was closed";

    private final String name;
    private final Socket socket;
    private final CompletableFuture<Object> over = new CompletableFuture<>();
    private final StringBuilder greeting = new StringBuilder();
    private volatile long heard = System.nanoTime();
    private volatile long received;
    private volatile boolean hungUp;
    private volatile ScheduledFuture<?> watch;
    private volatile String farewell = "the server did not answer any more, or not in SSH";

    private SshTransport(String name, Socket socket) {
        this.name = name;
        this.socket = socket;
    }

    /**
     * Connects, trying each address of the host.
     *
     * @throws HostException if none of them answers within 15 s
     */
    static SshTransport to(Target target) throws HostException {
        IOException why = null;
        try {
            for (InetAddress address : InetAddress.getAllByName(target.host())) {
                Socket socket = new Socket();
                try {
                    socket.setKeepAlive(true);
                    socket.connect(new InetSocketAddress(address, target.port()), (int) CONNECT_TIMEOUT.toMillis());
                    return new SshTransport(target.toString(), socket);
                } catch (IOException e) {
                    socket.close();
                    why = e;
                }
            }
        } catch (UnknownHostException e) {
            throw new HostException("The host name " + target.host() + " is not known here; check hosts and the DNS.");
        } catch (IOException e) {
            why = e;
        }
        String reason = why instanceof SocketTimeoutException
                ? "no answer within " + TimeSpan.show(CONNECT_TIMEOUT)
                : String.valueOf(why == null ? null : why.getMessage());
        throw new HostException("Cannot connect to " + target.host() + " port " + target.port() + " (" + reason
                + "); check the host, its SSH port and the firewall between.");
    }

    /** Speaks over a socket that is connected already, such as through a jump host. */
    static SshTransport over(String name, Socket socket) {
        return new SshTransport(name, socket);
    }

    /** Ends exceptionally, with a {@link HostException}, as soon as the connection is over; never ends otherwise. */
    CompletableFuture<Object> over() {
        return over;
    }

    /** From now on, ends the connection once nothing has been heard for so long: a blocked write would never notice. */
    void expectSignsOfLifeEvery(Duration silence) {
        heard = System.nanoTime();
        watch = SshThreads.every(silence.dividedBy(8), () -> {
            if (System.nanoTime() - heard > silence.toNanos()) {
                end("nothing was heard for " + TimeSpan.show(silence));
            }
        });
    }

    /** Returns how many bytes have come. */
    long received() {
        return received;
    }

    /** Tells whether it was the peer, or the network, that ended it. */
    boolean hungUp() {
        return hungUp;
    }

    /** Returns what the peer said before anything in SSH (RFC 4253, 4.2), such as why it hangs up; mostly an empty text. */
    synchronized String greeting() {
        return greeting.toString()
                .lines()
                .takeWhile(line -> !line.startsWith("SSH-"))
                .collect(Collectors.joining(" "))
                .strip();
    }

    private synchronized void hear(byte[] bytes, int from, int count) {
        heard = System.nanoTime();
        received += count;
        int fits = Math.min(count, LONGEST_GREETING - greeting.length());
        greeting.append(new String(bytes, from, Math.max(0, fits), StandardCharsets.ISO_8859_1));
    }

    /** From now on it ends because that is wanted. */
    void closing() {
        farewell = CLOSED;
    }

    /** JSch will give it up, for this reason. */
    void givenUp(String why) {
        if (!farewell.equals(CLOSED)) {
            farewell = why;
        }
    }

    /** Ends the connection, whatever JSch is doing with it. */
    void end(String why) {
        over.completeExceptionally(new HostException("The SSH connection to " + name + " ended: " + why + "."));
        ScheduledFuture<?> watching = watch;
        if (watching != null) {
            watching.cancel(false);
        }
        try {
            socket.close();
        } catch (IOException e) {
            // Nobody waits for it any more.
        }
    }

    @Override
    public Socket createSocket(String host, int port) {
        return socket;
    }

    @Override
    public InputStream getInputStream(Socket ours) throws IOException {
        return new Ear(new BufferedInputStream(ours.getInputStream(), 1 << 16));
    }

    @Override
    public OutputStream getOutputStream(Socket ours) throws IOException {
        return new Mouth(ours.getOutputStream());
    }

    /** Notices every byte, the end, and that JSch gives up, which it does by closing this. */
    private final class Ear extends FilterInputStream {

        Ear(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int count;
            try {
                count = super.read(buffer, from, length);
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                hungUp = true;
                end(e.getMessage());
                throw e;
            }
            if (count < 0) {
                hungUp = true;
                end("the server closed it");
            } else {
                hear(buffer, from, count);
            }
            return count;
        }

        @Override
        public void close() {
            end(farewell);
        }
    }

    /** Notices that nothing can be sent any more before JSch does, which would give that as the fault of what it sent. */
    private final class Mouth extends FilterOutputStream {

        Mouth(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                out.write(bytes, from, count);
            } catch (IOException e) {
                awaitEnd();
                hungUp = hungUp || !over.isDone();
                end(e.getMessage());
                throw e;
            }
        }

        private void awaitEnd() {
            try {
                over.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                // It has ended, or the reading side has not noticed.
            }
        }
    }
}
