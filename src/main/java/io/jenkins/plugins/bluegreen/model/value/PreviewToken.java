package io.jenkins.plugins.bluegreen.model.value;

import java.io.Serializable;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * By what a router knows who may see a release that is held: 128 bits that nobody guesses. It is a secret, so it stands in no text.
 *
 * @param value 32 digits, 0-9 and a-f, which mean nothing in a path, a pattern or a shell
 */
public record PreviewToken(String value) implements Serializable {

    /** The header in which it is sent. */
    public static final String HEADER = "X-Preview";

    /** The cookie in which a browser sends it. */
    public static final String COOKIE = "bluegreen_preview";

    /** What it looks like, as nginx and Java read that alike. */
    public static final String PATTERN = "[0-9a-f]{32}";

    private static final Pattern FORM = Pattern.compile(PATTERN);
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws IllegalArgumentException for any other text, which it does not show */
    public PreviewToken {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a token of a preview has 32 digits, 0-9 and a-f");
        }
    }

    /** Returns one that there was never before. */
    public static PreviewToken random() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return new PreviewToken(HexFormat.of().formatHex(bits));
    }

    /** Does not show it. */
    @Override
    public String toString() {
        return "PreviewToken";
    }
}
