package io.jenkins.plugins.bluegreen.jenkins.page.text;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/**
 * How moments are written for a reader.
 *
 * @param locale the reader's language
 * @param zone the reader's time zone
 */
public record When(Locale locale, ZoneId zone) {

    /** Returns the date and the time, to the minute. */
    public String shown(Instant moment) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(locale)
                .withZone(zone)
                .format(moment);
    }

    /** Returns both, to the second, with the time zone. */
    public String exactly(Instant moment) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.MEDIUM)
                        .withLocale(locale)
                        .withZone(zone)
                        .format(moment)
                + " " + DateTimeFormatter.ofPattern("z", locale).withZone(zone).format(moment);
    }

    /** Returns the time of the day, to the millisecond. */
    public String ofDay(Instant moment) {
        return DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT)
                .withZone(zone)
                .format(moment);
    }
}
