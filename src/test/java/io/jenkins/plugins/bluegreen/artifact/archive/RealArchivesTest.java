package io.jenkins.plugins.bluegreen.artifact.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.tools.tar.TarEntry;
import org.apache.tools.tar.TarInputStream;
import org.apache.tools.zip.ZipEntry;
import org.apache.tools.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives as the usual programs make them, and as a disk or a network leaves them. */
class RealArchivesTest {

    private static final int SIZE = 20_000;

    @TempDir
    Path folder;

    private Path workspace;
    private Path dist;
    private Path tar;

    @BeforeEach
    void layOut() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        dist = Files.createDirectory(workspace.resolve("dist"));
        tar = workspace.resolve("app.tar");
        byte[] noise = new byte[SIZE];
        new Random(1).nextBytes(noise);
        Files.write(dist.resolve("app.js"), noise);
        Files.writeString(dist.resolve("한글 " + "x".repeat(120)), "long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "pax", "ustar", "v7"})
    void everyFormatOfTarIsRead(String format) throws Exception {
        if (format.equals("ustar") || format.equals("v7")) {
            // These have no room for such a name.
            Files.delete(dist.resolve("한글 " + "x".repeat(120)));
        }
        tarOf("--format=" + format);
        assertThat(files(tar)).isEqualTo(files(dist));
    }

    @Test
    void whatIsOnlyAboutTheArchiveIsNoFile() throws Exception {
        tarOf("--format=gnu", "-V", "label");
        assertThat(files(tar)).isEqualTo(files(dist));
        // As git archive does.
        tarOf("--format=pax", "--pax-option=comment=5a6be41");
        assertThat(Files.readString(tar, StandardCharsets.ISO_8859_1)).contains("comment=5a6be41");
        assertThat(files(tar)).isEqualTo(files(dist));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gnu", "pax"})
    void aFileWithHolesIsRefused(String format) throws Exception {
        try (RandomAccessFile holes = new RandomAccessFile(dist.resolve("holes").toFile(), "rw")) {
            holes.setLength(1 << 20);
            holes.seek(1 << 20);
            holes.write(1);
        }
        tarOf("--format=" + format, "-S");
        assertRefused(tar, "is neither a plain file, a directory nor a link");
    }

    @Test
    void aCompressedTarThatIsDamagedIsRefused() throws Exception {
        tarOf("-z");
        // The first byte of the CRC of the content (RFC 1952, 2.3.1), behind all that a tar needs.
        flip(tar, Files.size(tar) - 8);
        assertRefused(tar, "Corrupt GZIP trailer");
    }

    @Test
    void aZipThatIsDamagedIsRefused() throws Exception {
        byte[] content = "content of a file".getBytes(StandardCharsets.US_ASCII);
        Path zip = workspace.resolve("app.zip");
        try (ZipOutputStream out = new ZipOutputStream(zip.toFile())) {
            ZipEntry entry = new ZipEntry("stored");
            CRC32 crc = new CRC32();
            crc.update(content);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(crc.getValue());
            out.putNextEntry(entry);
            out.write(content);
            out.closeEntry();
        }
        assertThat(files(zip)).containsEntry("stored", "content of a file");
        flip(zip, new String(Files.readAllBytes(zip), StandardCharsets.ISO_8859_1).indexOf("content"));
        assertRefused(zip, "'stored' is damaged");
    }

    /** Whatever is wrong with it, it is a sentence, and nothing is left on the agent. */
    @ParameterizedTest
    @ValueSource(strings = {"app.tar", "app.tar.gz", "app.zip"})
    void anyDamageIsASentence(String name) throws Exception {
        tarOf("--format=pax");
        Path sound = workspace.resolve("sound");
        if (name.endsWith("zip")) {
            try (ZipOutputStream out = new ZipOutputStream(sound.toFile())) {
                out.putNextEntry(new ZipEntry("a/b"));
                out.write(new byte[SIZE]);
                out.closeEntry();
            }
        } else {
            Files.copy(tar, sound);
            if (name.endsWith("gz")) {
                Programs.run("gzip", sound.toString());
                Files.move(workspace.resolve("sound.gz"), sound);
            }
        }
        byte[] whole = Files.readAllBytes(sound);
        Random random = new Random(2);
        for (int i = 0; i < 150; i++) {
            byte[] damaged = whole.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                // Where most of what is read as numbers stands: at the beginning and at the end.
                int at = random.nextInt(Math.min(1500, whole.length));
                damaged[random.nextBoolean() ? at : damaged.length - 1 - at] = (byte) random.nextInt();
            }
            Path file = workspace.resolve(name);
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write(damaged, 0, i % 3 == 0 ? random.nextInt(damaged.length) : damaged.length);
            }
            try {
                new Packing(workspace, true, "").pack(file).close();
            } catch (HostException e) {
                assertThat(e).hasMessageStartingWith("The artifact " + file + " cannot be shipped as a directory: ");
                assertThat(e.getMessage()).doesNotContain("null");
            }
            assertThat(folder.resolve("workspace@tmp")).isEmptyDirectory();
        }
    }

    private void tarOf(String... options) throws Exception {
        String[] all = new String[options.length + 6];
        all[0] = "tar";
        System.arraycopy(options, 0, all, 1, options.length);
        System.arraycopy(
                new String[] {"-cf", tar.toString(), "-C", dist.toString(), "."}, 0, all, options.length + 1, 5);
        Programs.run(all);
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int before = bytes.read();
            bytes.seek(at);
            bytes.write(before ^ 1);
        }
    }

    /** Returns what is packed of files, by name. */
    private TreeMap<String, String> files(Path source) throws Exception {
        TreeMap<String, String> files = new TreeMap<>();
        try (Packed packed = new Packing(workspace, true, "").pack(source);
                InputStream file = Files.newInputStream(packed.tar());
                TarInputStream in = new TarInputStream(file, "UTF-8")) {
            for (TarEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.isDirectory()) {
                    files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return files;
    }

    private void assertRefused(Path source, String why) {
        assertThatThrownBy(() -> new Packing(workspace, true, "").pack(source))
                .isInstanceOf(HostException.class)
                .hasMessageContaining(why);
        assertThat(folder.resolve("workspace@tmp")).isEmptyDirectory();
    }
}
