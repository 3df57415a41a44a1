package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Lets an HTTP or TLS library that knows only sockets talk over a stream. Timeouts are the business of who closes the stream. */
final class StreamSocket extends Socket {

    private final ByteStream stream;

    StreamSocket(ByteStream stream) {
        this.stream = stream;
    }

    @Override
    public InputStream getInputStream() {
        return stream.in();
    }

    @Override
    public OutputStream getOutputStream() {
        return stream.out();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public void setSoTimeout(int millis) {
        // See above.
    }

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setSoLinger(boolean on, int seconds) {
        // There is nothing to linger.
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // The SSH connection sends at once anyway.
    }

    @Override
    public synchronized void close() {
        stream.close();
    }
}
