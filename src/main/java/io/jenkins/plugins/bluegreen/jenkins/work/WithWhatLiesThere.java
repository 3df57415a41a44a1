package io.jenkins.plugins.bluegreen.jenkins.work;

import hudson.FilePath;
import io.jenkins.plugins.bluegreen.jenkins.form.ApplicationSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * What is done with a release that lies on the hosts already; which one it is stands there, so nobody knows it before. It is saved, so
 * that what extends it must have no field of a name that stands here.
 *
 * @param <S> the kind of its settings
 */
abstract class WithWhatLiesThere<S extends ApplicationSettings<?>> implements Undertaking {

    private final S settings;
    private final Origin.Kind kind;

    /**
     * Whether a build's or not.
     *
     * @param settings of which application
     * @param kind as what it is recorded
     */
    WithWhatLiesThere(S settings, Origin.Kind kind) {
        this.settings = settings;
        this.kind = kind;
    }

    /** Returns what the job says, as it says it. */
    final S given() {
        return settings;
    }

    @Override
    public final DeploySettings settings() {
        return settings.as(DeploySettings.class);
    }

    @Override
    public final Origin.Kind kind() {
        return kind;
    }

    /** Which one it is stands on the hosts, so nothing has to be found here but by who wants a certain one. */
    @Override
    public Errand errand(PlanFactory factory, FilePath workspace, UnaryOperator<String> expand)
            throws IOException, InterruptedException {
        return takenUp();
    }

    /** Nobody has looked yet which one it is. */
    @Override
    public final String release(DeployPlan plan) {
        return "";
    }
}
