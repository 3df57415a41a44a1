package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.bluegreen.jenkins.report.ConsoleProgress;
import io.jenkins.plugins.bluegreen.jenkins.ssh.Access;
import io.jenkins.plugins.bluegreen.jenkins.work.Errand;
import io.jenkins.plugins.bluegreen.jenkins.work.Site;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.Future;
import jenkins.MasterToSlaveFileCallable;

/** Does what a build has to do with an application, on the machine that has its workspace. */
final class DeployTask extends MasterToSlaveFileCallable<Outcome> {

    private static final long serialVersionUID = 1L;

    private final DeployPlan plan;
    private final Access access;
    private final Errand errand;
    private final AgentConsole told;
    private final AgentClasses classes;

    /**
     * Does nothing yet.
     *
     * @param errand what is done
     * @param told hears how it goes on
     */
    DeployTask(DeployPlan plan, Access access, Errand errand, AgentConsole told) {
        this.plan = plan;
        this.access = access;
        this.errand = errand;
        this.told = told;
        this.classes = AgentClasses.ofThisPlugin();
    }

    @Override
    public Outcome invoke(File workspace, VirtualChannel channel) throws IOException, InterruptedException {
        Future<Void> loading = classes.load();
        ConsoleProgress console = told.progress(plan, loading);
        Cancellation cancellation = RunningDeployments.begun(plan.deploymentId());
        try {
            Outcome outcome =
                    errand.run(new Site(plan, access, console, told.live(console), cancellation), workspace.toPath());
            console.summary(outcome);
            return told.masked(outcome);
        } finally {
            RunningDeployments.ended(plan.deploymentId(), cancellation);
        }
    }
}
