package io.jenkins.plugins.bluegreen.artifact.delta;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks through a file for the blocks of another one, at each byte. */
final class DeltaSearch {

    private static final int READ_AHEAD = 1 << 20;

    private final BlockIndex index;
    private final int blockSize;
    private final int mostPieces;
    private final long mostSent;
    private final RollingSum rolling;
    private final List<Piece> pieces = new ArrayList<>();

    private final byte[] window;
    private int start;
    private int end;
    private long offset;
    private long sentFrom;
    private long sent;

    /**
     * Looks at nothing yet.
     *
     * @param mostPieces ends the search
     * @param mostSent ends the search, in bytes
     */
    DeltaSearch(BlockSums old, int mostPieces, long mostSent) {
        this.index = new BlockIndex(old);
        this.blockSize = old.blockSize();
        this.mostPieces = mostPieces;
        this.mostSent = mostSent;
        this.rolling = new RollingSum(blockSize);
        this.window = new byte[blockSize + READ_AHEAD];
    }

    /** Returns whether it came to the file's end within what is allowed. */
    boolean in(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            while (fill(in)) {
                int block = nextBlock();
                if (block >= 0) {
                    copy(block);
                }
                if (pieces.size() > mostPieces || sent + offset + start - sentFrom > mostSent) {
                    return false;
                }
            }
        }
        start = end;
        endSent();
        return sent <= mostSent;
    }

    /** Makes sure that there is a block to look at and a byte after it; false if the file has no more. */
    private boolean fill(InputStream in) throws IOException {
        if (end - start > blockSize) {
            return true;
        }
        System.arraycopy(window, start, window, 0, end - start);
        offset += start;
        end -= start;
        start = 0;
        end += in.readNBytes(window, end, window.length - end);
        return end >= blockSize;
    }

    /** Goes on to the next block that is known and returns its number, or to the end of the window and returns -1. */
    private int nextBlock() {
        int sum = RollingSum.append(0, window, start, blockSize);
        while (true) {
            int block = index.find(sum, window, start, following());
            if (block >= 0) {
                return block;
            }
            if (start + blockSize == end) {
                start++;
                return -1;
            }
            sum = rolling.roll(sum, window[start], window[start + blockSize]);
            start++;
        }
    }

    /** Where blocks are alike, such as all zero, the one that goes on with the last one copied is the best. */
    private int following() {
        if (pieces.isEmpty() || sentFrom != offset + start) {
            return -1;
        }
        Piece last = pieces.get(pieces.size() - 1);
        return last.copied() ? (int) ((last.from() + last.length()) / blockSize) : -1;
    }

    private void copy(int block) {
        int following = following();
        endSent();
        if (block == following) {
            Piece last = pieces.remove(pieces.size() - 1);
            pieces.add(new Piece(true, last.from(), last.length() + blockSize));
        } else {
            pieces.add(new Piece(true, (long) block * blockSize, blockSize));
        }
        start += blockSize;
        sentFrom = offset + start;
    }

    private void endSent() {
        long length = offset + start - sentFrom;
        if (length > 0) {
            pieces.add(new Piece(false, sentFrom, length));
            sent += length;
        }
    }

    List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    long sent() {
        return sent;
    }
}
