package io.jenkins.plugins.bluegreen.artifact.delta;

/**
 * A sum of a block of bytes that is cheap to find for the block one byte further on: a polynomial modulo 2<sup>32</sup>, after
 * Karp and Rabin (IBM Journal of Research and Development 31 (2), 1987). librsync went over to it from rsync's own sum, because
 * that one spreads badly over small blocks and text.
 */
final class RollingSum {

    /** Odd, and large in all its bytes. */
    private static final int FACTOR = 0x08104225;

    private static final int FACTOR_2 = FACTOR * FACTOR;
    private static final int FACTOR_3 = FACTOR_2 * FACTOR;
    private static final int FACTOR_4 = FACTOR_3 * FACTOR;

    private final int dropped;

    /** @param blockSize in bytes */
    RollingSum(int blockSize) {
        int power = 1;
        for (int i = 0; i < blockSize; i++) {
            power *= FACTOR;
        }
        this.dropped = power;
    }

    /** Returns the sum of all that went into another one, and of what follows it. */
    static int append(int sum, byte[] bytes, int from, int length) {
        int result = sum;
        int end = from + length;
        int i = from;
        // Four at once: each product by itself would have to wait for the one before.
        for (; i < end - 3; i += 4) {
            result = result * FACTOR_4
                    + bytes[i] * FACTOR_3
                    + bytes[i + 1] * FACTOR_2
                    + bytes[i + 2] * FACTOR
                    + bytes[i + 3];
        }
        for (; i < end; i++) {
            result = result * FACTOR + bytes[i];
        }
        return result;
    }

    /** Returns the sum of the block one byte further on. */
    int roll(int sum, byte leaves, byte enters) {
        return sum * FACTOR + enters - leaves * dropped;
    }
}
