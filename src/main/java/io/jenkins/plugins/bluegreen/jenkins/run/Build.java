package io.jenkins.plugins.bluegreen.jenkins.run;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.AbstractBuild;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.jenkins.work.BuildOccasion;
import io.jenkins.plugins.bluegreen.jenkins.work.Occasion;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Where a deployment runs.
 *
 * @param occasion because of what it runs
 * @param workspace its workspace, on the machine that deploys, or null where that is not to be had any more
 * @param environment its variables
 * @param listener its console
 * @param secrets the values of its variables that Jenkins hides on that console
 */
public record Build(
        Occasion occasion, FilePath workspace, EnvVars environment, TaskListener listener, List<String> secrets) {

    /** Copies the secrets. */
    public Build {
        secrets = List.copyOf(secrets);
    }

    /** Returns the surroundings of a freestyle build. */
    public static Build of(AbstractBuild<?, ?> build, FilePath workspace, EnvVars environment, TaskListener listener) {
        return new Build(
                new BuildOccasion(build),
                workspace,
                environment,
                listener,
                values(environment, build.getSensitiveBuildVariables()));
    }

    /** Returns the surroundings of a Pipeline step. */
    public static Build of(StepContext context) throws IOException, InterruptedException {
        EnvVars environment = context.get(EnvVars.class);
        return new Build(
                new BuildOccasion(context.get(Run.class)),
                context.get(FilePath.class),
                environment,
                context.get(TaskListener.class),
                values(environment, sensitive(context.get(EnvironmentExpander.class))));
    }

    private static Set<String> sensitive(EnvironmentExpander around) {
        return around == null ? Set.of() : around.getSensitiveVariables();
    }

    private static List<String> values(EnvVars environment, Set<String> names) {
        return names.stream().map(environment::get).filter(Objects::nonNull).toList();
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
        return new Build(
                new BuildOccasion(context.get(Run.class)),
                null,
                environment,
                context.get(TaskListener.class),
                values(environment, sensitive(around)));
    }

    /** Returns its name. */
    BuildName name() {
        return new BuildName(occasion.job(), occasion.number());
    }
}
