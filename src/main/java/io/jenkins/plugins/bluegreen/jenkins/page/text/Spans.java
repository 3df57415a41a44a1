package io.jenkins.plugins.bluegreen.jenkins.page.text;

import io.jenkins.plugins.bluegreen.jenkins.page.Messages;
import java.time.Duration;
import java.util.Locale;

/** How durations are written on pages, in the reader's language: {@code 3 ms}, {@code 1.2 s}, {@code 2 min 5 s}, {@code 3 h 4 min}. */
public final class Spans {

    private Spans() {}

    /** Returns a duration for a reader; less than nothing is nothing. */
    public static String shown(Duration span) {
        if (span.isNegative() || span.isZero()) {
            return Messages.Spans_Seconds("0");
        }
        long seconds = span.getSeconds();
        if (seconds < 1) {
            return Messages.Spans_Milliseconds(Long.toString(span.toMillis()));
        }
        if (seconds < 60) {
            long tenths = span.toMillis() / 100;
            return Messages.Spans_Seconds(
                    tenths % 10 == 0
                            ? Long.toString(tenths / 10)
                            : String.format(Locale.ROOT, "%d.%d", tenths / 10, tenths % 10));
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return seconds % 60 == 0
                    ? Messages.Spans_Minutes(Long.toString(minutes))
                    : Messages.Spans_MinutesSeconds(Long.toString(minutes), Long.toString(seconds % 60));
        }
        return minutes % 60 == 0
                ? Messages.Spans_Hours(Long.toString(minutes / 60))
                : Messages.Spans_HoursMinutes(Long.toString(minutes / 60), Long.toString(minutes % 60));
    }
}
