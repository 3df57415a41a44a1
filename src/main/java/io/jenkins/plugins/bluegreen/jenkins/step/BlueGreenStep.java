package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.Arguments;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import java.util.Map;
import java.util.Set;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/** The Pipeline step {@code blueGreenDeploy(...)}. */
public final class BlueGreenStep extends DeployParameters {

    /** Leaves all parameters unset. */
    @DataBoundConstructor
    public BlueGreenStep() {}

    @Override
    public StepExecution start(StepContext context) {
        return new BlueGreenExecution(context, settings());
    }

    /** Makes the step known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends StepDescriptor implements CustomDescribableModel {

        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            return Arguments.checked(new DeploySettings(), arguments);
        }

        @Override
        public Step newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            return super.newInstance(request, SettingsDescriptor.withoutEmpty(DeploySettings.class, form));
        }

        /** Returns what describes the form, which is that of the settings. */
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

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, FilePath.class, TaskListener.class, EnvVars.class);
        }
    }
}
