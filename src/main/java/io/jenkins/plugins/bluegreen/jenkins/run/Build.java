package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Where a deployment runs.
 *
 * @param run the build
 * @param workspace its workspace, on the machine that deploys, or null where that is not to be had any more
 * @param environment its variables
 * @param listener its console
 */
public record Build(Run<?, ?> run, FilePath workspace, EnvVars environment, TaskListener listener) {

    /** Returns the surroundings of a Pipeline step. */
    public static Build of(StepContext context) throws IOException, InterruptedException {
        return new Build(
                context.get(Run.class),
                context.get(FilePath.class),
                context.get(EnvVars.class),
                context.get(TaskListener.class));
    }

    /**
     * Returns those of a Pipeline step whose agent is not to be had any more: without a workspace, and of the variables with those that
     * are set around the step, such as by {@code withCredentials}, which a front door may have to be asked with.
     */
    public static Build withoutAgent(StepContext context) throws IOException, InterruptedException {
        EnvVars environment = new EnvVars();
        EnvironmentExpander around = context.get(EnvironmentExpander.class);
        if (around != null) {
            around.expand(environment);
        }
        return new Build(context.get(Run.class), null, environment, context.get(TaskListener.class));
    }

    /** Returns its name. */
    BuildName name() {
        return new BuildName(run.getParent().getFullName(), run.getNumber());
    }
}
