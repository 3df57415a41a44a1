package io.jenkins.plugins.bluegreen.delta;

/**
 * A sum of a block of bytes that is cheap to find for the block one byte further on: a polynomial modulo 2<sup>32</sup>, after
 * Karp and Rabin (IBM Journal of Research and Development 31 (2), 1987). librsync went over to it from rsync's own sum, because
 * that one spreads badly over small blocks and text.
 */
final class RollingSum {

    /** Odd, and large in all its bytes. */
    private static final int FACTOR = 0x08104225;

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
        for (int i = from; i < from + length; i++) {
            result = result * FACTOR + bytes[i];
        }
        return result;
    }

    /** Returns the sum of the block one byte further on. */
    int roll(int sum, byte leaves, byte enters) {
        return sum * FACTOR + enters - leaves * dropped;
    }
}
