package io.jenkins.plugins.bluegreen.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * {@link BenchApp} packed as Spring Boot's Maven plugin does it: the classes first, compressed, then the libraries, stored, none of which
 * a build changes. From one release to the next, one class differs, in its length too, so that all behind it moves.
 */
final class BenchArtifact {

    /** How big an application is; the libraries make the difference. */
    enum Size {
        THIN(24),
        FAT(65);

        final int megabytes;

        Size(int megabytes) {
            this.megabytes = megabytes;
        }
    }

    private static final int LIBRARY = 500_000;
    private static final int OTHER_CLASSES = 300;
    private static final int CLASS_SIZE = 3_000;

    private BenchArtifact() {}

    /** Writes one. */
    static Path pack(Path directory, Size size, int release) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, BenchApp.class.getName());
        Path jar = directory.resolve("app.jar");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(jar));
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            String code = BenchApp.class.getName().replace('.', '/') + ".class";
            try (InputStream in = BenchApp.class.getResourceAsStream("/" + code)) {
                add(entries, code, in.readAllBytes());
            }
            add(entries, BenchApp.RELEASE, changed(release));
            for (int i = 0; i < OTHER_CLASSES; i++) {
                add(entries, "BOOT-INF/classes/com/example/Class" + i + ".class", noise(i, CLASS_SIZE));
            }
            int libraries = (size.megabytes * 1_000_000 - OTHER_CLASSES * CLASS_SIZE) / LIBRARY;
            for (int i = 0; i < libraries; i++) {
                store(entries, "BOOT-INF/lib/library-" + i + ".jar", noise(1_000 + i, LIBRARY));
            }
        }
        // A build is long on its disk when it is deployed. That is the host's own here, which would write it within the
        // deployment.
        try (FileChannel written = FileChannel.open(jar, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        return jar;
    }

    private static byte[] changed(int release) {
        byte[] noise = noise(-release, CLASS_SIZE + release % 100);
        byte[] name = ("release-" + release + "\n").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(name, 0, noise, 0, name.length);
        return noise;
    }

    private static byte[] noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void add(JarOutputStream entries, String name, byte[] bytes) throws IOException {
        entries.putNextEntry(dated(name));
        entries.write(bytes);
        entries.closeEntry();
    }

    private static void store(JarOutputStream entries, String name, byte[] bytes) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        JarEntry entry = dated(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        entries.putNextEntry(entry);
        entries.write(bytes);
        entries.closeEntry();
    }

    /** Returns an entry with a time that does not change from build to build. */
    private static JarEntry dated(String name) {
        JarEntry entry = new JarEntry(name);
        entry.setTime(1_700_000_000_000L);
        return entry;
    }
}
