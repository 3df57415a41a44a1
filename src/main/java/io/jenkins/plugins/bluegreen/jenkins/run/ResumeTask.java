package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.jenkins.report.ConsoleProgress;
import io.jenkins.plugins.bluegreen.jenkins.ssh.Access;
import io.jenkins.plugins.bluegreen.jenkins.work.Errand;
import io.jenkins.plugins.bluegreen.jenkins.work.Site;
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
    private final Errand errand;
    private final AgentConsole told;
    private final CutOff cutOff;

    /**
     * Does nothing yet.
     *
     * @param errand what it was
     * @param told hears how it goes on
     * @param cutOff what is known of it
     */
    ResumeTask(DeployPlan plan, Access access, Errand errand, AgentConsole told, CutOff cutOff) {
        this.plan = plan;
        this.access = access;
        this.errand = errand;
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
            Optional<Outcome> outcome =
                    errand.resume(new Site(plan, access, console, told.live(console), cancellation), cutOff);
            outcome.ifPresent(console::summary);
            return outcome.map(told::masked);
        } finally {
            RunningDeployments.ended(plan.deploymentId(), cancellation);
        }
    }
}
