package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in the map: {@code blue}, {@code green}, {@code blue+25}, or either with the SHA-256 of a token: {@code blue++3eb1...}.
 *
 * @param live the slot that is live
 * @param share how much of the clients is led to the other one nevertheless, in per cent, 0 to 99
 * @param tester the SHA-256 of the token by which one is, as 64 digits; an empty text for nobody
 */
record MapValue(Slot live, int share, String tester) {

    private static final Pattern FORM =
            Pattern.compile("(blue|green)(?:\\+([1-9]\\d?)|\\+([1-9]\\d?)?\\+([0-9a-f]{64}))?");

    /** One without testers. */
    MapValue(Slot live, int share) {
        this(live, share, "");
    }

    /** Reads it; nothing for what is none. */
    static Optional<MapValue> of(String text) {
        Matcher found = FORM.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        Slot live = found.group(1).equals(Slot.BLUE.label()) ? Slot.BLUE : Slot.GREEN;
        String share = found.group(2) != null ? found.group(2) : found.group(3);
        return Optional.of(new MapValue(
                live, share == null ? 0 : Integer.parseInt(share), found.group(4) == null ? "" : found.group(4)));
    }

    /** Returns the same with the testers that know a token, which may be told to everybody like this. */
    MapValue seenBy(PreviewToken token) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256").digest(token.value().getBytes(StandardCharsets.US_ASCII));
            return new MapValue(live, share, HexFormat.of().formatHex(sum));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }

    /** Returns the same without testers. */
    MapValue unseen() {
        return new MapValue(live, share);
    }

    /** Returns it as it stands there. */
    String text() {
        String led = share == 0 ? "" : Integer.toString(share);
        return live.label() + (tester.isEmpty() ? led.isEmpty() ? "" : "+" + led : "+" + led + "+" + tester);
    }
}
