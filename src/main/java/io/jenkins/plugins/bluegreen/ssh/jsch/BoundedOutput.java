package io.jenkins.plugins.bluegreen.ssh.jsch;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The beginning of what a command wrote, at most 1 MiB. */
public final class BoundedOutput extends OutputStream {

    private static final int LIMIT = 1 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Runnable atEnd;
    private boolean cut;
    private boolean ended;

    /** @param atEnd done when nothing more can come */
    public BoundedOutput(Runnable atEnd) {
        this.atEnd = atEnd;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) {
        int fits = Math.min(length, LIMIT - bytes.size());
        bytes.write(from, offset, fits);
        cut |= fits < length;
        notifyAll();
    }

    @Override
    public void close() {
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        atEnd.run();
    }

    /** Waits until it has been written, or nothing more can come, but no longer than so. */
    public synchronized void await(Predicate<String> written, Duration limit) throws InterruptedException {
        long begun = System.nanoTime();
        long left = limit.toMillis();
        while (!ended && !written.test(text()) && left > 0) {
            wait(left);
            left = limit.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        }
    }

    /** Tells whether nothing more can come. */
    public synchronized boolean ended() {
        return ended;
    }

    /** Tells whether there was more. */
    public synchronized boolean cut() {
        return cut;
    }

    /** Returns it, as UTF-8. */
    public synchronized String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
