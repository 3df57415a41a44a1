package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.Mark;
import io.jenkins.plugins.bluegreen.ssh.jsch.BoundedOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One script, run to its end: one round trip where a shell waits for it ({@link Spares}), otherwise three. Nothing polls; JSch closes the
 * stream for standard error when the channel is closed, and the exit status has come before that (RFC 4254, 6.10).
 */
final class Execution {

    private static final Duration END_LIMIT = Duration.ofSeconds(2);

    /** As long as an account may take to run its first command ({@link LoginShell}). */
    private static final Duration BEGIN_LIMIT = Duration.ofSeconds(30);

    private final Connection connection;
    private final String name;
    private final String line;
    private final Input input;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** Done when the script is sent, or will not be. */
    private final CompletableFuture<Void> fed = new CompletableFuture<>();

    // Null for what is no script, or may write before it.
    private Mark mark;

    private final BoundedOutput out = new BoundedOutput(() -> {});
    private final BoundedOutput err = new BoundedOutput(() -> closed.complete(null));
    private volatile ChannelExec channel;
    private volatile boolean counted;

    /** Whether a shell may be used that was there before. */
    private boolean anyShell = true;

    /** Whether it is fed nothing before it is known to be what is to be fed. */
    private boolean beginsFirst;

    private volatile boolean bySpare;

    /**
     * Runs a script; what the login shell writes before it is left out of the result.
     *
     * @throws IllegalArgumentException for a command that no shell can be given
     */
    Execution(Connection connection, Command command) {
        this(connection, command, Mark.random());
    }

    private Execution(Connection connection, Command command, Mark mark) {
        this(connection, command.name(), "sh", connection.fed(mark.before(command)));
        this.mark = mark;
    }

    /** What a command is fed. */
    interface Input {

        /** @throws IOException if it takes no more */
        void writeTo(OutputStream in) throws IOException, HostException;
    }

    /**
     * Runs something other than a script.
     *
     * @param name for messages
     * @param line what the login shell there is given
     * @param input what that is fed
     */
    Execution(Connection connection, String name, String line, String input) {
        this(connection, name, line, in -> in.write(input.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Does the same with more than fits into the memory, and that may not come to anything else, such as a shell that would run it.
     *
     * @param begun what is written by what the login shell is given, before it reads anything
     */
    Execution(Connection connection, String name, String line, Mark begun, Input input) {
        this(connection, name, line, input);
        this.mark = begun;
        this.beginsFirst = true;
    }

    private Execution(Connection connection, String name, String line, Input input) {
        this.connection = connection;
        this.name = name;
        this.line = line;
        this.input = input;
    }

    CommandResult run(Duration limit) throws HostException, InterruptedException {
        return run(limit, here() + " took longer than " + TimeSpan.show(limit) + " and was given up.");
    }

    /** @param tooLate what to say if it takes longer */
    CommandResult run(Duration limit, String tooLate) throws HostException, InterruptedException {
        long begun = System.nanoTime();
        try {
            SshThreads.work(this::feed);
            connection.await(closed, limit, tooLate);
            if (!neverBegan()) {
                return result(channel.getExitStatus());
            }
        } finally {
            closed.cancel(false);
            if (counted) {
                // It is stuck in a write, and sends nothing more.
                fed.completeOnTimeout(null, END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
            // Not while it is being opened or fed: a server ends the whole connection for what is sent to a closed
            // channel, and keeps open what was closed before it had a number.
            fed.thenRun(this::leave);
        }
        return inAnotherShell().run(limit.minusNanos(System.nanoTime() - begun), tooLate);
    }

    /**
     * Tells whether a shell that had waited was killed before it read the first line, so that the script can be run once more. Its channel was
     * closed behind all that it wrote, unless that was the end of the whole connection. An exit status is of something that ran: where a
     * command of the server's own leads elsewhere (ForceCommand), that may have begun the script, and have lost what it wrote.
     */
    private boolean neverBegan() {
        return bySpare && channel.getExitStatus() < 0 && !out.cut() && !mark.in(out.text()) && !connection.gone();
    }

    private Execution inAnotherShell() {
        Execution again = new Execution(connection, name, line, input);
        again.mark = mark;
        again.anyShell = false;
        return again;
    }

    /** Has nobody wait for it any more, for this reason. */
    void giveUp(HostException why) {
        closed.completeExceptionally(why);
    }

    private void feed() {
        try {
            open();
            if (closed.isDone()) {
                return;
            }
            connection.sessions().begun();
            counted = true;
            awaitBegin();
            try (OutputStream in = channel.getOutputStream()) {
                write(in);
            }
        } catch (IOException e) {
            // The script ended before it had read all its input: its exit status says more. A lost connection says so
            // itself.
        } catch (JSchException e) {
            closed.completeExceptionally(
                    new HostException(here() + " could not be started: " + e.getMessage() + ".", "", e));
        } catch (HostException | RuntimeException e) {
            closed.completeExceptionally(e);
        } finally {
            fed.complete(null);
        }
    }

    /** What goes wrong here is known before the end of the input, which may look like a good one there. */
    private void write(OutputStream in) throws IOException, HostException {
        try {
            input.writeTo(in);
        } catch (HostException | RuntimeException e) {
            closed.completeExceptionally(e);
            throw e;
        }
    }

    /** Tells whether what runs has said that something went wrong, so that it need not be fed any more. */
    boolean complains() {
        String said = err.text();
        return mark.in(said) && !mark.behind(said).isEmpty();
    }

    private void awaitBegin() throws HostException, IOException {
        try {
            if (beginsFirst) {
                out.await(mark::in, BEGIN_LIMIT);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (beginsFirst && !mark.in(out.text())) {
            if (out.ended()) {
                throw new IOException("it ended");
            }
            throw new HostException(here() + " did not begin within " + TimeSpan.show(BEGIN_LIMIT)
                    + "; see what the SSH server has this account go through (ForceCommand, command=): that has to run"
                    + " what it is asked for ($SSH_ORIGINAL_COMMAND).");
        }
    }

    /** A script finds a shell that is there already, if there is one. */
    private void open() throws HostException, JSchException, IOException {
        Optional<Spares.Spare> spare = mark == null || beginsFirst || !anyShell
                ? Optional.empty()
                : connection.spares().take();
        if (spare.isPresent()) {
            bySpare = true;
            // First the channel: one that died is closed by the next line, and whoever waits for that looks at it.
            channel = spare.get().channel();
            spare.get().into(out, err);
        } else {
            connection.sessions().open(ChannelExec.class, "exec", name, this::prepare, () -> !closed.isDone());
        }
    }

    private void prepare(ChannelExec next) {
        next.setCommand(line);
        next.setOutputStream(out);
        next.setErrStream(err);
        channel = next;
    }

    private void leave() {
        if (channel != null && counted) {
            connection.sessions().ended(channel.isClosed());
        }
        if (channel != null) {
            connection.discard(channel);
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
        if (status == 0 && mark != null && !mark.in(out.text())) {
            // What stands between the server and its shell (ForceCommand) ended well; that is no word of the script's.
            throw new HostException(
                    here()
                            + " ended with 0, but without the first line that it writes, so it is not known whether it ran;"
                            + " see what the SSH server has this account go through (ForceCommand, command=).",
                    err.text());
        }
        return mark == null
                ? new CommandResult(status, out.text(), err.text())
                : new CommandResult(status, mark.behind(out.text()), mark.behind(err.text()));
    }

    private String here() {
        return "'" + name + "' on " + connection.name();
    }
}
