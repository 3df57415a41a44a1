package io.jenkins.plugins.bluegreen.ssh;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SftpException;
import com.jcraft.jsch.SftpProgressMonitor;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/** One file, sent by SFTP. */
final class Upload {

    /** So many writes are under way at once; with 32 KiB each they fill the 2 MiB window of OpenSSH's server. */
    private static final int WRITES_UNDER_WAY = 64;

    private static final Duration RESERVE_LIMIT = Duration.ofSeconds(30);

    private static final Duration END_LIMIT = Duration.ofSeconds(2);

    /** How long a file may take: a limit only so that there is one, since a dead connection ends it anyway. */
    private static final Duration LIMIT = Duration.ofDays(1);

    private final Connection connection;
    private final Content source;
    private final String destination;
    private final LongConsumer sent;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean begun;

    Upload(Connection connection, Content source, String destination, LongConsumer sent) {
        this.connection = connection;
        this.source = source;
        this.destination = destination;
        this.sent = sent;
    }

    void run() throws HostException, InterruptedException {
        reserve();
        ChannelSftp channel = connection.channel(ChannelSftp.class, "sftp");
        try {
            SshThreads.work(() -> {
                try {
                    put(channel);
                } finally {
                    ended.complete(null);
                }
            });
            connection.await(done, LIMIT, "The upload of " + source.name() + " took longer than a day.");
        } catch (HostException e) {
            // A server without a working SFTP may hang up on what JSch sends it all the same.
            throw begun ? e : offersNoSftp(e);
        } finally {
            done.cancel(false);
            letItEnd();
            connection.discard(channel);
        }
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

    private HostException offersNoSftp(Exception why) {
        return new HostException(
                "The SSH server on " + connection.name() + " offers no SFTP (" + why.getMessage()
                        + "); enable it with 'Subsystem sftp internal-sftp' in sshd_config.",
                "",
                why);
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

    private void put(ChannelSftp channel) {
        try {
            channel.setBulkRequests(WRITES_UNDER_WAY);
            channel.connect();
            begun = true;
            if (done.isDone()) {
                channel.disconnect();
                return;
            }
        } catch (JSchException e) {
            done.completeExceptionally(e);
            return;
        }
        try (InputStream in = source.open()) {
            channel.put(in, literal(destination), new Meter());
            done.complete(null);
        } catch (IOException e) {
            fail("The file " + source.path() + " cannot be read: " + e.getMessage() + ".", e);
        } catch (SftpException e) {
            fail(
                    "The upload of " + source.name() + " to " + destination + " on " + connection.name() + " failed ("
                            + e.getMessage() + "); check the free space, the quota and the directory there.",
                    e);
        }
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
