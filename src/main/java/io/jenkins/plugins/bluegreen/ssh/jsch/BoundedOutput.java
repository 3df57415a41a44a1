package io.jenkins.plugins.bluegreen.ssh.jsch;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The beginning of what a command wrote, at most 1 MiB. */
public final class BoundedOutput extends OutputStream {

    private static final int LIMIT = 1 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Runnable atEnd;
    private boolean cut;

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
    }

    @Override
    public void close() {
        atEnd.run();
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
