package io.jenkins.plugins.bluegreen.artifact.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockSumsTest {

    @Test
    void readsWhatItWrote() {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        BlockSums sums = of(bytes);
        BlockSums read = BlockSums.parse(sums.text()).orElseThrow();
        assertThat(read.text()).isEqualTo(sums.text());
        assertThat(read.blockSize()).isEqualTo(1024);
        assertThat(read.fileSize()).isEqualTo(100_000);
        assertThat(read.count()).isEqualTo(97);
        assertThat(BlockSums.parse(of(new byte[0]).text())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "block-sums-2",
                "block-sums-1 1024 2048 AAAAAAAAAAAAAAAAAAAAAA==",
                "block-sums-2 1024 2048 AAAAAAAAAAAAAAAAAAAAAA== more",
                "block-sums-2 1024 2048 AAAAAAAAAAAAAAAAAAAA",
                "block-sums-2 1024 2048 AAAAAAAAAAAAAAAAAAAAA*==",
                "block-sums-2 0 2048 AAAAAAAAAAAAAAAAAAAAAA==",
                "block-sums-2 x 2048 AAAAAAAAAAAAAAAAAAAAAA==",
                "block-sums-2 2147483647 100 ",
                "block-sums-2 2000000000 100 ",
                "block-sums-2 1024 -2048 AAAAAAAAAAAAAAAAAAAAAA==",
                "block-sums-2 0 -1 "
            })
    void takesNothingElse(String text) {
        assertThat(BlockSums.parse("block-sums-2 1024 2048 AAAAAAAAAAAAAAAAAAAAAA=="))
                .isPresent();
        assertThat(BlockSums.parse(text)).isEmpty();
    }

    @Test
    void growWithTheRootOfTheFile() {
        assertThat(BlockSums.of(65_000_000).done().blockSize()).isEqualTo(24 * 1024);
        assertThat(BlockSums.of(2_000_000_000).done().blockSize()).isEqualTo(132 * 1024);
        assertThat(BlockSums.of(100_000_000_000L).done().blockSize()).isEqualTo(1954 * 1024);
    }

    @Test
    void rollAsTheyAreTakenAnew() {
        byte[] bytes = new byte[5000];
        new Random(2).nextBytes(bytes);
        RollingSum rolling = new RollingSum(1000);
        int sum = RollingSum.append(0, bytes, 0, 1000);
        for (int at = 1; at <= 4000; at++) {
            sum = rolling.roll(sum, bytes[at - 1], bytes[at + 999]);
            assertThat(sum).isEqualTo(RollingSum.append(0, bytes, at, 1000));
        }
    }

    private static BlockSums of(byte[] bytes) {
        BlockSums.Taking sums = BlockSums.of(bytes.length);
        sums.update(bytes, 0, bytes.length);
        return sums.done();
    }
}
