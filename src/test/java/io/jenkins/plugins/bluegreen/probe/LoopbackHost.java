package io.jenkins.plugins.bluegreen.probe;

import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.ForwardingRefusedException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.PortClosedException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** This machine as a host: connections are real ones, commands are answered with what a test says. */
final class LoopbackHost implements RemoteHost {

    final List<Command> commands = new ArrayList<>();
    CommandResult answer = new CommandResult(0, "", "");
    boolean forbidsForwarding;
    int connections;

    @Override
    public String name() {
        return "app.example";
    }

    @Override
    public ByteStream connect(int port, Duration timeout) throws HostException {
        connections++;
        if (forbidsForwarding) {
            throw new ForwardingRefusedException(name());
        }
        try {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new SocketStream(socket, socket.getInputStream(), socket.getOutputStream());
        } catch (IOException e) {
            throw new PortClosedException("Nobody listens on port " + port + " of " + name() + ".");
        }
    }

    @Override
    public ByteStream connect(String socket, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    private record SocketStream(Socket socket, InputStream in, OutputStream out) implements ByteStream {

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public CommandResult run(Command command, Duration limit) {
        commands.add(command);
        return answer;
    }

    @Override
    public Lease hold(Command command, Duration heartbeat) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void upload(Content source, String destination, LongConsumer sent) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // Nothing is kept open.
    }
}
