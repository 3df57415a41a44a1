package io.jenkins.plugins.bluegreen.deploy.host;

import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/** A host that is logged in to once more, before something is undone on it, if its connection broke. */
public final class ReconnectingHost implements RemoteHost {

    private static final Command NOTHING = new Command("nothing", ":", List.of());
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final Connector connector;
    private final Target target;
    private volatile RemoteHost host;

    /**
     * Logs in.
     *
     * @throws HostException as {@link Connector#connect}
     */
    public ReconnectingHost(Connector connector, Target target) throws HostException {
        this.connector = connector;
        this.target = target;
        this.host = connector.connect(target);
    }

    /** Logs in again, unless the host still answers over the connection that there is. */
    public void reconnectIfLost() throws HostException, InterruptedException {
        try {
            host.run(NOTHING, ANSWER);
        } catch (HostException lost) {
            host.close();
            host = connector.connect(target);
        }
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public String identity() {
        return host.identity();
    }

    @Override
    public CommandResult run(Command command, Duration limit) throws HostException, InterruptedException {
        return host.run(command, limit);
    }

    @Override
    public Lease hold(Command command, Duration heartbeat) throws HostException {
        return host.hold(command, heartbeat);
    }

    @Override
    public void renew() {
        host.renew();
    }

    @Override
    public void upload(Content source, String destination, LongConsumer sent)
            throws HostException, InterruptedException {
        host.upload(source, destination, sent);
    }

    @Override
    public ByteStream connect(int port, Duration timeout) throws HostException {
        return host.connect(port, timeout);
    }

    @Override
    public ByteStream connect(String socket, Duration timeout) throws HostException {
        return host.connect(socket, timeout);
    }

    @Override
    public void close() {
        host.close();
    }
}
