package io.jenkins.plugins.bluegreen.ssh.jsch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What a shell writes of which it is not known yet who will read it: kept until then, and then passed on. */
public final class LateOutput extends OutputStream {

    private static final int LIMIT = 1 << 16;

    private final ByteArrayOutputStream early = new ByteArrayOutputStream();
    private OutputStream reader;
    private boolean ended;

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        OutputStream to;
        synchronized (this) {
            to = reader;
            if (to == null) {
                // Nobody has said anything yet, so this is no more than a greeting.
                early.write(from, offset, Math.min(length, LIMIT - early.size()));
                return;
            }
        }
        to.write(from, offset, length);
    }

    @Override
    public void close() throws IOException {
        OutputStream to;
        synchronized (this) {
            ended = true;
            to = reader;
        }
        if (to != null) {
            to.close();
        }
    }

    /** Passes on what came, and from now on what comes; only once. */
    public void into(OutputStream other) throws IOException {
        boolean over;
        synchronized (this) {
            early.writeTo(other);
            reader = other;
            over = ended;
        }
        if (over) {
            other.close();
        }
    }
}
