package io.jenkins.plugins.bluegreen.ssh;

import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.Mark;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.function.LongConsumer;

/**
 * One file, fed to a command there that writes it. SFTP would take six round trips more, a subsystem that not every server has, and one that
 * prints nothing; it is no faster.
 */
final class Upload {

    /**
     * Writes what it is fed to the file that the first line names, which is made anew, for the login user alone. These words are the same for
     * each file, and every login shell takes them alike. It says that it is there before it reads anything: what is forced upon the account instead
     * may be a shell, which would run what it is fed. And it ends after its input has: what is sent to a channel that is closed has
     * OpenSSH end the whole connection.
     */
    private static final String WRITE =
            "sh -c 'echo %1$s; echo %1$s >&2; IFS= read -r to && to=$(printf \"%%b.\" \"$to\") && to=${to%%.}"
                    + " && umask 077 && rm -f -- \"$to\" && set -C && true >\"$to\" || exit 73;"
                    + " cat >>\"$to\"; s=$?; [ $s = 0 ] || cat >/dev/null; exit $s'";

    /** The exit status where the file cannot be made ({@code EX_CANTCREAT} of sysexits(3)). */
    private static final int NOT_MADE = 73;

    private static final int PIECE = 1 << 15;

    /** How long a file may take: a limit only so that there is one, since a dead connection ends it anyway. */
    private static final Duration LIMIT = Duration.ofDays(1);

    /** How long the command may take nothing at all. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    /** The connection itself gives a sign of life each 10 s where nothing else comes, in fewer bytes than this. */
    private static final int SIGN_OF_LIFE = 100;

    private final Connection connection;
    private final Content source;
    private final String destination;
    private final LongConsumer sent;
    private final Duration longestSilence;
    private volatile Execution writing;
    private volatile boolean over;
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
        Mark begun = Mark.random();
        writing = new Execution(connection, "upload", WRITE.formatted(begun.word()), begun, this::feed);
        move();
        ScheduledFuture<?> watch = SshThreads.every(longestSilence.dividedBy(8), this::watch);
        try {
            check(writing.run(LIMIT, "The upload of " + source.name() + " took longer than a day."));
        } finally {
            over = true;
            watch.cancel(false);
        }
    }

    private void check(CommandResult result) throws HostException {
        if (result.exitStatus() == NOT_MADE) {
            throw new HostException(
                    "The file " + destination + " cannot be written on " + connection.name()
                            + "; check its directory, its owner and the free space.",
                    result.said());
        }
        if (!result.ok()) {
            throw new HostException(
                    "The upload of " + source.name() + " to " + destination + " on " + connection.name()
                            + " failed (exit status " + result.exitStatus()
                            + "); check the free space, the quota and the directory there.",
                    result.said());
        }
    }

    private void feed(OutputStream out) throws IOException, HostException {
        move();
        // As printf(1) reads it back.
        String name = destination.replace("\\", "\\\\").replace("\n", "\\n");
        out.write((name + "\n").getBytes(StandardCharsets.UTF_8));
        try (InputStream in = open()) {
            byte[] piece = new byte[PIECE];
            long total = 0;
            int count = read(in, piece);
            while (count >= 0 && !writing.complains()) {
                out.write(piece, 0, count);
                total += count;
                move();
                if (over) {
                    throw new IOException("nobody wants it any more");
                }
                sent.accept(total);
                count = read(in, piece);
            }
        }
    }

    private InputStream open() throws HostException {
        try {
            return source.open();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private int read(InputStream in, byte[] piece) throws HostException {
        try {
            return in.read(piece);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private HostException unreadable(IOException e) {
        return new HostException("The file " + source.path() + " cannot be read: " + e.getMessage() + ".", "", e);
    }

    /** Something was taken. */
    private void move() {
        moved = System.nanoTime();
        receivedThen = connection.received();
    }

    private void watch() {
        if (connection.received() - receivedThen > SIGN_OF_LIFE * (1 + longestSilence.toSeconds() / 10)) {
            move();
        } else if (System.nanoTime() - moved > longestSilence.toNanos()) {
            writing.giveUp(new HostException("The upload of " + source.name() + " to " + destination + " on "
                    + connection.name() + " stands still: the command there that writes it took nothing for "
                    + TimeSpan.show(longestSilence) + "; look at its disk, its load and its processes."));
        }
    }
}
