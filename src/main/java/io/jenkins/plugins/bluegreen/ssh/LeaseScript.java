package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.shell.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A script that runs for as long as it is fed. What it writes to its standard error is not read. */
final class LeaseScript implements Lease {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Connection connection;
    private final Command command;
    private final ChannelExec channel;
    private final OutputStream in;
    private final ChannelBuffer inbox = new ChannelBuffer();
    private final BufferedReader lines =
            new BufferedReader(new InputStreamReader(inbox.reader(), StandardCharsets.UTF_8));
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final AtomicBoolean feeding = new AtomicBoolean();
    private volatile ScheduledFuture<?> heart;
    private volatile boolean closed;

    LeaseScript(Connection connection, Command command) throws HostException {
        this.connection = connection;
        this.command = command;
        this.channel = connection.channel(ChannelExec.class, "exec");
        channel.setCommand("sh");
        channel.setOutputStream(inbox);
        channel.setErrStream(OutputStream.nullOutputStream());
        try {
            this.in = channel.getOutputStream();
        } catch (IOException e) {
            throw new HostException(here() + " cannot be fed: " + e.getMessage() + ".", "", e);
        }
    }

    LeaseScript start(Duration heartbeat) throws HostException {
        SshThreads.work(() -> {
            try {
                channel.connect();
                if (closed) {
                    started.cancel(false);
                    return;
                }
                in.write(command.input().getBytes(StandardCharsets.UTF_8));
                in.flush();
                started.complete(null);
            } catch (JSchException | IOException e) {
                started.completeExceptionally(new HostException(
                        here() + " could not be started (" + e.getMessage()
                                + "); the SSH server may allow no command, or " + "no more sessions (MaxSessions).",
                        "",
                        e));
            }
        });
        try {
            connection.await(started, START_LIMIT, here() + " could not be started within 30 s.");
        } catch (HostException e) {
            close();
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new HostException(here() + " was interrupted while it was started.", "", e);
        }
        heart = SshThreads.every(heartbeat, this::beat);
        return this;
    }

    /** Feeds a line, unless the one before is still stuck. */
    private void beat() {
        if (feeding.compareAndSet(false, true)) {
            SshThreads.work(() -> {
                try {
                    in.write('\n');
                    in.flush();
                    feeding.set(false);
                } catch (IOException e) {
                    close();
                }
            });
        }
    }

    @Override
    public String readLine() throws HostException, InterruptedException {
        String line;
        try {
            line = lines.readLine();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new HostException(here() + " was closed.", "", e);
        }
        if (line == null && connection.over() && !closed) {
            connection.check();
        }
        return line;
    }

    @Override
    public boolean alive() {
        return !closed && !inbox.ended() && channel.isConnected() && !connection.over();
    }

    @Override
    public void close() {
        closed = true;
        ScheduledFuture<?> beating = heart;
        if (beating != null) {
            beating.cancel(false);
        }
        inbox.abandon();
        // Not while it is being opened or fed, as in Execution.
        started.whenComplete((nothing, why) -> connection.discard(channel));
    }

    private String here() {
        return "'" + command.name() + "' on " + connection.name();
    }
}
