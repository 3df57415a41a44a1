package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettingsDescriptor;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * The Pipeline step {@code blueGreenDeploy(...)}. As a plain value it also holds the fields of the freestyle build step and of
 * an application in the global configuration.
 */
public final class BlueGreenStep extends DeploySettings {

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public BlueGreenStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return new BlueGreenExecution(context, this);
    }

    /** Makes the step known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends DeploySettingsDescriptor {

        @Override
        public String getFunctionName() {
            return "blueGreenDeploy";
        }

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, FilePath.class, TaskListener.class, EnvVars.class);
        }
    }
}
