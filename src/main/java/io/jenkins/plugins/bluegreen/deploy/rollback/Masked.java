package io.jenkins.plugins.bluegreen.deploy.rollback;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.value.Mask;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Says on what it hears without the secrets of an old release, which no build knows any more. */
record Masked(Progress progress, Mask mask) implements Progress {

    @Override
    public void begin(String host, String step) {
        progress.begin(host, mask.in(step));
    }

    @Override
    public void end(String host, String step, Duration took, String detail) {
        progress.end(host, mask.in(step), took, mask.in(detail));
    }

    @Override
    public void failed(String host, String step, Duration took) {
        progress.failed(host, mask.in(step), took);
    }

    @Override
    public void note(String host, String text) {
        progress.note(host, mask.in(text));
    }

    @Override
    public void reached(String phase, Slot idle) {
        progress.reached(phase, idle);
    }

    @Override
    public void sent(String host, long bytes, long total, Duration took) {
        progress.sent(host, bytes, total, took);
    }

    @Override
    public void chosen(String release) {
        progress.chosen(release);
    }

    @Override
    public void decided(Slot live, String release, Slot idle) {
        progress.decided(live, release, idle);
    }

    @Override
    public void marked(Mark mark) {
        progress.marked(mark);
    }

    @Override
    public void noticed(Availability seen) {
        progress.noticed(seen.masked(mask));
    }

    @Override
    public void cutOffSettled(String deployment, String how) {
        progress.cutOffSettled(deployment, mask.in(how));
    }

    /** Returns an outcome without them, which began with some steps. */
    Outcome in(Outcome outcome, List<StepReport> before) {
        List<StepReport> steps = new ArrayList<>(before);
        outcome.steps().forEach(step -> steps.add(in(step)));
        return new Outcome(
                outcome.result(),
                outcome.deploymentId(),
                outcome.releaseId(),
                outcome.slots(),
                outcome.run(),
                steps,
                outcome.availability().masked(mask),
                new Reason(mask.in(outcome.sentence()), mask.in(outcome.evidence())));
    }

    private StepReport in(StepReport step) {
        return new StepReport(
                step.host(),
                mask.in(step.step()),
                step.startedAt(),
                step.took(),
                step.status(),
                mask.in(step.detail()));
    }
}
