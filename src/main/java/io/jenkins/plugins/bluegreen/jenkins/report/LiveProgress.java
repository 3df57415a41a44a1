package io.jenkins.plugins.bluegreen.jenkins.report;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport.Status;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.value.Mask;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.record.Event;
import io.jenkins.plugins.bluegreen.record.EventJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells a deployment's progress to whoever hears it otherwise, and to Jenkins as events, for its record and its pages. Nothing is waited
 * for: where Jenkins is not there any more, only the other one hears of it.
 */
public final class LiveProgress implements Progress {

    private static final Duration BETWEEN_UPLOADS = Duration.ofSeconds(1);

    private final Progress other;
    private final OutputStream events;
    private final Mask mask;
    private final InstantSource clock = Cancellation.steady();
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

    /** The step that is under way on a host, and when more was told of it. */
    private record Upload(StepReport step, Instant told) {}

    /**
     * Tells nothing yet.
     *
     * @param other hears all as well
     * @param events takes the events, a line for each
     * @param mask hides what may not be shown
     */
    public LiveProgress(Progress other, OutputStream events, Mask mask) {
        this.other = other;
        this.events = events;
        this.mask = mask;
    }

    @Override
    public void begin(String host, String step) {
        other.begin(host, step);
        Instant now = clock.instant();
        StepReport begun = step(host, step, now, Duration.ZERO, Status.RUNNING);
        uploads.put(host, new Upload(begun, now));
        tell(new Event.Began(begun));
    }

    @Override
    public void end(String host, String step, Duration took, String detail) {
        other.end(host, step, took, detail);
        Status status = step.startsWith(StepReport.UNDO) ? Status.UNDONE : Status.DONE;
        StepReport ended = step(host, step, clock.instant().minus(took), took, status);
        tell(new Event.Ended(detailed(ended, detail == null ? "" : detail)));
    }

    @Override
    public void failed(String host, String step, Duration took) {
        other.failed(host, step, took);
        Status status = step.startsWith(StepReport.UNDO) ? Status.STUCK : Status.FAILED;
        tell(new Event.Ended(step(host, step, clock.instant().minus(took), took, status)));
    }

    @Override
    public void sent(String host, long bytes, long total, Duration took) {
        other.sent(host, bytes, total, took);
        Instant now = clock.instant();
        Upload upload = uploads.get(host);
        if (upload == null || total <= 0 || now.isBefore(upload.told().plus(BETWEEN_UPLOADS))) {
            return;
        }
        String detail = String.format(Locale.ROOT, "%d %% of %.1f MB sent", bytes * 100 / total, total / 1e6);
        StepReport more = detailed(upload.step(), detail);
        uploads.put(host, new Upload(more, now));
        tell(new Event.Began(more));
    }

    private StepReport step(String host, String step, Instant at, Duration took, Status status) {
        return new StepReport(mask.in(host), mask.in(step), at, took, status, "");
    }

    private StepReport detailed(StepReport step, String detail) {
        return new StepReport(step.host(), step.step(), step.startedAt(), step.took(), step.status(), mask.in(detail));
    }

    @Override
    public void note(String host, String text) {
        other.note(host, text);
    }

    @Override
    public void reached(String phase, Slot idle) {
        other.reached(phase, idle);
    }

    @Override
    public void chosen(String release) {
        other.chosen(release);
        tell(new Event.Chosen(mask.in(release)));
    }

    @Override
    public void decided(Slot live, String release, Slot idle) {
        other.decided(live, release, idle);
        tell(new Event.Decided(live, mask.in(release), idle));
    }

    @Override
    public void marked(Mark mark) {
        other.marked(mark);
        tell(new Event.Marked(mark));
    }

    @Override
    public void noticed(Availability seen) {
        other.noticed(seen);
        tell(new Event.Noticed(seen.masked(mask)));
    }

    @Override
    public void cutOffSettled(String deployment, String how) {
        other.cutOffSettled(deployment, how);
        tell(new Event.Settled(deployment, mask.in(how)));
    }

    /** A line is written by one thread at a time, and as a whole. Nothing that fails here is worth more than the deployment. */
    private void tell(Event event) {
        try {
            byte[] line = (EventJson.line(event) + "\n").getBytes(StandardCharsets.UTF_8);
            synchronized (events) {
                events.write(line);
                events.flush();
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            // Jenkins is not there any more, and finds out on the hosts; nor are the classes then that were not needed
            // before.
        }
    }
}
