package io.jenkins.plugins.bluegreen.model.value;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations are written in a Jenkinsfile and in the console: {@code 250ms}, {@code 2s}, {@code 3m}, {@code 1h}. */
public final class TimeSpan {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*(ms|s|m|h)?");
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private TimeSpan() {}

    /**
     * Reads a duration; a bare number is seconds.
     *
     * @param field the name of the parameter, for the message
     * @throws PlanException for any other text, and for more than a day
     */
    public static Duration parse(String field, String text) {
        Matcher m = FORM.matcher(text == null ? "" : text.trim());
        if (!m.matches()) {
            throw new PlanException(
                    field + " is '" + text + "'; write a duration such as 250ms, 2s or 3m (a bare number is seconds).");
        }
        String unit = m.group(2) == null ? "s" : m.group(2);
        double millis = Double.parseDouble(m.group(1))
                * switch (unit) {
                    case "ms" -> 1;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 1_000;
                };
        Duration span = Duration.ofMillis(Math.round(millis));
        if (span.compareTo(LONGEST) > 0) {
            throw new PlanException(field + " is '" + text + "'; at most a day (24h) can be waited.");
        }
        return span;
    }

    /** Writes its end for a reader: {@code 2026-11-29 14:03 UTC}. */
    public static String clock(Instant end) {
        return MINUTE.format(end);
    }

    /** Writes a duration for a reader: {@code 3 ms}, {@code 1.2 s}, {@code 2 min 5 s}. */
    public static String show(Duration span) {
        long millis = span.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", Math.floor(millis / 100.0) / 10);
        }
        long seconds = millis / 1_000;
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds / 60 + " min " + seconds % 60 + " s";
    }
}
