package io.jenkins.plugins.bluegreen.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A TCP relay to a port of this machine that makes it seem far away: what is sent over it, either way, arrives half a round trip later. */
public final class FarLink implements AutoCloseable {

    private static final byte[] END = new byte[0];

    private final ServerSocket server;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile long oneWayNanos;

    /** Begins to relay, from a port of its own. */
    public FarLink(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** Sets how long a round trip takes from now on. */
    public void roundTrip(Duration time) {
        oneWayNanos = time.toNanos() / 2;
    }

    /** Returns the port that leads to the target. */
    public int port() {
        return server.getLocalPort();
    }

    private record Piece(byte[] bytes, long due) {}

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                sockets.addAll(List.of(near, far));
                relay(near, far);
                relay(far, near);
            } catch (IOException e) {
                // Closed, or nobody there: the one who connects sees that for himself.
                continue;
            }
        }
    }

    private void relay(Socket from, Socket to) {
        BlockingQueue<Piece> underWay = new LinkedBlockingQueue<>();
        start(() -> take(from, underWay));
        start(() -> bring(underWay, to));
    }

    private void take(Socket from, BlockingQueue<Piece> underWay) {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[65536];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                byte[] bytes = new byte[count];
                System.arraycopy(buffer, 0, bytes, 0, count);
                underWay.add(new Piece(bytes, System.nanoTime() + oneWayNanos));
            }
        } catch (IOException e) {
            // Closed, which the other end is to see.
        } finally {
            underWay.add(new Piece(END, System.nanoTime() + oneWayNanos));
        }
    }

    private static void bring(BlockingQueue<Piece> underWay, Socket to) {
        try (to) {
            OutputStream out = to.getOutputStream();
            for (Piece piece = underWay.take(); piece.bytes != END; piece = underWay.take()) {
                long wait = piece.due - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                out.write(piece.bytes);
            }
        } catch (IOException e) {
            // The other end left.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "far-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
