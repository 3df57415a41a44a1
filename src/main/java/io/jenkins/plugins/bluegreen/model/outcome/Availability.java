package io.jenkins.plugins.bluegreen.model.outcome;

import io.jenkins.plugins.bluegreen.model.value.Mask;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one who asked the front door at a fixed rate noticed of a deployment, from just before the switch to the end.
 *
 * @param asked how many questions were asked; 0 where nothing was measured
 * @param failed how many had no good answer: refused, reset, late, cut off, or a status other than 200 to 399;
 *     those that are limited do not count
 * @param limited how many a router turned away since it was asked too often, which says nothing of the application
 * @param longestGap the longest time without a good answer, from one to the next; with an undisturbed front door that is about
 *     the time between two questions
 * @param downtime the same, of the gaps in which a question failed; zero if none failed
 * @param newRelease the time from the beginning of the switch to the first answer from the new release; null where answers do
 *     not tell from which release they come, or none did
 * @param failures how many failed, by what was seen
 * @param traffic the same over time
 */
public record Availability(
        int asked,
        int failed,
        int limited,
        Duration longestGap,
        Duration downtime,
        Duration newRelease,
        Map<String, Integer> failures,
        Traffic traffic)
        implements Serializable {

    /** Nothing was measured. */
    public static final Availability UNKNOWN = new Availability(0, 0, 0, Duration.ZERO, Duration.ZERO, null, Map.of());

    /** One that is not known over time. */
    public Availability(
            int asked,
            int failed,
            int limited,
            Duration longestGap,
            Duration downtime,
            Duration newRelease,
            Map<String, Integer> failures) {
        this(asked, failed, limited, longestGap, downtime, newRelease, failures, Traffic.NONE);
    }

    /** Copies the failures, sorted. */
    public Availability {
        failures = Collections.unmodifiableMap(new TreeMap<>(failures));
    }

    /** Returns the same, as it was over time. */
    public Availability over(Traffic seen) {
        return new Availability(asked, failed, limited, longestGap, downtime, newRelease, failures, seen);
    }

    /** Returns the same without what may not be shown, of which failures and releases may tell. */
    public Availability masked(Mask mask) {
        return new Availability(
                asked,
                failed,
                limited,
                longestGap,
                downtime,
                newRelease,
                Traffic.masked(failures, mask),
                traffic.masked(mask));
    }

    /** Returns both together, where a deployment was measured twice, with a time in between of which nothing is known. */
    public Availability and(Availability later) {
        Map<String, Integer> all = new TreeMap<>(failures);
        later.failures.forEach((seen, times) -> all.merge(seen, times, Integer::sum));
        return new Availability(
                asked + later.asked,
                failed + later.failed,
                limited + later.limited,
                longer(longestGap, later.longestGap),
                longer(downtime, later.downtime),
                newRelease == null ? later.newRelease : newRelease,
                all,
                traffic.and(later.traffic));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** Returns it for a reader: {@code 412 requests, 3 failed (2 x status 502, 1 x no connection), no good answer for 140 ms}. */
    public String shown() {
        String requests = asked == 1 ? "1 request, " : asked + " requests, ";
        String told = newRelease == null ? "" : ", new release after " + TimeSpan.show(newRelease);
        String turnedAway = limited == 0 ? "" : limited + " turned away by a limit of how often may be asked, ";
        if (limited > 0 && limited == asked) {
            return requests + "all turned away by a limit of how often may be asked";
        }
        if (failed == 0) {
            return requests + "none failed, " + turnedAway + "longest gap " + TimeSpan.show(longestGap) + told;
        }
        if (failed == asked) {
            return requests + "all failed (" + reasons() + ")";
        }
        return requests + failed + " failed (" + reasons() + "), " + turnedAway + "no good answer for "
                + TimeSpan.show(downtime) + told;
    }

    /** Returns the failures for a reader. */
    public String reasons() {
        return failures.entrySet().stream()
                .map(failure -> failure.getValue() + " x " + failure.getKey())
                .collect(Collectors.joining(", "));
    }
}
