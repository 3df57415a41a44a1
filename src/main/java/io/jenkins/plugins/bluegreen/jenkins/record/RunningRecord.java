package io.jenkins.plugins.bluegreen.jenkins.record;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Span;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.record.Bounds;
import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Ending;
import io.jenkins.plugins.bluegreen.record.Event;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The record of a deployment that is under way, as far as it is known. What it hears comes from an agent, which is not believed without
 * end. Used by several threads at once.
 */
final class RunningRecord {

    private static final int STEPS = 3_000;
    private static final int UNDER_WAY = 500;
    private static final int SPANS = 6_000;
    private static final int MARKS = 50;

    private final Object writing = new Object();
    private final String history;
    private final String id;
    private Origin origin;
    private final InstantSource clock;
    private final Instant startedAt;
    private final List<StepReport> ended = new ArrayList<>();
    private final Map<String, StepReport> underWay = new LinkedHashMap<>();
    private final TreeMap<Integer, Span> spans = new TreeMap<>();
    private final List<Mark> marks = new ArrayList<>();
    private Subject subject;
    private Instant decidedAt;
    private SlotPair ports;
    private Availability seen = Availability.UNKNOWN;
    // What was seen, and how many steps had ended, before it was taken up the last time.
    private Availability earlier = Availability.UNKNOWN;
    private int before;
    // How often it was said what it does with the slots, or what it settled.
    private int turns;

    /** One that begins, in a history. */
    RunningRecord(String history, String id, Subject subject, Origin origin, InstantSource clock) {
        this.history = history;
        this.id = id;
        this.subject = subject;
        this.origin = origin;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** One that was cut off, and goes on. */
    RunningRecord(String history, DeploymentRecord left, InstantSource clock) {
        this.history = history;
        this.id = left.id();
        this.subject = left.subject();
        this.origin = left.origin();
        this.clock = clock;
        this.startedAt = left.ending().startedAt();
        this.decidedAt = left.ending().decidedAt();
        this.earlier = left.availability();
        ended.addAll(left.steps());
        before = ended.size();
    }

    /** Returns what is locked while it is written, so that nobody who asks or tells waits for that. */
    Object writing() {
        return writing;
    }

    /** Returns what names it. */
    String id() {
        return id;
    }

    /** Returns the name of the history that it is in. */
    String history() {
        return history;
    }

    /** Returns who wanted it. */
    synchronized Origin origin() {
        return origin;
    }

    /** Tells whether it is of a job that is moved, and has it tell that one's new name. */
    synchronized boolean moved(String from, String to, String url) {
        boolean its = origin.job().equals(from);
        origin = its ? origin.moved(to, url) : origin;
        return its;
    }

    /** Says what is deployed now that it is known. */
    synchronized void about(Subject planned, SlotPair slots) {
        ports = slots;
        subject = new Subject(
                planned.application(),
                // What was taken up may have chosen it by then.
                subject.release().isEmpty() ? planned.release() : subject.release(),
                subject.previous(),
                planned.hosts(),
                planned.directory(),
                subject.to(),
                subject.slots());
    }

    /** It begins once more with what it does next; what it did before stays. */
    synchronized void again() {
        underWay.values().forEach(step -> ended.add(step.with(StepReport.Status.FAILED)));
        underWay.clear();
        before = ended.size();
        earlier = availability();
        seen = Availability.UNKNOWN;
        spans.clear();
        marks.clear();
    }

    /**
     * Takes what is told.
     *
     * @return whether it is worth to be kept at once, in case that this process ends; of what it settled, whether it is believed
     */
    synchronized boolean hear(Event event) {
        if (event instanceof Event.Began began && underWay.size() < UNDER_WAY) {
            underWay.put(key(began.step()), began.step().with(StepReport.Status.RUNNING));
        } else if (event instanceof Event.Ended end && ended.size() < STEPS) {
            underWay.remove(key(end.step()));
            ended.add(end.step());
            return leadsBack(end.step());
        } else if (event instanceof Event.Noticed noticed) {
            notice(noticed.seen());
        } else if (event instanceof Event.Chosen chosen && turns++ < MARKS) {
            subject = subject.of(chosen.release());
            return true;
        } else if (event instanceof Event.Decided decided && turns++ < MARKS) {
            decide(decided);
            return true;
        } else if (event instanceof Event.Marked marked && turns++ < MARKS) {
            mark(marked.mark());
            return true;
        } else if (event instanceof Event.Settled) {
            return turns++ < MARKS;
        }
        return false;
    }

    private void decide(Event.Decided decided) {
        decidedAt = clock.instant();
        subject = new Subject(
                subject.application(),
                subject.release(),
                decided.release(),
                subject.hosts(),
                subject.directory(),
                decided.idle(),
                slots(decided.live(), null));
    }

    private void mark(Mark mark) {
        marks.add(mark);
        if (mark.what() == Mark.Kind.SWITCHED && subject.to() != null) {
            subject = subject.with(slots(subject.to(), subject.slots().live()));
        }
    }

    /** From the first router on that is switched back users are not served by the new slot alone. */
    private boolean leadsBack(StepReport step) {
        boolean back = step.status() == StepReport.Status.UNDONE
                && step.step().startsWith(StepReport.UNDO + StepReport.SWITCH)
                && subject.to() != null
                && subject.slots().live() == subject.to();
        if (back) {
            subject = subject.with(slots(subject.slots().previous(), null));
        }
        return back;
    }

    private void notice(Availability until) {
        Traffic more = until.traffic();
        seen = until;
        more.spans().forEach(span -> spans.put(span.index(), span));
        while (spans.size() > SPANS) {
            spans.pollFirstEntry();
        }
    }

    private SlotChange slots(Slot live, Slot previous) {
        return ports == null ? new SlotChange(live, 0, previous, 0) : SlotChange.of(ports, live, previous);
    }

    private static String key(StepReport step) {
        return step.host() + "\n" + step.step();
    }

    private Duration took() {
        Duration took = Duration.between(startedAt, clock.instant());
        return took.isNegative() ? Duration.ZERO : took;
    }

    private Availability availability() {
        Traffic traffic = new Traffic(seen.traffic().from(), List.copyOf(spans.values()), marks);
        return earlier.and(seen.over(traffic));
    }

    /** Returns it as it is now. */
    synchronized DeploymentRecord now() {
        List<StepReport> steps = new ArrayList<>(ended);
        steps.addAll(underWay.values());
        Ending ending = new Ending(Ending.State.RUNNING, startedAt, took(), "", "", "", decidedAt);
        return new DeploymentRecord(id, subject, origin, ending, steps, availability());
    }

    /** Returns how it ended, by what came back of it. */
    synchronized DeploymentRecord ended(Outcome outcome) {
        List<StepReport> steps = new ArrayList<>(ended.subList(0, before));
        steps.addAll(outcome.steps());
        Availability noticed = outcome.availability();
        boolean unknown = noticed.asked() == 0 && noticed.traffic().marks().isEmpty();
        SlotChange slots = outcome.slots();
        if (slots.previous() == null && subject.slots().previous() != null) {
            SlotChange was = subject.slots();
            slots = new SlotChange(slots.live(), slots.livePort(), was.previous(), was.previousPort())
                    .standingBy(slots.standbyUntil());
        }
        Ending ending = new Ending(
                state(outcome.result()),
                startedAt,
                took(),
                outcome.sentence(),
                outcome.evidence(),
                outcome.proof(),
                decidedAt);
        return Bounds.of(new DeploymentRecord(
                id,
                subject.of(outcome.releaseId().isEmpty() ? subject.release() : outcome.releaseId())
                        .with(slots),
                origin,
                ending,
                steps,
                unknown ? availability() : earlier.and(noticed)));
    }

    /** Returns how it ended where nothing came back of it. */
    synchronized DeploymentRecord ended(Outcome.Result result, String sentence) {
        again();
        DeploymentRecord now = now();
        Ending ending = now.ending().with(state(result), sentence);
        return new DeploymentRecord(id, now.subject(), origin, ending, now.steps(), now.availability());
    }

    private static Ending.State state(Outcome.Result result) {
        return switch (result) {
            case DEPLOYED -> Ending.State.DEPLOYED;
            case HELD -> Ending.State.HELD;
            case DISCARDED -> Ending.State.DISCARDED;
            case UNDONE -> Ending.State.UNDONE;
            case ABORTED -> Ending.State.ABORTED;
            case STUCK -> Ending.State.STUCK;
            case DRY_RUN -> throw new IllegalArgumentException("nothing was deployed that could be recorded");
        };
    }
}
