package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.Computer;
import hudson.tasks.Builder;
import io.jenkins.plugins.bluegreen.jenkins.plan.Tokens;
import io.jenkins.plugins.bluegreen.jenkins.run.Build;
import io.jenkins.plugins.bluegreen.jenkins.run.Deployment;
import io.jenkins.plugins.bluegreen.jenkins.work.Undertaking;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** A freestyle build step that deploys: environment variables and tokens are replaced in its fields. */
public abstract class DeployingBuilder extends Builder {

    /** Returns what is done. */
    protected abstract Undertaking work();

    @Override
    public final boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        Build surroundings = surroundings(build, listener);
        Deployment running =
                new Deployment(work(), surroundings, Tokens.of(build, surroundings.environment(), listener));
        Outcome outcome = finish(running);
        if (!outcome.well()) {
            throw running.lastWord(outcome);
        }
        running.preview(outcome).map(PreviewAction::new).ifPresent(build::addAction);
        if (!outcome.deployed()) {
            return true;
        }
        build.addAction(new DeploymentAction(outcome));
        if (running.lostItsAgent()) {
            running.say("The deployment stands, also if Jenkins fails this build: it ends a freestyle build over the"
                    + " connection to its agent that was lost.");
        }
        return true;
    }

    /** Returns where a freestyle build step runs. */
    static Build surroundings(AbstractBuild<?, ?> build, BuildListener listener)
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
        return Build.of(build, workspace, environment, listener);
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
}
