package io.jenkins.plugins.bluegreen.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A jar as Spring Boot packs it: classes that change, and after them the libraries, stored, which seldom do. */
final class FatJar {

    private static final int LIBRARY = 1_000_000;

    private FatJar() {}

    /**
     * Makes a jar fat.
     *
     * @param libraries how many, of 1 MB each
     * @param changed how many of them are other ones than those of the same number before
     */
    static Path of(Path jar, int libraries, int changed, long seed) throws IOException {
        Path fat = jar.resolveSibling("fat-" + jar.getFileName());
        try (ZipFile thin = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(fat);
                ZipOutputStream out = new ZipOutputStream(file)) {
            for (ZipEntry entry : Collections.list(thin.entries())) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                thin.getInputStream(entry).transferTo(out);
            }
            for (int i = 0; i < libraries; i++) {
                store(out, "BOOT-INF/lib/library-" + i + ".jar", i < changed ? seed : -i);
            }
        }
        return Files.move(fat, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void store(ZipOutputStream out, String name, long seed) throws IOException {
        byte[] bytes = new byte[LIBRARY];
        new Random(seed).nextBytes(bytes);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(LIBRARY);
        entry.setCrc(crc.getValue());
        // A build takes it from the library.
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(bytes);
    }
}
