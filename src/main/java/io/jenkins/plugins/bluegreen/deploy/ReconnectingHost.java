package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.Target;
import io.jenkins.plugins.bluegreen.site.ByteStream;
import io.jenkins.plugins.bluegreen.site.Command;
import io.jenkins.plugins.bluegreen.site.CommandResult;
import io.jenkins.plugins.bluegreen.site.Connector;
import io.jenkins.plugins.bluegreen.site.Content;
import io.jenkins.plugins.bluegreen.site.Hold;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.RemoteHost;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/** A host that is logged in to once more, before something is undone on it, if its connection broke. */
final class ReconnectingHost implements RemoteHost {

    private static final Command NOTHING = new Command("nothing", ":", List.of());
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final Connector connector;
    private final Target target;
    private volatile RemoteHost host;

    ReconnectingHost(Connector connector, Target target) throws HostException {
        this.connector = connector;
        this.target = target;
        this.host = connector.connect(target);
    }

    /** Logs in again, unless the host still answers over the connection that there is. */
    void reconnectIfLost() throws HostException, InterruptedException {
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
    public CommandResult run(Command command, Duration limit) throws HostException, InterruptedException {
        return host.run(command, limit);
    }

    @Override
    public Hold hold(Command command, Duration heartbeat) throws HostException {
        return host.hold(command, heartbeat);
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
    public void close() {
        host.close();
    }
}
