package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.Mark;
import io.jenkins.plugins.bluegreen.ssh.jsch.ChannelBuffer;
import java.io.BufferedReader;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A script that runs for as long as it is fed. What it writes to its standard error is not read. */
final class LeaseScript implements Lease {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Connection connection;
    private final Command command;
    private final boolean anyShell;
    private final Mark mark = Mark.random();
    private volatile boolean begun;
    private final ChannelBuffer inbox = new ChannelBuffer();
    private final BufferedReader lines =
            new BufferedReader(new InputStreamReader(inbox.reader(), StandardCharsets.UTF_8));
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    /** Done when the script is sent, or will not be. */
    private final CompletableFuture<Void> fed = new CompletableFuture<>();

    /** Done when its channel is closed, before which its exit status has come, as in {@link Execution}. */
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private final AtomicBoolean feeding = new AtomicBoolean();
    private volatile ChannelExec channel;
    private volatile OutputStream in;
    private volatile ScheduledFuture<?> heart;
    private volatile boolean closed;
    private volatile boolean bySpare;

    private LeaseScript(Connection connection, Command command, boolean anyShell) {
        this.connection = connection;
        this.command = command;
        this.anyShell = anyShell;
    }

    /** Starts one, within one limit, whichever shell it is that runs it in the end. */
    static LeaseScript start(Connection connection, Command command, Duration heartbeat) throws HostException {
        long until = System.nanoTime() + START_LIMIT.toNanos();
        LeaseScript script = new LeaseScript(connection, command, true).started(heartbeat, until);
        if (script.bySpare && script.neverBegins(until)) {
            script.close();
            return new LeaseScript(connection, command, false).started(heartbeat, until);
        }
        return script;
    }

    private static Duration left(long until) {
        return Duration.ofNanos(Math.max(1_000_000, until - System.nanoTime()));
    }

    /** Waits for its first line, and tells whether the shell that had waited was killed before it read it, as in {@link Execution}. */
    private boolean neverBegins(long until) throws HostException {
        boolean known = false;
        try {
            String line;
            do {
                inbox.readTimeout((int) left(until).toMillis());
                line = nextLine();
            } while (line != null && !line.endsWith(mark.word()));
            inbox.readTimeout(0);
            begun = line != null;
            if (!begun && !closed && !connection.gone()) {
                connection.await(ended, left(until), tooLate());
            }
            known = true;
            return !begun && !closed && channel.getExitStatus() < 0 && !connection.gone();
        } catch (SocketTimeoutException e) {
            throw new HostException(tooLate());
        } catch (IOException e) {
            throw new HostException(here() + " could not be started: " + e.getMessage() + ".", "", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            if (!known) {
                close();
            }
        }
    }

    private String tooLate() {
        return here() + " could not be started within " + START_LIMIT.toSeconds() + " s.";
    }

    private HostException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new HostException(here() + " was interrupted while it was started.", "", e);
    }

    /** Closed with the channel, and not read. */
    private OutputStream errors() {
        return new FilterOutputStream(OutputStream.nullOutputStream()) {

            @Override
            public void write(byte[] from, int offset, int length) {
                // Not byte by byte.
            }

            @Override
            public void close() {
                ended.complete(null);
            }
        };
    }

    private LeaseScript started(Duration heartbeat, long until) throws HostException {
        byte[] input = connection.fed(mark.before(command)).getBytes(StandardCharsets.UTF_8);
        boolean running = false;
        try {
            SshThreads.work(() -> feed(input));
            connection.await(started, left(until), tooLate());
            heart = SshThreads.every(heartbeat, this::beat);
            running = true;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            if (!running) {
                close();
            }
        }
        return this;
    }

    private void feed(byte[] input) {
        try {
            Optional<Spares.Spare> spare = anyShell ? connection.spares().take() : Optional.empty();
            if (spare.isPresent()) {
                bySpare = true;
                channel = spare.get().channel();
                spare.get().into(inbox, errors());
            } else {
                connection.sessions().open(ChannelExec.class, "exec", command.name(), this::prepare, () -> !closed);
            }
            if (closed) {
                started.cancel(false);
                return;
            }
            in = channel.getOutputStream();
            in.write(input);
            in.flush();
            started.complete(null);
        } catch (JSchException | IOException e) {
            started.completeExceptionally(
                    new HostException(here() + " could not be started: " + e.getMessage() + ".", "", e));
        } catch (HostException | RuntimeException e) {
            started.completeExceptionally(e);
        } finally {
            fed.complete(null);
        }
    }

    private void prepare(ChannelExec next) {
        next.setCommand("sh");
        next.setOutputStream(inbox);
        next.setErrStream(errors());
        channel = next;
    }

    /** Feeds a line, unless the one before is still stuck. */
    private void beat() {
        if (feeding.compareAndSet(false, true)) {
            SshThreads.work(() -> {
                try {
                    in.write('\n');
                    in.flush();
                    feeding.set(false);
                } catch (IOException | RuntimeException e) {
                    close();
                }
            });
        }
    }

    @Override
    public String readLine() throws HostException, InterruptedException {
        String line;
        try {
            line = nextLine();
            while (!begun && line != null) {
                begun = line.endsWith(mark.word());
                line = nextLine(); // what the login shell wrote before
            }
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

    private String nextLine() throws IOException {
        StringBuilder line = new StringBuilder();
        int next = lines.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            line.append((char) next);
            next = line.length() < LONGEST_LINE ? lines.read() : '\n';
        }
        return line.toString();
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
        fed.thenRun(() -> {
            if (channel != null) {
                connection.discard(channel);
            }
        });
    }

    private String here() {
        return "'" + command.name() + "' on " + connection.name();
    }
}
