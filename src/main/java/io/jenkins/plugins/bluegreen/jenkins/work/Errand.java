package io.jenkins.plugins.bluegreen.jenkins.work;

import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.deploy.recovery.RestartRecovery;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.record.Due;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What of an undertaking is done on the machine that deploys. */
public interface Errand extends Serializable {

    /** Returns what it is about: the name of the artifact, or of the release. */
    String about();

    /**
     * Does it, and returns when all is done or undone.
     *
     * @param workspace the build's workspace
     */
    Outcome run(Site site, Path workspace) throws IOException, InterruptedException;

    /**
     * Returns the same where the occasion of it has held a release itself, so that it means that one unless another one is named.
     *
     * @param deployments the ids of the deployments that held it, or one like it at the same addresses; none where none did
     */
    default Errand meaning(List<String> deployments) {
        return this;
    }

    /** Tells of a deployment that holds something whether it is that which this {@link Undertaking#decides} on. */
    default boolean decidesOn(Summary held) {
        return false;
    }

    /** Returns what Jenkins does with what it leaves, where nobody deals with that for some time. */
    default Optional<Due> due(DeployPlan plan) {
        Duration expires = plan.strategy().expires();
        return expires.isZero() ? Optional.empty() : Optional.of(Due.settling(expires));
    }

    /** Takes it up where it was cut off; returns nothing where it had not begun to change anything. */
    default Optional<Outcome> resume(Site site, CutOff cutOff) throws InterruptedException {
        return new RestartRecovery(site.connector(site.plan()), site.progress(), site.cancellation())
                .run(site.plan(), cutOff);
    }
}
