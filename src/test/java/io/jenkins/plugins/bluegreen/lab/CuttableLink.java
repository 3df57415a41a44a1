package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP relay to a port of this machine, whose connections can be cut while both ends go on. */
public final class CuttableLink implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong carried = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();

    /** Begins to relay, from a port of its own. */
    public CuttableLink(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Cuts all connections as soon as so many more bytes went to the target. */
    public void cutAfter(long bytes) {
        left.set(bytes);
    }

    /** Returns how many bytes it has carried so far, both ways. */
    public long carried() {
        return carried.get();
    }

    /** Returns how many connections were made over it so far. */
    public int connections() {
        return connections.get();
    }

    /** Returns the port that leads to the target. */
    public int port() {
        return server.getLocalPort();
    }

    /** Cuts all connections that there are; new ones are relayed. */
    public void cut() {
        sockets.forEach(CuttableLink::close);
        sockets.clear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                connections.incrementAndGet();
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                sockets.addAll(List.of(near, far));
                start(() -> relay(near, far, true));
                start(() -> relay(far, near, false));
            } catch (IOException e) {
                // Closed, or nobody there: the one who connects sees that for himself.
                continue;
            }
        }
    }

    private void relay(Socket from, Socket to, boolean counted) {
        try (from;
                to) {
            carry(from.getInputStream(), to.getOutputStream(), counted);
        } catch (IOException e) {
            // Cut: both ends are closed now.
            return;
        }
    }

    private void carry(InputStream in, OutputStream out, boolean counted) throws IOException {
        byte[] buffer = new byte[65536];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            if (counted && left.addAndGet(-count) < 0) {
                left.set(Long.MAX_VALUE);
                cut();
                return;
            }
            carried.addAndGet(count);
            out.write(buffer, 0, count);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cuttable-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        cut();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
