package io.jenkins.plugins.bluegreen.port.host;

import java.io.InputStream;
import java.io.OutputStream;

/** A connection to a port; closing it ends a read that is under way in another thread. */
public interface ByteStream extends AutoCloseable {

    /** What the other side says. */
    InputStream in();

    /** What it is told. */
    OutputStream out();

    @Override
    void close();
}
