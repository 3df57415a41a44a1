package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.deploy.recovery.RestartRecovery;
import io.jenkins.plugins.bluegreen.jenkins.report.ConsoleProgress;
import io.jenkins.plugins.bluegreen.jenkins.ssh.Access;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.File;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import jenkins.MasterToSlaveFileCallable;

/** Takes up a deployment that was cut off, from the machine that it was begun from, or from the controller. */
final class ResumeTask extends MasterToSlaveFileCallable<Outcome> {

    private static final long serialVersionUID = 1L;

    private final DeployPlan plan;
    private final Access access;
    private final AgentConsole told;
    private final CutOff cutOff;

    /**
     * Does nothing yet.
     *
     * @param told hears how it goes on
     * @param cutOff what is known of it
     */
    ResumeTask(DeployPlan plan, Access access, AgentConsole told, CutOff cutOff) {
        this.plan = plan;
        this.access = access;
        this.told = told;
        this.cutOff = cutOff;
    }

    /** Returns null where the deployment had not begun to change anything. */
    @Override
    public Outcome invoke(File workspace, VirtualChannel channel) throws InterruptedException {
        return here().orElse(null);
    }

    /** Takes it up in this process. */
    Optional<Outcome> here() throws InterruptedException {
        ConsoleProgress console = told.progress(plan, CompletableFuture.completedFuture(null));
        Cancellation cancellation = RunningDeployments.begun(plan.deploymentId());
        try {
            console.note("", cutOff.by() + ": finding out how deployment " + plan.deploymentId() + " ended");
            Optional<Outcome> outcome = new RestartRecovery(
                            new HostConnector(plan, access), told.live(console), cancellation)
                    .run(plan, cutOff);
            outcome.ifPresent(console::summary);
            return outcome.map(told::masked);
        } finally {
            RunningDeployments.ended(plan.deploymentId(), cancellation);
        }
    }
}
