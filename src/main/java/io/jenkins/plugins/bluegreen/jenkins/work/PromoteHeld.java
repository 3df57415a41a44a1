package io.jenkins.plugins.bluegreen.jenkins.work;

import hudson.FilePath;
import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.deploy.rollback.Rollback;
import io.jenkins.plugins.bluegreen.deploy.state.WhichHeld;
import io.jenkins.plugins.bluegreen.jenkins.form.PromoteSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Leads users to the release that is held. */
public final class PromoteHeld extends WithWhatLiesThere<PromoteSettings> {

    /** Stands for the release as long as nobody has looked which one is held. */
    private static final String HELD = "held-release";

    private final String only;

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
        this(settings, kind, "");
    }

    /**
     * One that is of what a certain deployment left.
     *
     * @param only the id of that deployment, or an empty text for whichever is held
     */
    public PromoteHeld(PromoteSettings settings, Origin.Kind kind, String only) {
        super(settings, kind);
        this.only = only;
    }

    /**
     * Does it.
     *
     * @param which the one that is meant
     */
    private record Promotion(WhichHeld which) implements Errand {

        @Override
        public String about() {
            return HELD;
        }

        @Override
        public Outcome run(Site site, Path workspace) throws InterruptedException {
            site.console().openingHeld("Promoting");
            return rollback(site).promote(site.plan(), which);
        }

        @Override
        public Errand meaning(List<String> deployments) {
            return which.any() ? new Promotion(WhichHeld.of(deployments)) : this;
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
    public boolean leads() {
        return true;
    }

    @Override
    public Errand errand(PlanFactory factory, FilePath workspace, UnaryOperator<String> expand) {
        factory.checkCounted();
        return promotion(expand);
    }

    @Override
    public Errand takenUp() {
        return promotion(UnaryOperator.identity());
    }

    private Promotion promotion(UnaryOperator<String> expand) {
        return new Promotion(given().wanted(expand).map(WhichHeld::named).orElseGet(() -> WhichHeld.of(only)));
    }

    @Override
    public DeployPlan plan(PlanFactory factory, Names names, Owner owner, Errand errand) {
        return factory.planOfHeld(names.id(), owner, errand.about());
    }
}
