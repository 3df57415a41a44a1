package io.jenkins.plugins.bluegreen.record.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Names of files for any text: whoever lists them can read them, no two texts share one, also where letters do not differ by their case,
 * and none leads elsewhere or is one that an operating system keeps for itself.
 */
final class FileName {

    private static final int READABLE = 60;
    private static final int DIGITS = 20;

    private FileName() {}

    /** Returns the name for a text, without an ending. */
    static String of(String text) {
        return beginning(text) + "-" + digest(text).substring(0, DIGITS);
    }

    /** Returns what the names for all texts begin with that begin with one. */
    static String beginning(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-");
        return plain.substring(0, Math.min(READABLE, plain.length()));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // each Java has it
        }
    }
}
