package io.jenkins.plugins.bluegreen.ssh.jsch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What a channel received, between JSch's reading thread and ours. A full inbox makes that thread wait, and with it all other
 * channels of the connection; so it is ample, and throws away what comes after its reader has left. (The JDK's piped streams
 * wait in steps of a second, and break when the thread that read last has ended.)
 */
public final class ChannelBuffer extends OutputStream {

    private static final int CAPACITY = 1 << 20;

    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private int size;
    private boolean ended;
    private boolean abandoned;
    private int readTimeout;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) throws IOException {
        restWhile(() -> full(length), 0);
        if (!abandoned && length > 0) {
            pieces.add(Arrays.copyOfRange(from, offset, offset + length));
            size += length;
            notifyAll();
        }
    }

    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
    }

    /** Tells whether nothing more can come. */
    public synchronized boolean ended() {
        return ended;
    }

    /** The reader leaves: a read that is under way ends with an exception. */
    public synchronized void abandon() {
        abandoned = true;
        pieces.clear();
        size = 0;
        notifyAll();
    }

    /** From now on, a read that waits for so many milliseconds ends with a {@link SocketTimeoutException}; 0 for never. */
    public synchronized void readTimeout(int millis) {
        readTimeout = millis;
    }

    /** Returns the reader's side; a thread that is interrupted while it waits there gets an {@link InterruptedIOException}. */
    public InputStream reader() {
        return new BufferedInputStream(new Reader());
    }

    private synchronized boolean full(int more) {
        return size > 0 && size + more > CAPACITY && !abandoned && !ended;
    }

    private synchronized boolean empty() {
        return pieces.isEmpty() && !abandoned && !ended;
    }

    private synchronized void restWhile(BooleanSupplier condition, int millis) throws InterruptedIOException {
        long begun = System.nanoTime();
        try {
            while (condition.getAsBoolean()) {
                long left = millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                if (millis > 0 && left <= 0) {
                    throw new SocketTimeoutException("nothing came within " + millis + " ms");
                }
                wait(millis > 0 ? left : 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private synchronized int take(byte[] into, int offset, int length) throws IOException {
        restWhile(this::empty, readTimeout);
        if (abandoned) {
            throw new IOException("closed");
        }
        if (pieces.isEmpty()) {
            return -1;
        }
        byte[] piece = pieces.remove();
        int count = Math.min(length, piece.length);
        System.arraycopy(piece, 0, into, offset, count);
        if (count < piece.length) {
            pieces.addFirst(Arrays.copyOfRange(piece, count, piece.length));
        }
        size -= count;
        notifyAll();
        return count;
    }

    private final class Reader extends InputStream {

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return take(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return length == 0 ? 0 : take(into, offset, length);
        }

        @Override
        public void close() {
            abandon();
        }
    }
}
