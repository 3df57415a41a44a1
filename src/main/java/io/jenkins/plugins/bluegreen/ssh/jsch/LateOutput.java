package io.jenkins.plugins.bluegreen.ssh.jsch;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** What a shell writes of which it is not known yet who will read it: kept until then, and then passed on. */
public final class LateOutput extends OutputStream {

    private static final int LIMIT = 1 << 16;

    private final ByteArrayOutputStream early = new ByteArrayOutputStream();
    private Reader reader;
    private boolean ended;

    /** Who takes it. */
    private record Reader(Takes takes, Closeable end) {}

    /** A part of who takes it. */
    private interface Takes {
        void write(byte[] from, int offset, int length) throws IOException;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        Reader to;
        synchronized (this) {
            to = reader;
            if (to == null) {
                // Nobody has said anything yet, so this is no more than a greeting.
                early.write(from, offset, Math.min(length, LIMIT - early.size()));
                return;
            }
        }
        to.takes().write(from, offset, length);
    }

    @Override
    public void close() throws IOException {
        Reader to;
        synchronized (this) {
            ended = true;
            to = reader;
        }
        if (to != null) {
            to.end().close();
        }
    }

    /** Passes on what came, and from now on what comes; only once. */
    public void into(OutputStream other) throws IOException {
        boolean over;
        synchronized (this) {
            early.writeTo(other);
            reader = new Reader(other::write, other::close);
            over = ended;
        }
        if (over) {
            other.close();
        }
    }
}
