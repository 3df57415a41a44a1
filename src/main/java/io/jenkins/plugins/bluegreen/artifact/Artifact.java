package io.jenkins.plugins.bluegreen.artifact;

import io.jenkins.plugins.bluegreen.artifact.archive.Packed;
import io.jenkins.plugins.bluegreen.artifact.delta.BlockSums;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The file to ship, which may be a packed directory.
 *
 * @param path where it lies
 * @param size in bytes
 * @param sha256 in lower-case hexadecimal digits
 * @param sums by which the next deployment finds what it has in common with this one
 * @param directory what is packed in it, if it is a directory
 */
record Artifact(Path path, long size, String sha256, BlockSums sums, Optional<Packed> directory)
        implements AutoCloseable {

    /** As much as an SSD likes to read at once; the agent's memory does not notice. */
    private static final int BUFFER = 1 << 17;

    /** Its directory, and what lies in that beside it for the plugin alone. */
    private static final int OURS = 8;

    /** Reads a file once, without keeping it. */
    static Artifact of(Path path) throws HostException {
        return of(path, Optional.empty());
    }

    /** Reads a packed directory once. */
    static Artifact of(Packed directory) throws HostException {
        return of(directory.tar(), Optional.of(directory));
    }

    private static Artifact of(Path path, Optional<Packed> directory) throws HostException {
        MessageDigest digest = newDigest();
        try (InputStream in = Files.newInputStream(path)) {
            BlockSums.Taking sums = BlockSums.of(Files.size(path));
            byte[] buffer = new byte[BUFFER];
            long size = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                sums.update(buffer, 0, count);
                size += count;
            }
            return new Artifact(path, size, HexFormat.of().formatHex(digest.digest()), sums.done(), directory);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    HostException unreadable(IOException why) {
        return unreadable(path, why);
    }

    private static HostException unreadable(Path path, IOException why) {
        return new HostException("The artifact " + path + " cannot be read: " + why.getMessage() + ".", "", why);
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns how much it is, for a reader. */
    String shownSize() {
        return shown(size) + directory.map(of -> " in " + of.files() + " files").orElse("");
    }

    /** Returns how many bytes it takes on a host's disk. */
    long space() {
        return size + directory.map(Packed::unpacked).orElse(0L);
    }

    /** Returns how many files and directories it takes there, with what lies beside it. */
    long files() {
        return OURS + directory.map(Packed::entries).orElse(1);
    }

    /** Removes what was packed. */
    @Override
    public void close() {
        directory.ifPresent(Packed::close);
    }

    /** Returns a number of bytes for a reader: {@code 24.1 MB}. */
    static String shown(long bytes) {
        return bytes < 100_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
