package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.state.GoingBack;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import java.util.Optional;

/**
 * What sets a deployment apart from one that ships a release and leads users to it.
 *
 * @param back what is left for a release that was deployed before
 * @param hold how the release is held once it is healthy, without users
 * @param held the deployment of what is held, to which users are led now
 */
record Aim(Optional<GoingBack> back, Optional<Hold> hold, Optional<Journal> held) {

    /** Ships a release and leads users to it, or goes back to one. */
    static Aim of(Optional<GoingBack> back) {
        return new Aim(back, Optional.empty(), Optional.empty());
    }

    static Aim hold(Hold hold) {
        return new Aim(Optional.empty(), Optional.of(hold), Optional.empty());
    }

    static Aim promote(Journal held) {
        return new Aim(Optional.empty(), Optional.empty(), Optional.of(held));
    }
}
