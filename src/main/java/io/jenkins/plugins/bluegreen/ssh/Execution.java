package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * One script, run to its end: one round trip to open the channel and one for the answer. Nothing polls; JSch closes the
 * stream for standard error when the channel is closed, and the exit status has come before that (RFC 4254, 6.10).
 */
final class Execution {

    private final Connection connection;
    private final Command command;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** Done when the script is sent, or will not be. */
    private final CompletableFuture<Void> fed = new CompletableFuture<>();

    private final BoundedOutput out = new BoundedOutput(() -> {});
    private final BoundedOutput err = new BoundedOutput(() -> closed.complete(null));

    Execution(Connection connection, Command command) {
        this.connection = connection;
        this.command = command;
    }

    CommandResult run(Duration limit) throws HostException, InterruptedException {
        ChannelExec channel = connection.channel(ChannelExec.class, "exec");
        channel.setCommand("sh");
        channel.setOutputStream(out);
        channel.setErrStream(err);
        try {
            SshThreads.work(() -> feed(channel));
            connection.await(
                    closed, limit, here() + " took longer than " + TimeSpan.show(limit) + " and was given up.");
            return result(channel.getExitStatus());
        } finally {
            closed.cancel(false);
            // Not while it is being opened or fed: a server ends the whole connection for what is sent to a closed
            // channel, and keeps open what was closed before it had a number.
            fed.thenRun(() -> connection.discard(channel));
        }
    }

    private void feed(ChannelExec channel) {
        try (OutputStream in = channel.getOutputStream()) {
            channel.connect();
            if (closed.isDone()) {
                return;
            }
            in.write(command.input().getBytes(StandardCharsets.UTF_8));
        } catch (JSchException e) {
            closed.completeExceptionally(new HostException(
                    "The SSH server on " + connection.name() + " did not start '" + command.name() + "' ("
                            + e.getMessage() + "); it may allow no command, or no more sessions (MaxSessions).",
                    "",
                    e));
        } catch (IOException e) {
            // The script ended before it had read all its input: its exit status says more. A lost connection says so
            // itself.
        } finally {
            fed.complete(null);
        }
    }

    private CommandResult result(int status) throws HostException {
        if (status < 0) {
            connection.check();
            throw new HostException(
                    here() + " ended without an exit status, as it does when it is killed.", err.text());
        }
        if (out.cut()) {
            throw new HostException(here() + " wrote more than 1 MiB, which is not expected of it.");
        }
        return new CommandResult(status, out.text(), err.text());
    }

    private String here() {
        return "'" + command.name() + "' on " + connection.name();
    }
}
