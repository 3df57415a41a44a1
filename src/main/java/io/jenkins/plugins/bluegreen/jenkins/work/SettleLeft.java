package io.jenkins.plugins.bluegreen.jenkins.work;

import io.jenkins.plugins.bluegreen.deploy.rollback.Expire;
import io.jenkins.plugins.bluegreen.jenkins.form.PromoteSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.nio.file.Path;

/** Settles what a canary left at its share, since its time is over. */
public final class SettleLeft extends WithWhatLiesThere<PromoteSettings> {

    /** Stands for the release as long as nobody has looked which one was left. */
    private static final String LEFT = "left-release";

    private final String deployment;

    /**
     * No build's.
     *
     * @param settings of which application
     * @param deployment the id of the deployment that left it
     */
    public SettleLeft(PromoteSettings settings, String deployment) {
        super(settings, Origin.Kind.BY_TIME);
        this.deployment = deployment;
    }

    /**
     * Does it.
     *
     * @param deployment the id of the deployment that left it
     */
    private record Settling(String deployment) implements Errand {

        @Override
        public String about() {
            return LEFT;
        }

        @Override
        public Outcome run(Site site, Path workspace) throws InterruptedException {
            site.console().openingSettled(deployment);
            return new Expire(site.connector(site.plan()), site.progress(), site.cancellation())
                    .run(site.plan(), deployment);
        }
    }

    /** Which release it was stands on the hosts. */
    @Override
    public Errand takenUp() {
        return new Settling(deployment);
    }

    @Override
    public DeployPlan plan(PlanFactory factory, Names names, Owner owner, Errand errand) {
        return factory.planOfStarted(names.id(), owner, errand.about());
    }
}
