package io.jenkins.plugins.bluegreen.lab;

import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.function.LongConsumer;

/** A host that can nothing but what a test lets it: for what a real one does not do on demand. */
public abstract class UnableHost implements RemoteHost {

    @Override
    public String name() {
        return "host";
    }

    @Override
    public CommandResult run(Command command, Duration limit) throws HostException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public Lease hold(Command command, Duration heartbeat) throws HostException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void upload(Content source, String destination, LongConsumer sent) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ByteStream connect(int port, Duration timeout) throws HostException {
        throw new UnsupportedOperationException();
    }

    @Override
    public ByteStream connect(String socket, Duration timeout) throws HostException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
