package io.jenkins.plugins.bluegreen.model.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How sizes of files are written in a Jenkinsfile: {@code 500kB}, {@code 50MB}, {@code 2GB}, by powers of 1000. */
public final class ByteSize {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(B|kB|KB|MB|GB)?");
    private static final long LARGEST = 1_000_000_000_000L;

    private ByteSize() {}

    /**
     * Reads a size; a bare number is bytes.
     *
     * @param field the name of the parameter, for the message
     * @param least what it must be at least, in bytes
     * @throws PlanException for any other text, for less, and for more than 1000 GB
     */
    public static long parse(String field, String text, long least) {
        Matcher m = FORM.matcher(text == null ? "" : text.trim());
        if (!m.matches()) {
            throw new PlanException(
                    field + " is '" + text + "'; write a size such as 500kB, 50MB or 2GB (a bare number is bytes).");
        }
        long unit = switch (m.group(2) == null ? "B" : m.group(2)) {
            case "kB", "KB" -> 1_000;
            case "MB" -> 1_000_000;
            case "GB" -> 1_000_000_000;
            default -> 1;
        };
        long size = Long.parseLong(m.group(1));
        if (size > LARGEST / unit || size * unit < least) {
            throw new PlanException(
                    field + " is '" + text + "'; it is at least " + least / 1_000 + "kB, and at most 1000GB.");
        }
        return size * unit;
    }
}
