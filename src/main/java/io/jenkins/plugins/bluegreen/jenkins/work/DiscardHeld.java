package io.jenkins.plugins.bluegreen.jenkins.work;

import io.jenkins.plugins.bluegreen.deploy.rollback.Discard;
import io.jenkins.plugins.bluegreen.jenkins.form.DiscardSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.nio.file.Path;

/** Takes back the release that is held. */
public final class DiscardHeld extends WithWhatLiesThere<DiscardSettings> {

    /** Stands for the release as long as nobody has looked which one is held. */
    private static final String HELD = "held-release";

    /** @param settings what the job says */
    public DiscardHeld(DiscardSettings settings) {
        this(settings, Origin.Kind.DEPLOYMENT);
    }

    /**
     * One that may be no build's.
     *
     * @param settings of which application
     * @param kind as what it is recorded
     */
    public DiscardHeld(DiscardSettings settings, Origin.Kind kind) {
        super(settings, kind);
    }

    private record Discarding() implements Errand {

        @Override
        public String about() {
            return HELD;
        }

        @Override
        public Outcome run(Site site, Path workspace) throws InterruptedException {
            site.console().openingHeld("Discarding");
            return new Discard(site.connector(site.plan()), site.progress(), site.cancellation()).run(site.plan());
        }
    }

    @Override
    public boolean decides() {
        return true;
    }

    /** Which one it was stands on the hosts. */
    @Override
    public Errand takenUp() {
        return new Discarding();
    }

    @Override
    public DeployPlan plan(PlanFactory factory, Names names, Owner owner, Errand errand) {
        return factory.planOfStarted(names.id(), owner, errand.about());
    }
}
