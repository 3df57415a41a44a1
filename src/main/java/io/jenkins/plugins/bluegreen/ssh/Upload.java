package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SftpException;
import com.jcraft.jsch.SftpProgressMonitor;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file, sent by SFTP, or, where that is not to be had, to a command there. */
final class Upload {

    /** So many writes are under way at once; with 32 KiB each they fill the 2 MiB window of OpenSSH's server. */
    private static final int WRITES_UNDER_WAY = 64;

    /** What JSch says where text comes instead of SFTP: it takes the first four letters for a length. */
    private static final Pattern TEXT = Pattern.compile("Received message is too long: (\\d+)");

    /** The length that it says is without type and number of the message (ChannelSftp.header). */
    private static final int TAKEN_OFF = 5;

    private static final Duration RESERVE_LIMIT = Duration.ofSeconds(30);

    private static final Duration END_LIMIT = Duration.ofSeconds(2);

    /** How long a file may take: a limit only so that there is one, since a dead connection ends it anyway. */
    private static final Duration LIMIT = Duration.ofDays(1);

    /** How long the server may acknowledge nothing at all. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    /** The connection itself gives a sign of life each 10 s where nothing else comes, in fewer bytes than this. */
    private static final int SIGN_OF_LIFE = 100;

    private final Connection connection;
    private final Content source;
    private final String destination;
    private final LongConsumer sent;
    private final Duration longestSilence;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile ChannelSftp channel;
    private volatile boolean begun;
    private volatile Exception whyNoSftp;
    private volatile long moved;
    private volatile long receivedThen;

    Upload(Connection connection, Content source, String destination, LongConsumer sent) {
        this(connection, source, destination, sent, LONGEST_SILENCE);
    }

    Upload(Connection connection, Content source, String destination, LongConsumer sent, Duration longestSilence) {
        this.connection = connection;
        this.source = source;
        this.destination = destination;
        this.sent = sent;
        this.longestSilence = longestSilence;
    }

    void run() throws HostException, InterruptedException {
        reserve();
        move();
        ScheduledFuture<?> watch = SshThreads.every(longestSilence.dividedBy(8), this::watch);
        try {
            SshThreads.work(this::put);
            connection.await(done, LIMIT, "The upload of " + source.name() + " took longer than a day.");
        } catch (HostException e) {
            // A server without a working SFTP may hang up on what JSch sends it all the same.
            throw !begun && connection.over() ? offersNoSftp(whyNoSftp == null ? e : whyNoSftp) : e;
        } finally {
            watch.cancel(false);
            done.cancel(false);
            letItEnd();
            leave();
        }
    }

    /** Something was acknowledged. */
    private void move() {
        moved = System.nanoTime();
        receivedThen = connection.received();
    }

    private void watch() {
        if (connection.received() - receivedThen > SIGN_OF_LIFE * (1 + longestSilence.toSeconds() / 10)) {
            move();
        } else if (stuck()) {
            fail(
                    "The upload of " + source.name() + " to " + destination + " on " + connection.name()
                            + " stands still: "
                            + (channel == null
                                    ? "the command there that writes it took nothing for "
                                    : "the SFTP server there acknowledged nothing for ")
                            + TimeSpan.show(longestSilence) + "; look at its disk, its load and its processes.",
                    null);
        }
    }

    private boolean stuck() {
        return System.nanoTime() - moved > longestSilence.toNanos();
    }

    /**
     * Waits a moment until the sending thread has noticed that it is not wanted any more: OpenSSH ends the whole connection when
     * data comes for a channel that was closed ("Received data for nonexistent channel", channels.c).
     */
    private void letItEnd() {
        long from = System.nanoTime();
        boolean interrupted = false;
        while (!ended.isDone() && System.nanoTime() - from < END_LIMIT.toNanos()) {
            try {
                ended.get(END_LIMIT.toNanos() - (System.nanoTime() - from), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                // Passed on afterwards, so that it does not take the place of what is being thrown.
                interrupted = true;
            } catch (TimeoutException | ExecutionException e) {
                // It is stuck in a write, and sends nothing more.
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave() {
        if (channel != null) {
            if (begun) {
                connection.sessions().ended(channel.isClosed());
            }
            connection.discard(channel);
        }
    }

    private HostException offersNoSftp(Exception why) {
        Matcher text = TEXT.matcher(String.valueOf(why.getMessage()));
        String said = text.find() ? letters(Long.parseLong(text.group(1)) + TAKEN_OFF) : "";
        return new HostException(
                said.isEmpty()
                        ? "The SSH server on " + connection.name() + " offers no SFTP (" + why.getMessage()
                                + "); enable it with 'Subsystem sftp internal-sftp' in sshd_config."
                        : "SFTP on " + connection.name() + " is disturbed by something that prints '" + said
                                + "...' before it; print it only where a person is at the other end (~/.bashrc), or set"
                                + " 'Subsystem sftp internal-sftp' in sshd_config.",
                "",
                why);
    }

    /** Returns the text that somebody took for a number of four bytes. */
    static String letters(long number) {
        return new String(ByteBuffer.allocate(4).putInt((int) number).array(), StandardCharsets.US_ASCII)
                .replaceAll("[^ -~]", "?");
    }

    /**
     * Makes an empty file that only the login user can read. JSch's SFTP opens a file with the mode that the server's umask
     * leaves, and changes it later at best: too late for who has opened it meanwhile.
     */
    private void reserve() throws HostException, InterruptedException {
        Command command = new Command(
                "prepare the upload", "umask 077 && rm -f -- \"$1\" && set -C && : > \"$1\"", List.of(destination));
        CommandResult result = new Execution(connection, command).run(RESERVE_LIMIT);
        if (!result.ok()) {
            throw new HostException(
                    "The file " + destination + " cannot be written on " + connection.name()
                            + "; check its directory, its owner and the free space.",
                    result.said());
        }
    }

    private void put() {
        // What the login shell prints there would come before SFTP as well.
        if (!connection.greeting().isEmpty() || !bySftp()) {
            byCommand();
        }
        ended.complete(null);
    }

    /** Returns false where the server offers no SFTP, and may be asked for something else. */
    private boolean bySftp() {
        try {
            connection.sessions().open(ChannelSftp.class, "sftp", "upload", this::prepare, () -> !done.isDone());
            if (!done.isDone()) {
                connection.sessions().begun();
                begun = true;
                send();
            }
        } catch (JSchException e) {
            whyNoSftp = e;
            if (!connection.gone()) {
                leave();
                channel = null;
                return false;
            }
            done.completeExceptionally(offersNoSftp(e));
        } catch (HostException | RuntimeException e) {
            done.completeExceptionally(e);
        }
        return true;
    }

    private void byCommand() {
        // Where SFTP was tried in vain, the server may hang up for that a moment later, so nothing has begun until
        // something was sent.
        begun = whyNoSftp == null;
        try {
            CommandResult result =
                    new CommandUpload(connection, source, destination, new Meter()::count).run(LIMIT, done);
            if (result.ok()) {
                done.complete(null);
            } else {
                done.completeExceptionally(
                        new HostException(failed("exit status " + result.exitStatus()), result.said()));
            }
        } catch (HostException | RuntimeException e) {
            done.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(e);
        }
    }

    private void prepare(ChannelSftp next) {
        try {
            next.setBulkRequests(WRITES_UNDER_WAY);
        } catch (JSchException e) {
            throw new IllegalStateException(e);
        }
        channel = next;
    }

    private void send() {
        try (InputStream in = source.open()) {
            channel.put(in, literal(destination), new Meter());
            done.complete(null);
        } catch (IOException e) {
            done.completeExceptionally(CommandUpload.unreadable(source, e));
        } catch (SftpException e) {
            fail(failed(e.getMessage()), e);
        }
    }

    private String failed(String why) {
        return "The upload of " + source.name() + " to " + destination + " on " + connection.name() + " failed (" + why
                + "); check the free space, the quota and the directory there.";
    }

    private void fail(String sentence, Exception cause) {
        done.completeExceptionally(new HostException(sentence, "", cause));
    }

    /** JSch takes a path for a pattern. */
    private static String literal(String path) {
        return path.replaceAll("[\\\\*?]", "\\\\$0");
    }

    private final class Meter implements SftpProgressMonitor {

        private long total;

        @Override
        public void init(int operation, String from, String to, long max) {
            total = 0;
        }

        @Override
        public boolean count(long bytes) {
            total += bytes;
            begun = true;
            move();
            if (!done.isDone()) {
                sent.accept(total);
            }
            return !done.isDone();
        }

        @Override
        public void end() {
            // The total has been told.
        }
    }
}
