package io.jenkins.plugins.bluegreen.ssh;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Lets JSch, which wants a socket, speak SSH through a tunnel. Its read timeout is what JSch sends signs of life by. */
final class TunnelSocket extends Socket {

    private final Tunnel tunnel;

    TunnelSocket(Tunnel tunnel) {
        this.tunnel = tunnel;
    }

    @Override
    public InputStream getInputStream() {
        return tunnel.in();
    }

    @Override
    public OutputStream getOutputStream() {
        return tunnel.out();
    }

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public void setSoTimeout(int millis) {
        tunnel.readTimeout(millis);
    }

    @Override
    public void setTcpNoDelay(boolean on) {
        // The connection below sends at once anyway.
    }

    @Override
    public synchronized void close() {
        tunnel.close();
    }
}
