package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.work.ShipArtifact;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** The Pipeline step {@code blueGreenDeploy(...)}. */
public final class BlueGreenStep extends DeployParameters {

    /** Leaves all parameters unset. */
    @DataBoundConstructor
    public BlueGreenStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return new BlueGreenExecution(context, new ShipArtifact(settings()));
    }

    /** Makes the step known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends ParametersDescriptor {

        @Override
        public DeploySettings.DescriptorImpl getSettings() {
            return Jenkins.get().getDescriptorByType(DeploySettings.DescriptorImpl.class);
        }

        @Override
        public String getFunctionName() {
            return "blueGreenDeploy";
        }

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenStep_DisplayName();
        }
    }
}
