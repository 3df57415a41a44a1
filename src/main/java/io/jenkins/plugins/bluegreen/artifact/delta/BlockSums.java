package io.jenkins.plugins.bluegreen.artifact.delta;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What is known of a file that lies elsewhere: for each of its whole blocks a rolling sum and a CRC-32C, 64 bits together.
 *
 * <p>That is enough to find the blocks again in another file, as rsync does (A. Tridgell and P. Mackerras, The rsync algorithm,
 * <a href="https://rsync.samba.org/tech_report/">rsync.samba.org/tech_report</a>). Two different blocks may have the same sums,
 * and the sums may be wrong: whoever rebuilds a file by them has to check the whole.
 */
public final class BlockSums {

    private static final String FORMAT = "block-sums-2";
    private static final int SMALLEST_BLOCK = 1024;

    /**
     * Where one place changes, about two blocks are sent, and of each block its sums twice, as text: when they are asked for, and those of the
     * new file. So many square roots of the file's size, then, are the least.
     */
    private static final int ROOTS = 3;

    /** Holds the text under 600 kB for a file of any size; up to 22 GB the roots give fewer blocks anyway. */
    private static final int MOST_BLOCKS = 50_000;

    private final int blockSize;
    private final long fileSize;
    private final long[] sums;

    private BlockSums(int blockSize, long fileSize, long[] sums) {
        this.blockSize = blockSize;
        this.fileSize = fileSize;
        this.sums = sums;
    }

    /** Begins to take the sums of a file of about that size, in bytes. */
    public static Taking of(long fileSize) {
        return new Taking(blockSize(fileSize));
    }

    private static int blockSize(long fileSize) {
        double size = Math.max(ROOTS * Math.sqrt(fileSize), (double) fileSize / MOST_BLOCKS);
        return (int) Math.max(Math.ceil(size / SMALLEST_BLOCK), 1) * SMALLEST_BLOCK;
    }

    /** Reads what {@link #text} wrote; empty if it is anything else. */
    public static Optional<BlockSums> parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 4 || !words[0].equals(FORMAT)) {
            return Optional.empty();
        }
        try {
            int blockSize = Integer.parseInt(words[1]);
            long fileSize = Long.parseLong(words[2]);
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(words[3]));
            // Any other size of a block is not ours, and memory is made ready for one.
            if (fileSize < 0
                    || blockSize != blockSize(fileSize)
                    || bytes.capacity() != fileSize / blockSize * Long.BYTES) {
                return Optional.empty();
            }
            long[] sums = new long[bytes.capacity() / Long.BYTES];
            bytes.asLongBuffer().get(sums);
            return Optional.of(new BlockSums(blockSize, fileSize, sums));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns one line, without its end. */
    public String text() {
        ByteBuffer bytes = ByteBuffer.allocate(sums.length * Long.BYTES);
        bytes.asLongBuffer().put(sums);
        return FORMAT + " " + blockSize + " " + fileSize + " "
                + Base64.getEncoder().encodeToString(bytes.array());
    }

    /** Returns the size of a block, in bytes. */
    public int blockSize() {
        return blockSize;
    }

    /** Returns the size of the file, in bytes. */
    public long fileSize() {
        return fileSize;
    }

    int count() {
        return sums.length;
    }

    /** Returns both sums of a block, the rolling one in the upper half. */
    long sums(int block) {
        return sums[block];
    }

    static long pair(int rolling, int crc) {
        return (long) rolling << Integer.SIZE | Integer.toUnsignedLong(crc);
    }

    /** Takes the sums of a file while somebody reads it. */
    public static final class Taking {

        private final int blockSize;
        private final CRC32C crc = new CRC32C();
        private long[] sums = new long[1024];
        private int count;
        private int rolling;
        private int inBlock;
        private long size;

        private Taking(int blockSize) {
            this.blockSize = blockSize;
        }

        /** Takes what comes next in the file. */
        public void update(byte[] bytes, int from, int length) {
            size += length;
            for (int at = from; at < from + length; ) {
                int some = Math.min(from + length - at, blockSize - inBlock);
                rolling = RollingSum.append(rolling, bytes, at, some);
                crc.update(bytes, at, some);
                at += some;
                inBlock += some;
                if (inBlock == blockSize) {
                    endBlock();
                }
            }
        }

        private void endBlock() {
            if (count == sums.length) {
                sums = Arrays.copyOf(sums, count * 2);
            }
            sums[count++] = pair(rolling, (int) crc.getValue());
            rolling = 0;
            inBlock = 0;
            crc.reset();
        }

        /** Returns the sums of all that was read. */
        public BlockSums done() {
            return new BlockSums(blockSize, size, Arrays.copyOf(sums, count));
        }
    }
}
