package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.AbortException;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
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
import java.nio.file.Path;
import java.util.concurrent.Future;
import jenkins.MasterToSlaveFileCallable;

/** Deploys from the machine whose workspace holds the artifact. */
final class DeployTask extends MasterToSlaveFileCallable<Outcome> {

    private static final long serialVersionUID = 1L;

    private final DeployPlan plan;
    private final Access access;
    private final String artifact;
    private final AgentConsole told;
    private final AgentClasses classes;

    /**
     * Does nothing yet.
     *
     * @param artifact the artifact's path, relative to the workspace
     * @param told hears how it goes on
     */
    DeployTask(DeployPlan plan, Access access, String artifact, AgentConsole told) {
        this.plan = plan;
        this.access = access;
        this.artifact = artifact;
        this.told = told;
        this.classes = AgentClasses.ofThisPlugin();
    }

    @Override
    public Outcome invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        Path file = inside(workspace.toPath());
        Future<Void> loading = classes.load();
        ConsoleProgress console = told.progress(plan, loading);
        Cancellation cancellation = RunningDeployments.begun(plan.deploymentId());
        try {
            console.opening();
            Outcome outcome = new Rollout(new HostConnector(plan, access), new AllAtOnce(), console, cancellation)
                    .run(plan, new WorkspaceRelease(plan, file));
            console.summary(outcome);
            return told.masked(outcome);
        } finally {
            RunningDeployments.ended(plan.deploymentId(), cancellation);
        }
    }

    private Path inside(Path workspace) throws IOException {
        Path file = workspace.resolve(artifact).toRealPath();
        if (!file.startsWith(workspace.toRealPath())) {
            throw new AbortException("The artifact " + artifact + " leads out of the workspace, to " + file
                    + "; only a file of the workspace is deployed.");
        }
        return file;
    }
}
