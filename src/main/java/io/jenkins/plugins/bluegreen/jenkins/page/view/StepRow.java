package io.jenkins.plugins.bluegreen.jenkins.page.view;

import io.jenkins.plugins.bluegreen.jenkins.page.text.Spans;
import io.jenkins.plugins.bluegreen.jenkins.page.text.Steps;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A step of a deployment on a host. */
@ExportedBean(defaultVisibility = 2)
public final class StepRow {

    private final StepReport step;

    /** Makes one. */
    StepRow(StepReport step) {
        this.step = step;
    }

    /** Returns the host, or an empty text for a step over all hosts. */
    @Exported
    public String getHost() {
        return step.host();
    }

    /** Returns what was done. */
    @Exported
    public String getStep() {
        return step.step();
    }

    /** Returns how it ended: {@code running}, {@code done}, {@code failed}, {@code undone}, {@code stuck}. */
    @Exported
    public String getStatus() {
        return step.status().name().toLowerCase(Locale.ROOT);
    }

    /** Returns when it began, in UTC. */
    @Exported
    public String getStartedAt() {
        return step.startedAt().toString();
    }

    /** Returns how long it took, in milliseconds. */
    @Exported
    public long getDurationMillis() {
        return step.took().toMillis();
    }

    /** Returns what is worth knowing of it. */
    @Exported
    public String getDetail() {
        return step.detail();
    }

    /** Returns the time of the day at which it began, for the reader. */
    public String getWhen() {
        return Reader.when().ofDay(step.startedAt());
    }

    /** Returns how long it took, for the reader. */
    public String getTook() {
        return Spans.shown(step.took());
    }

    /** Returns how it ended, in a word. */
    public String getWord() {
        return Steps.status(step.status());
    }

    /** Tells whether it ended otherwise than well. */
    public boolean isBad() {
        return step.status() == StepReport.Status.FAILED || step.status() == StepReport.Status.STUCK;
    }
}
