package io.jenkins.plugins.bluegreen.jenkins.page;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Span;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Ending.State;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Subject;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Deployments from blue, which release 41 serves from, to green. */
public final class Records {

    /** When they begin. */
    public static final Instant BEGUN = Instant.parse("2026-11-28T14:03:00Z");

    private Records() {}

    /** Returns one of a release that replaces the one before it. */
    public static DeploymentRecord of(int release, State state, List<StepReport> steps, Traffic traffic) {
        return new DeploymentRecord(
                "shop-" + release + "-0a1b2c",
                subject(release, state),
                new Origin(
                        Origin.Kind.DEPLOYMENT,
                        "alice",
                        "team/shop",
                        release,
                        "job/team/job/shop/" + release + "/",
                        List.of(new Origin.Commit("3f2a91c0d4e5", "Alice", "Show prices with tax")),
                        ""),
                new Ending(state, at(release), Duration.ofSeconds(15), "shop serves release " + release + ".", "", ""),
                steps,
                availability(traffic));
    }

    private static Subject subject(int release, State state) {
        Slot to = slot(release);
        boolean deployed = state == State.DEPLOYED;
        return new Subject(
                "shop",
                "" + release,
                "" + (release - 1),
                List.of("deploy@web1", "deploy@web2"),
                to,
                new SlotChange(
                        deployed ? to : to.other(), port(deployed ? to : to.other()), to.other(), port(to.other())));
    }

    /** Returns the slot of a release. */
    public static Slot slot(int release) {
        return release % 2 == 0 ? Slot.GREEN : Slot.BLUE;
    }

    private static int port(Slot slot) {
        return slot == Slot.BLUE ? 8080 : 8081;
    }

    private static Instant at(int release) {
        return BEGUN.plusSeconds(3600L * (release - 42));
    }

    private static Availability availability(Traffic traffic) {
        int good = traffic.spans().stream()
                .flatMap(span -> span.good().values().stream())
                .mapToInt(each -> each)
                .sum();
        int failed = traffic.spans().stream().mapToInt(Span::failed).sum();
        Duration downtime = failed == 0 ? Duration.ZERO : Duration.ofMillis(140);
        return new Availability(good + failed, failed, 0, Duration.ofMillis(140), downtime, null, Map.of(), traffic);
    }

    /** Returns what lists show of one without measurement. */
    public static Summary summary(int release, State state) {
        return of(release, state, List.of(), Traffic.NONE).summary();
    }

    /** Returns a step, by seconds since the beginning. */
    public static StepReport step(String host, String step, double from, double took, StepReport.Status status) {
        return new StepReport(host, step, seconds(from), Duration.ofMillis(Math.round(took * 1000)), status, "");
    }

    /** Returns a moment, by seconds since the beginning. */
    public static Instant seconds(double since) {
        return BEGUN.plusMillis(Math.round(since * 1000));
    }

    /** Returns so many spans, each with four answers, from the old release before the switch in the middle and from the new one after it. */
    public static Traffic traffic(double from, int spans) {
        List<Span> all = new ArrayList<>(IntStream.range(0, spans)
                .mapToObj(i -> new Span(i, Map.of(i < spans / 2 ? "41" : "42", 4), 0, 0, Duration.ofMillis(3 + i % 5)))
                .toList());
        double middle = from + spans / 20.0;
        return new Traffic(
                seconds(from),
                all,
                List.of(
                        new Mark(Mark.Kind.SWITCH, seconds(middle)),
                        new Mark(Mark.Kind.SWITCHED, seconds(middle + 0.1)),
                        new Mark(Mark.Kind.DRAINED, seconds(middle + 0.4))));
    }
}
