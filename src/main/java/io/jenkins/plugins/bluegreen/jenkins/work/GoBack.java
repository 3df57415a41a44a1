package io.jenkins.plugins.bluegreen.jenkins.work;

import hudson.FilePath;
import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.deploy.rollback.Rollback;
import io.jenkins.plugins.bluegreen.jenkins.form.RollbackSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Goes back to a release that lies on the hosts. */
public final class GoBack extends WithWhatLiesThere<RollbackSettings> {

    /** Stands for the release as long as nobody has looked which one it is. */
    private static final String OLDER = "older-release";

    /** @param settings what the job says */
    public GoBack(RollbackSettings settings) {
        this(settings, Origin.Kind.ROLLBACK);
    }

    /**
     * One that is no build's.
     *
     * @param settings to what is gone back, and where
     * @param kind as what it is recorded
     */
    public GoBack(RollbackSettings settings, Origin.Kind kind) {
        super(settings, kind);
    }

    /**
     * Which one.
     *
     * @param wanted as {@link Rollback#run} wants it
     * @param markBad whether the release that is left is marked
     */
    private record Older(String wanted, boolean markBad) implements Errand {

        @Override
        public String about() {
            return wanted.isEmpty() ? OLDER : wanted;
        }

        @Override
        public Outcome run(Site site, Path workspace) throws InterruptedException {
            site.console().openingRollback(wanted);
            return rollback(site).run(site.plan(), wanted, markBad);
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
        String wanted = given().wanted(expand).map(WantedRelease::name).orElse("");
        return new Older(wanted, !Boolean.FALSE.equals(given().getMarkBad()));
    }

    /** Which one it was stands on the hosts. */
    @Override
    public Errand takenUp() {
        return new Older("", false);
    }

    @Override
    public DeployPlan plan(PlanFactory factory, Names names, Owner owner, Errand errand) {
        return factory.planOfStarted(names.id(), owner, errand.about());
    }
}
