package io.jenkins.plugins.bluegreen.artifact.delta;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPOutputStream;

/**
 * How to make a file from an older one that lies elsewhere and from the bytes that are new in it.
 *
 * <p>The algorithm is rsync's (<a href="https://rsync.samba.org/tech_report/">rsync.samba.org/tech_report</a>). It is written out
 * here because no library on Maven Central does it that could be relied on: those for Java wrap the programs, or have not been
 * kept for years. One thing differs: the far side takes no sums, since a POSIX shell has nothing that could do it for thousands of blocks. They
 * are taken by whoever sends the older file, and lie beside it there.
 */
public final class Delta {

    /** Every piece is a process on the far side, of about a millisecond. */
    static final int MOST_PIECES = 4000;

    /** The far side holds so much in memory, in bytes. */
    private static final int LARGEST_READ = 1 << 20;

    private static final long LEAST_SAVED = 1 << 15;

    /** Each takes some megabytes, and all of a processor: more at once, such as for many hosts, are not done sooner. */
    private static final Semaphore PLACES =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));

    private final int blockSize;
    private final List<Piece> pieces;
    private final long sent;

    private Delta(int blockSize, List<Piece> pieces, long sent) {
        this.blockSize = blockSize;
        this.pieces = pieces;
        this.sent = sent;
    }

    /**
     * Compares. The memory that takes does not grow with the files.
     *
     * @param old the sums of the older file
     * @return empty if that saves too little, or the files differ in too many places
     * @throws IOException if the new file cannot be read
     */
    public static Optional<Delta> between(BlockSums old, Path file, long size)
            throws IOException, InterruptedException {
        long mostSent = Math.min(size - size / 4, size - LEAST_SAVED);
        if (mostSent < 0) {
            return Optional.empty();
        }
        PLACES.acquire();
        try {
            DeltaSearch search = new DeltaSearch(old, MOST_PIECES, mostSent);
            return search.in(file)
                    ? Optional.of(new Delta(old.blockSize(), search.pieces(), search.sent()))
                    : Optional.empty();
        } finally {
            PLACES.release();
        }
    }

    /** Returns how many bytes are not in the older file. */
    public long sent() {
        return sent;
    }

    /**
     * Returns how to make the file, in lines: {@code copy <first block> <number of blocks>} from the older file, or
     * {@code sent <number of bytes>}, at most 1 MiB, from {@link #bytes}.
     */
    public String recipe() {
        StringBuilder text = new StringBuilder();
        for (Piece piece : pieces) {
            if (piece.copied()) {
                text.append("copy " + piece.from() / blockSize + " " + piece.length() / blockSize + "\n");
                continue;
            }
            for (long left = piece.length(); left > 0; left -= LARGEST_READ) {
                text.append("sent " + Math.min(left, LARGEST_READ) + "\n");
            }
        }
        return text.toString();
    }

    /** Returns the bytes that are not in the older file, one run after the other. */
    public InputStream bytes(Path file) throws IOException {
        return new Pieces(file, pieces.stream().filter(piece -> !piece.copied()).toList());
    }

    /**
     * Returns the same as {@code gzip} packs it (RFC 1952).
     *
     * @param most in bytes
     * @return nothing if it takes more
     */
    public Optional<byte[]> packed(Path file, int most) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (InputStream bytes = bytes(file);
                OutputStream out = new GZIPOutputStream(packed)) {
            byte[] buffer = new byte[1 << 13];
            for (int count = bytes.read(buffer); count >= 0 && packed.size() <= most; count = bytes.read(buffer)) {
                out.write(buffer, 0, count);
            }
        }
        return packed.size() <= most ? Optional.of(packed.toByteArray()) : Optional.empty();
    }
}
