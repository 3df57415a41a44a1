package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.artifact.archive.Packing;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.jenkins.report.ConsoleProgress;
import io.jenkins.plugins.bluegreen.jenkins.ssh.Access;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.concurrent.Future;
import jenkins.MasterToSlaveFileCallable;

/** Deploys from the machine whose workspace holds the artifact. */
final class DeployTask extends MasterToSlaveFileCallable<Outcome> {

    private static final long serialVersionUID = 1L;

    /**
     * What of a workspace is deployed.
     *
     * @param path relative to the workspace
     * @param unpack whether it is an archive of which the content is wanted
     * @param exclude Ant globs of what is left out of a directory
     */
    record Artifact(String path, boolean unpack, String exclude) implements Serializable {}

    private final DeployPlan plan;
    private final Access access;
    private final Artifact artifact;
    private final AgentConsole told;
    private final AgentClasses classes;

    /**
     * Does nothing yet.
     *
     * @param artifact what is deployed
     * @param told hears how it goes on
     */
    DeployTask(DeployPlan plan, Access access, Artifact artifact, AgentConsole told) {
        this.plan = plan;
        this.access = access;
        this.artifact = artifact;
        this.told = told;
        this.classes = AgentClasses.ofThisPlugin();
    }

    @Override
    public Outcome invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        Path source = inside(workspace.toPath());
        Packing packing = new Packing(workspace.toPath().toRealPath(), artifact.unpack(), artifact.exclude());
        Future<Void> loading = classes.load();
        ConsoleProgress console = told.progress(plan, loading);
        Cancellation cancellation = RunningDeployments.begun(plan.deploymentId());
        try {
            console.opening();
            Outcome outcome = new Rollout(
                            new HostConnector(plan, access), new AllAtOnce(), told.live(console), cancellation)
                    .run(plan, new WorkspaceRelease(plan, source, packing));
            console.summary(outcome);
            return told.masked(outcome);
        } finally {
            RunningDeployments.ended(plan.deploymentId(), cancellation);
        }
    }

    private Path inside(Path workspace) throws IOException {
        Path file = workspace.resolve(artifact.path()).toRealPath();
        if (!file.startsWith(workspace.toRealPath())) {
            throw new AbortException("The artifact " + artifact.path() + " leads out of the workspace, to " + file
                    + "; only what is in the workspace is deployed.");
        }
        return file;
    }
}
