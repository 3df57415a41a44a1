package io.jenkins.plugins.bluegreen.jenkins.work;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.artifact.archive.Packing;
import io.jenkins.plugins.bluegreen.deploy.DryRun;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.ArtifactGlob;
import io.jenkins.plugins.bluegreen.jenkins.plan.PlanFactory;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.record.Due;
import io.jenkins.plugins.bluegreen.record.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Ships what the build made, and deploys it. */
public final class ShipArtifact implements Undertaking {

    private final DeploySettings settings;
    // Null where an earlier version saved it.
    private final String token;

    /** @param settings what the job says */
    public ShipArtifact(DeploySettings settings) {
        this.settings = settings;
        this.token = PreviewToken.random().value();
    }

    /**
     * What of a workspace is deployed.
     *
     * @param path relative to the workspace
     * @param about the name that it has on a host
     * @param unpack whether it is an archive of which the content is wanted
     * @param exclude Ant globs of what is left out of a directory
     * @param hold how it is held once it is healthy, if it is
     * @param dry whether it is only found out what that would be
     */
    private record Artifact(String path, String about, boolean unpack, String exclude, Hold hold, boolean dry)
            implements Errand {

        @Override
        public Outcome run(Site site, Path workspace) throws IOException, InterruptedException {
            Path source = inside(workspace);
            Packing packing = new Packing(workspace.toRealPath(), unpack, exclude);
            if (dry) {
                site.console().openingDryRun();
                return new DryRun(site.connector(site.plan()), site.progress(), site.cancellation())
                        .run(
                                site.plan(),
                                new WorkspaceRelease(site.plan(), source, packing),
                                hold.none() ? Optional.empty() : Optional.of(hold));
            }
            site.console().opening();
            Rollout rollout = new Rollout(
                    site.connector(site.plan()), Strategy.of(site.plan()), site.progress(), site.cancellation());
            WorkspaceRelease release = new WorkspaceRelease(site.plan(), source, packing);
            return hold.none() ? rollout.run(site.plan(), release) : rollout.hold(site.plan(), release, hold);
        }

        @Override
        public Optional<Due> due(DeployPlan plan) {
            if (hold.none()) {
                return Errand.super.due(plan);
            }
            return hold.promotes() ? Optional.of(Due.promotion()) : Optional.empty();
        }

        private Path inside(Path workspace) throws IOException {
            Path file = workspace.resolve(path).toRealPath();
            if (!file.startsWith(workspace.toRealPath())) {
                throw new AbortException("The artifact " + path + " leads out of the workspace, to " + file
                        + "; only what is in the workspace is deployed.");
            }
            return file;
        }
    }

    @Override
    public DeploySettings settings() {
        return settings;
    }

    @Override
    public Origin.Kind kind() {
        return Origin.Kind.DEPLOYMENT;
    }

    @Override
    public boolean ships() {
        return true;
    }

    @Override
    public boolean dry(PlanFactory factory) {
        return factory.dryRun();
    }

    @Override
    public boolean dry() {
        return Boolean.TRUE.equals(settings.getDryRun());
    }

    @Override
    public Errand errand(PlanFactory factory, FilePath workspace, UnaryOperator<String> expand)
            throws IOException, InterruptedException {
        factory.checkCounted();
        ArtifactGlob glob = factory.artifact();
        String path = glob.find(workspace);
        return new Artifact(
                path,
                glob.fileName(path),
                glob.unpack(),
                glob.exclude(),
                preview().map(factory.hold()::seenBy).orElseGet(factory::hold),
                dry(factory));
    }

    @Override
    public Optional<PreviewToken> preview() {
        return Optional.ofNullable(token).map(PreviewToken::new);
    }

    /** Which file it was does not matter any more. */
    @Override
    public Errand takenUp() {
        return new Artifact("", "artifact", false, "", Hold.NONE, false);
    }

    @Override
    public DeployPlan plan(PlanFactory factory, Names names, Owner owner, Errand errand) {
        return factory.plan(names.id(), owner, names.release(), errand.about());
    }
}
