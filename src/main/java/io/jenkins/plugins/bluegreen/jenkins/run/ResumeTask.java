package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.bluegreen.deploy.recovery.RestartRecovery;
import io.jenkins.plugins.bluegreen.jenkins.report.ConsoleProgress;
import io.jenkins.plugins.bluegreen.jenkins.ssh.Access;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.File;
import java.io.IOException;
import jenkins.MasterToSlaveFileCallable;

/** Takes up a deployment that a restart of Jenkins cut off, from the machine that it was begun from. */
final class ResumeTask extends MasterToSlaveFileCallable<Outcome> {

    private static final long serialVersionUID = 1L;

    private final DeployPlan plan;
    private final Access access;
    private final TaskListener listener;

    /**
     * Does nothing yet.
     *
     * @param listener the build's console
     */
    ResumeTask(DeployPlan plan, Access access, TaskListener listener) {
        this.plan = plan;
        this.access = access;
        this.listener = listener;
    }

    @Override
    public Outcome invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        ConsoleProgress console = new ConsoleProgress(listener.getLogger(), plan);
        Cancellation cancellation = RunningDeployments.cancellation(plan.deploymentId());
        try {
            console.note("", "Jenkins was restarted: finding out how deployment " + plan.deploymentId() + " ended");
            Outcome outcome = new RestartRecovery(new HostConnector(plan, access), console, cancellation).run(plan);
            console.summary(outcome);
            return outcome;
        } finally {
            RunningDeployments.ended(plan.deploymentId());
        }
    }
}
