package io.jenkins.plugins.bluegreen.jenkins.work;

import io.jenkins.plugins.bluegreen.jenkins.form.ApplicationSettings;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.record.Origin;

/** What is done with a release that lies on the hosts already; which one it is stands there, so nobody knows it before. */
abstract class WithWhatLiesThere implements Undertaking {

    private final ApplicationSettings<?> settings;
    private final Origin.Kind kind;

    /**
     * Whether a build's or not.
     *
     * @param settings of which application
     * @param kind as what it is recorded
     */
    WithWhatLiesThere(ApplicationSettings<?> settings, Origin.Kind kind) {
        this.settings = settings;
        this.kind = kind;
    }

    @Override
    public final DeploySettings settings() {
        return settings.as(DeploySettings.class);
    }

    @Override
    public final Origin.Kind kind() {
        return kind;
    }

    /** Nobody has looked yet which one it is. */
    @Override
    public final String release(DeployPlan plan) {
        return "";
    }
}
