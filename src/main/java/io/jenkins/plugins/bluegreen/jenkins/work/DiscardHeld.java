package io.jenkins.plugins.bluegreen.jenkins.work;

import hudson.FilePath;
import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.deploy.rollback.Discard;
import io.jenkins.plugins.bluegreen.deploy.state.WhichHeld;
import io.jenkins.plugins.bluegreen.jenkins.form.DiscardSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.record.Origin;
import io.jenkins.plugins.bluegreen.record.Summary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Takes back the release that is held. */
public final class DiscardHeld extends WithWhatLiesThere<DiscardSettings> {

    /** Stands for the release as long as nobody has looked which one is held. */
    private static final String HELD = "held-release";

    // Null where an earlier version saved it.
    private final String only;

    /** @param settings what the job says */
    public DiscardHeld(DiscardSettings settings) {
        this(settings, Origin.Kind.DEPLOYMENT, "");
    }

    /**
     * One that may be no build's.
     *
     * @param settings of which application
     * @param kind as what it is recorded
     * @param only the id of the deployment that left it, or an empty text for whichever is held
     */
    public DiscardHeld(DiscardSettings settings, Origin.Kind kind, String only) {
        super(settings, kind);
        this.only = only;
    }

    /**
     * Does it.
     *
     * @param which the one that is meant
     * @param last what becomes of one that may be all that answers
     */
    private record Discarding(WhichHeld which, Discard.Last last) implements Errand {

        @Override
        public String about() {
            return HELD;
        }

        @Override
        public Outcome run(Site site, Path workspace) throws InterruptedException {
            site.console().openingHeld("Discarding");
            return discard(site).run(site.plan(), which);
        }

        @Override
        public Errand meaning(List<String> deployments) {
            return which.any() ? new Discarding(WhichHeld.of(deployments), last) : this;
        }

        @Override
        public boolean decidesOn(Summary held) {
            String build = held.origin().job() + " #" + held.origin().build();
            return which.deployments().isEmpty()
                    ? which.calls(held.subject().release(), build)
                    : which.deployments().contains(held.id());
        }

        /** What is held by now may be what somebody else holds, if this had come to its end. */
        @Override
        public Optional<Outcome> resume(Site site, CutOff cutOff) throws InterruptedException {
            Optional<Outcome> unknown = Errand.super.resume(site, cutOff);
            return unknown.isPresent() || which.deployments().isEmpty() || cutOff.aborted()
                    ? unknown
                    : Optional.of(discard(site).resume(site.plan(), which));
        }

        private Discard discard(Site site) {
            return new Discard(site.connector(site.plan()), site.progress(), site.cancellation(), last);
        }
    }

    @Override
    public boolean decides() {
        return true;
    }

    @Override
    public Errand errand(PlanFactory factory, FilePath workspace, UnaryOperator<String> expand) {
        return discarding(expand);
    }

    @Override
    public Errand takenUp() {
        return discarding(UnaryOperator.identity());
    }

    private Discarding discarding(UnaryOperator<String> expand) {
        // The page asks before, and a build cannot be asked.
        return new Discarding(
                given().wanted(expand).map(WhichHeld::named).orElseGet(() -> WhichHeld.of(only == null ? "" : only)),
                kind() == Origin.Kind.HELD_BY_HAND ? Discard.Last.GOES : Discard.Last.STAYS);
    }

    @Override
    public DeployPlan plan(PlanFactory factory, Names names, Owner owner, Errand errand) {
        return factory.planOfStarted(names.id(), owner, errand.about());
    }
}
