package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.model.Computer;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.Tokens;
import io.jenkins.plugins.bluegreen.jenkins.run.Build;
import io.jenkins.plugins.bluegreen.jenkins.run.Deployment;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The freestyle build step: the same fields as the Pipeline step, in which environment variables and tokens are replaced. */
public final class BlueGreenBuilder extends Builder {

    private final DeploySettings deployment;

    /** @param deployment what is to be deployed, and where */
    @DataBoundConstructor
    public BlueGreenBuilder(DeploySettings deployment) {
        this.deployment = deployment;
    }

    /** Returns what is to be deployed, and where; nothing is set in it where the file of a job holds none. */
    public DeploySettings getDeployment() {
        return deployment == null ? new DeploySettings() : deployment;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        FilePath workspace = build.getWorkspace();
        if (workspace == null) {
            throw new AbortException("There is no workspace to take the artifact from; is the agent connected?");
        }
        EnvVars environment = build.getEnvironment(listener);
        // As what starts a process does; credentials are bound with each dollar sign escaped for that too.
        EnvVars.resolve(environment);
        // What was typed for a build is taken as it is.
        environment.putAll(build.getBuildVariables());
        Deployment running = new Deployment(
                getDeployment(),
                Build.of(build, workspace, environment, listener),
                Tokens.of(build, environment, listener));
        Outcome outcome = finish(running);
        if (!outcome.deployed()) {
            throw running.lastWord(outcome);
        }
        build.addAction(new DeploymentAction(outcome));
        if (running.lostItsAgent()) {
            running.say("The deployment stands, also if Jenkins fails this build: it ends a freestyle build over the"
                    + " connection to its agent that was lost.");
        }
        return true;
    }

    /**
     * Deploys in another thread: that of the build is interrupted by an abort, and the undoing must not be.
     *
     * @throws InterruptedException if the build was aborted, and all that could be undone is undone
     */
    private static Outcome finish(Deployment deployment) throws InterruptedException, AbortException {
        Future<Outcome> running = Computer.threadPoolForRemoting.submit(deployment);
        try {
            return running.get();
        } catch (InterruptedException e) {
            deployment.stop();
            awaitEnd(running, deployment);
            throw e;
        } catch (ExecutionException e) {
            throw (AbortException) e.getCause(); // all else is said by then
        }
    }

    private static void awaitEnd(Future<Outcome> running, Deployment deployment) {
        while (!running.isDone()) {
            try {
                running.get();
            } catch (InterruptedException e) {
                deployment.stop();
            } catch (ExecutionException e) {
                deployment.say(
                        "The aborted deployment ended badly: " + e.getCause().getMessage());
            }
        }
    }

    /** Makes the build step known to Jenkins. */
    @Extension
    @Symbol("blueGreenDeploy")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenBuilder_DisplayName();
        }

        @Override
        @SuppressWarnings("rawtypes") // as Jenkins declares it
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
