package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.site.HostException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The file to ship.
 *
 * @param path where it lies
 * @param size in bytes
 * @param sha256 in lower-case hexadecimal digits
 */
record Artifact(Path path, long size, String sha256) {

    /** Reads the file once, without keeping it. */
    static Artifact of(Path path) throws HostException {
        MessageDigest digest = newDigest();
        try (InputStream in = Files.newInputStream(path);
                InputStream digested = new DigestInputStream(in, digest)) {
            long size = digested.transferTo(OutputStream.nullOutputStream());
            return new Artifact(path, size, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw new HostException("The artifact " + path + " cannot be read: " + e.getMessage() + ".", "", e);
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the size for a reader: {@code 24.1 MB}. */
    String shownSize() {
        return size < 100_000
                ? String.format(Locale.ROOT, "%.1f kB", size / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", size / 1e6);
    }
}
