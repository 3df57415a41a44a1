package io.jenkins.plugins.bluegreen.deploy.journal;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.Fence;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A host of an application on which a deployment that lost its lock to another one can do nothing any more, whatever it believes
 * itself: each script compares the holding that it belongs to with the lock, and then {@link LockLostException} is thrown.
 *
 * @param host the host
 * @param fence names the holding of the lock there
 * @param app whose lock it is
 */
public record FencedHost(RemoteHost host, Fence fence, ApplicationName app) implements RemoteHost {

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
        return held(host.run(fence.around(command), limit));
    }

    @Override
    public List<CommandResult> run(List<Command> commands, Duration limit) throws HostException, InterruptedException {
        List<CommandResult> results =
                host.run(commands.stream().map(fence::around).toList(), limit);
        for (CommandResult result : results) {
            held(result);
        }
        return results;
    }

    private CommandResult held(CommandResult result) throws LockLostException {
        if (result.exitStatus() == Fence.LOST) {
            throw new LockLostException(app, name());
        }
        return result;
    }

    @Override
    public Lease hold(Command command, Duration heartbeat) throws HostException {
        return host.hold(fence.around(command), heartbeat);
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
