package io.jenkins.plugins.bluegreen.artifact.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaTest {

    private static final int SIZE = 2_000_003;

    @TempDir
    Path folder;

    private final Random random = new Random(1);

    @Test
    void sendsNothingOfTheSameFileButWhatIsNoWholeBlock() throws Exception {
        byte[] old = noise(SIZE);
        Delta delta = delta(old, old);
        assertThat(delta.sent()).isLessThan(sums(old).blockSize());
        assertThat(delta.recipe().lines()).hasSize(2).first().asString().startsWith("copy 0 ");
        assertThat(rebuilt(old, delta, old)).isEqualTo(old);
    }

    @Test
    void sendsWhatWasChangedInsertedAndRemovedWhereverItIs() throws Exception {
        byte[] old = noise(SIZE);
        byte[] changed = old.clone();
        changed[700_000]++;
        byte[] file = joined(
                noise(5),
                Arrays.copyOfRange(changed, 0, 1_000_000),
                noise(3000),
                Arrays.copyOfRange(changed, 1_000_000, 1_500_000),
                Arrays.copyOfRange(changed, 1_500_777, SIZE),
                noise(1));
        Delta delta = delta(old, file);
        assertThat(rebuilt(old, delta, file)).isEqualTo(file);
        assertThat(delta.sent()).isBetween(3000L, 3000L + 8L * sums(old).blockSize());
    }

    @Test
    void makesTheSameFileOutOfAnyTwo() throws Exception {
        for (int round = 0; round < 200; round++) {
            byte[] old = noise(100_000 + random.nextInt(100_000));
            byte[] file = old;
            for (int edit = random.nextInt(6); edit >= 0; edit--) {
                int at = random.nextInt(file.length);
                int end = Math.min(file.length, at + random.nextInt(5000));
                file = joined(
                        Arrays.copyOf(file, at),
                        noise(random.nextInt(5000)),
                        Arrays.copyOfRange(file, random.nextBoolean() ? at : end, file.length));
            }
            assertThat(rebuilt(old, delta(old, file), file)).isEqualTo(file);
        }
    }

    @Test
    void copiesLongRunsOfBlocksThatAreAllAlikeInOnePiece() throws Exception {
        byte[] old = joined(noise(10_000), new byte[SIZE], noise(10_000));
        Delta delta = delta(old, old);
        assertThat(delta.recipe().lines().count()).isLessThanOrEqualTo(4);
        assertThat(rebuilt(old, delta, old)).isEqualTo(old);
    }

    @Test
    void sendsLongRunsInPiecesThatAHostCanHoldInMemory() throws Exception {
        byte[] old = noise(20_000_000);
        byte[] file = joined(Arrays.copyOf(old, 10_000_000), noise(5_000_000));
        Delta delta = delta(old, file);
        assertThat(delta.recipe()).contains("sent 1048576\n");
        assertThat(rebuilt(old, delta, file)).isEqualTo(file);
    }

    @Test
    void isNotMadeWhereItSavesLittle() throws Exception {
        assertThat(between(noise(SIZE), noise(SIZE))).isEmpty();
        byte[] old = noise(SIZE);
        assertThat(between(old, joined(Arrays.copyOf(old, SIZE / 5), noise(SIZE))))
                .isEmpty();
        byte[] small = noise(30_000);
        assertThat(between(small, small)).isEmpty();
        assertThat(between(noise(SIZE), new byte[0])).isEmpty();
    }

    @Test
    void isNotMadeWhereItWouldTakeThousandsOfProcesses() throws Exception {
        byte[] old = noise(150_000_000);
        int block = sums(old).blockSize();
        byte[] file = old.clone();
        for (int i = 0; i < file.length; i += 2 * block) {
            file[i]++;
        }
        assertThat(file.length / block).isGreaterThan(Delta.MOST_PIECES);
        assertThat(between(old, file)).isEmpty();
    }

    @Test
    void isPackedWhereThatIsFewBytes() throws Exception {
        byte[] old = noise(SIZE);
        byte[] file = joined(new byte[5_000_000], old);
        Delta delta = delta(old, file);
        byte[] packed = delta.packed(folder.resolve("file"), 20_000).orElseThrow();
        try (InputStream bytes = new GZIPInputStream(new ByteArrayInputStream(packed));
                InputStream sent = delta.bytes(folder.resolve("file"))) {
            assertThat(bytes).hasSameContentAs(sent);
        }
        assertThat(delta.packed(folder.resolve("file"), packed.length)).isPresent();
        assertThat(delta.packed(folder.resolve("file"), packed.length - 1)).isEmpty();
        assertThat(delta(old, old).packed(folder.resolve("file"), 1 << 14)).isPresent();
    }

    private Delta delta(byte[] old, byte[] file) throws Exception {
        return between(old, file).orElseThrow();
    }

    private Optional<Delta> between(byte[] old, byte[] file) throws Exception {
        return Delta.between(sums(old), Files.write(folder.resolve("file"), file), file.length);
    }

    private static BlockSums sums(byte[] file) {
        BlockSums.Taking sums = BlockSums.of(file.length);
        for (int from = 0; from < file.length; from += 77_777) {
            sums.update(file, from, Math.min(77_777, file.length - from));
        }
        return sums.done();
    }

    /** Does what the recipe says, as the script on the host does. */
    private byte[] rebuilt(byte[] old, Delta delta, byte[] file) throws Exception {
        int block = sums(old).blockSize();
        ByteArrayOutputStream made = new ByteArrayOutputStream(file.length);
        try (InputStream sent = delta.bytes(folder.resolve("file"))) {
            for (String line : delta.recipe().lines().toList()) {
                String[] words = line.split(" ");
                int first = Integer.parseInt(words[1]);
                if (words[0].equals("copy")) {
                    made.write(old, first * block, Integer.parseInt(words[2]) * block);
                } else {
                    made.write(sent.readNBytes(first));
                }
            }
            assertThat(sent.read()).isEqualTo(-1);
        }
        return made.toByteArray();
    }

    private byte[] noise(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
