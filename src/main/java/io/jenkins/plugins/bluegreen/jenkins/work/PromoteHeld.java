package io.jenkins.plugins.bluegreen.jenkins.work;

import hudson.FilePath;
import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.deploy.rollback.Rollback;
import io.jenkins.plugins.bluegreen.jenkins.form.PromoteSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Leads users to the release that is held. */
public final class PromoteHeld extends WithWhatLiesThere {

    /** Stands for the release as long as nobody has looked which one is held. */
    private static final String HELD = "held-release";

    /** @param settings what the job says */
    public PromoteHeld(PromoteSettings settings) {
        this(settings, Origin.Kind.DEPLOYMENT);
    }

    /**
     * One that may be no build's.
     *
     * @param settings of which application
     * @param kind as what it is recorded
     */
    public PromoteHeld(PromoteSettings settings, Origin.Kind kind) {
        super(settings, kind);
    }

    private record Promotion() implements Errand {

        @Override
        public String about() {
            return HELD;
        }

        @Override
        public Outcome run(Site site, Path workspace) throws InterruptedException {
            site.console().openingHeld("Promoting");
            return rollback(site).promote(site.plan());
        }

        @Override
        public Optional<Outcome> resume(Site site, CutOff cutOff) throws InterruptedException {
            return rollback(site).resume(site.plan(), cutOff);
        }

        private static Rollback rollback(Site site) {
            return new Rollback(site::connector, site.progress(), site.cancellation());
        }
    }

    @Override
    public Errand errand(PlanFactory factory, FilePath workspace, UnaryOperator<String> expand) {
        return new Promotion();
    }

    /** Which one it was stands on the hosts. */
    @Override
    public Errand takenUp() {
        return new Promotion();
    }

    @Override
    public DeployPlan plan(PlanFactory factory, Names names, Owner owner, Errand errand) {
        return factory.planOfHeld(names.id(), owner, errand.about());
    }
}
