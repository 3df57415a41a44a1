package io.jenkins.plugins.bluegreen.jenkins.work;

import hudson.FilePath;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.io.IOException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a build does with an application, as the controller knows it: it ships a release, or goes back to an older one. Saved with a running
 * Pipeline, so it is no record.
 */
public interface Undertaking {

    /** Returns what the job says of the application. */
    DeploySettings settings();

    /** Returns as what it is recorded. */
    Origin.Kind kind();

    /**
     * Finds what is to be done on the machine that deploys.
     *
     * @param factory makes the plan
     * @param workspace the build's workspace on that machine
     * @param expand replaces variables in what the job says
     * @throws io.jenkins.plugins.bluegreen.model.value.PlanException for what cannot be
     */
    Errand errand(PlanFactory factory, FilePath workspace, UnaryOperator<String> expand)
            throws IOException, InterruptedException;

    /** Returns what takes it up where it was cut off, of which nothing has to be there any more but the hosts. */
    Errand takenUp();

    /** Tells whether it only finds out what would be done, so that there is nothing to record. */
    default boolean dry(PlanFactory factory) {
        return false;
    }

    /** Tells the same as long as only that is known what the job says. */
    default boolean dry() {
        return false;
    }

    /** Returns the id of the release that it is about, or an empty text as long as that is not chosen. */
    default String release(DeployPlan plan) {
        return plan.release().id();
    }

    /** Returns by what its testers are known where a release is held; nothing where none is. */
    default Optional<PreviewToken> preview() {
        return Optional.empty();
    }

    /** Tells whether it brings a release to ports; all else finds one there, on ports that nothing else may keep it from. */
    default boolean ships() {
        return false;
    }

    /** Tells whether it leads users to a release that these were not led to before, so that failed requests are counted. */
    default boolean leads() {
        return ships();
    }

    /** Tells whether it is somebody's decision against what is held, which is never promoted by itself after that. */
    default boolean decides() {
        return false;
    }

    /** Makes its plan. */
    DeployPlan plan(PlanFactory factory, Names names, Owner owner, Errand errand);
}
