package io.jenkins.plugins.bluegreen.ssh;

import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;

/**
 * One file, fed to a command that writes it, where there is no SFTP, or something prints before it.
 *
 * @param destination the file, which is there
 * @param sent is told how many bytes more were sent, and whether anybody still wants it
 */
record CommandUpload(Connection connection, Content source, String destination, LongPredicate sent) {

    /**
     * Writes what it is fed to the file that the first line names. These words are the same for each file, and every login shell takes
     * them alike.
     */
    private static final String WRITE =
            "sh -c 'IFS= read -r to && to=$(printf \"%b.\" \"$to\") && exec cat >\"${to%.}\"'";

    private static final int PIECE = 1 << 15;

    /** @param wanted done when nobody waits for it any more */
    CommandResult run(Duration limit, CompletableFuture<?> wanted) throws HostException, InterruptedException {
        Execution writing = new Execution(connection, "upload", WRITE, this::feed);
        wanted.whenComplete((nothing, why) -> writing.giveUp());
        return writing.run(limit);
    }

    private void feed(OutputStream out) throws IOException, HostException {
        // As printf(1) reads it back.
        String name = destination.replace("\\", "\\\\").replace("\n", "\\n");
        out.write((name + "\n").getBytes(StandardCharsets.UTF_8));
        try (InputStream in = open()) {
            byte[] piece = new byte[PIECE];
            int count = read(in, piece);
            while (count >= 0) {
                out.write(piece, 0, count);
                if (!sent.test(count)) {
                    throw new IOException("nobody wants it any more");
                }
                count = read(in, piece);
            }
        }
    }

    private InputStream open() throws HostException {
        try {
            return source.open();
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    private int read(InputStream in, byte[] piece) throws HostException {
        try {
            return in.read(piece);
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    static HostException unreadable(Content source, IOException e) {
        return new HostException("The file " + source.path() + " cannot be read: " + e.getMessage() + ".", "", e);
    }
}
