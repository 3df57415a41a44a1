package io.jenkins.plugins.bluegreen.artifact.delta;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** Finds a block by its sums, quickest where it is not known: that is asked at every byte of what has changed. */
final class BlockIndex {

    private static final int TAG_BITS = 23;

    private final BlockSums blocks;
    private final BitSet tags = new BitSet(1 << TAG_BITS);
    private final int[] rolling;
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final CRC32C crc = new CRC32C();

    BlockIndex(BlockSums blocks) {
        this.blocks = blocks;
        this.rolling = new int[blocks.count()];
        for (int i = 0; i < blocks.count(); i++) {
            rolling[i] = (int) (blocks.sums(i) >>> Integer.SIZE);
            tags.set(tag(rolling[i]));
            numbers.putIfAbsent(blocks.sums(i), i);
        }
        Arrays.sort(rolling);
    }

    /**
     * Returns the number of a block that looks the same, or -1.
     *
     * @param sum the rolling sum of these bytes
     * @param preferred the number of the block to return where several look the same
     */
    int find(int sum, byte[] bytes, int from, int preferred) {
        if (!tags.get(tag(sum)) || Arrays.binarySearch(rolling, sum) < 0) {
            return -1;
        }
        crc.reset();
        crc.update(bytes, from, blocks.blockSize());
        long sums = BlockSums.pair(sum, (int) crc.getValue());
        if (preferred >= 0 && preferred < blocks.count() && blocks.sums(preferred) == sums) {
            return preferred;
        }
        return numbers.getOrDefault(sums, -1);
    }

    /** The upper bits of a product depend on all bits of its factors; 0x9E3779B1 is 2<sup>32</sup> over the golden ratio. */
    private static int tag(int sum) {
        return sum * 0x9E3779B1 >>> Integer.SIZE - TAG_BITS;
    }
}
