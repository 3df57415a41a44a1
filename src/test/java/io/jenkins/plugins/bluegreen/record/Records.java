package io.jenkins.plugins.bluegreen.record;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Span;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records for tests. */
public final class Records {

    /** When they began. */
    public static final Instant AT = Instant.parse("2026-11-28T14:03:00.250Z");

    private Records() {}

    /** Returns one with something in every field. */
    public static DeploymentRecord full(String application, String id) {
        return new DeploymentRecord(
                id,
                new Subject(
                        application,
                        "r42",
                        "r41",
                        List.of("app1", "app2"),
                        Slot.GREEN,
                        new SlotChange(Slot.GREEN, 8081, Slot.BLUE, 8080)),
                new Origin(
                        Origin.Kind.DEPLOYMENT,
                        "anna",
                        "shop/backend",
                        42,
                        "job/shop/job/backend/42/",
                        List.of(new Origin.Commit("abc123", "Anna", "Count what is sold")),
                        "agent-1"),
                new Ending(
                        Ending.State.DEPLOYED,
                        AT,
                        Duration.ofMillis(12_345),
                        "backend serves release r42 from green (port 8081).",
                        "line one\nline two",
                        "the front door answers with it"),
                List.of(new StepReport(
                        "app1",
                        "connect",
                        AT.plusMillis(5),
                        Duration.ofMillis(20),
                        StepReport.Status.DONE,
                        "as deploy")),
                new Availability(
                        613,
                        1,
                        2,
                        Duration.ofMillis(250),
                        Duration.ofMillis(140),
                        Duration.ofMillis(40),
                        Map.of("status 502", 1),
                        traffic()));
    }

    private static Traffic traffic() {
        return new Traffic(
                AT,
                List.of(
                        new Span(0, Map.of("r41", 2), 0, 0, Duration.ofNanos(1_500_000)),
                        new Span(7, Map.of("r41", 1, "r42", 1), 1, 2, Duration.ofMillis(9))),
                List.of(
                        new Mark(Mark.Kind.SWITCH, AT.plusMillis(600)),
                        new Mark(Mark.Kind.SWITCHED, AT.plusMillis(650))));
    }

    /** Returns one that began so many minutes later, and ended in a state. */
    public static DeploymentRecord at(String application, String id, int minute, Ending.State state) {
        DeploymentRecord full = full(application, id);
        Ending ending = new Ending(
                state,
                AT.plus(Duration.ofMinutes(minute)),
                Duration.ofSeconds(1),
                state == Ending.State.RUNNING ? "" : "said",
                "",
                "");
        return new DeploymentRecord(id, full.subject(), full.origin(), ending, full.steps(), full.availability());
    }

    /** Returns one that was deployed so many minutes later by a job to a directory of hosts. */
    public static DeploymentRecord on(List<String> hosts, String directory, String job, int minute) {
        DeploymentRecord record = at("backend", job + "-" + minute, minute, Ending.State.DEPLOYED);
        Subject was = record.subject();
        Origin by = record.origin();
        return new DeploymentRecord(
                record.id(),
                new Subject(was.application(), was.release(), was.previous(), hosts, directory, was.to(), was.slots()),
                new Origin(by.kind(), by.user(), job, minute, by.url(), by.commits(), by.node()),
                record.ending(),
                record.steps(),
                record.availability());
    }

    /** Returns one with other steps. */
    public static DeploymentRecord with(DeploymentRecord record, List<StepReport> steps) {
        return new DeploymentRecord(
                record.id(), record.subject(), record.origin(), record.ending(), steps, record.availability());
    }
}
