package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.RollbackSettings;
import io.jenkins.plugins.bluegreen.jenkins.work.GoBack;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The Pipeline step {@code blueGreenRollback(...)}. */
public final class BlueGreenRollbackStep extends SwitchParameters {

    private final RollbackSettings settings = new RollbackSettings();

    /** Leaves all parameters unset. */
    @DataBoundConstructor
    public BlueGreenRollbackStep() {}

    @Override
    protected RollbackSettings settings() {
        return settings;
    }

    /** See {@link RollbackSettings#getRelease}. */
    public String getRelease() {
        return settings.getRelease();
    }

    /** See {@link RollbackSettings#setRelease}. */
    @DataBoundSetter
    public void setRelease(String release) {
        settings.setRelease(release);
    }

    /** See {@link RollbackSettings#getMarkBad}. */
    public Boolean getMarkBad() {
        return settings.getMarkBad();
    }

    /** See {@link RollbackSettings#setMarkBad}. */
    @DataBoundSetter
    public void setMarkBad(Boolean markBad) {
        settings.setMarkBad(markBad);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new BlueGreenExecution(context, new GoBack(settings));
    }

    /** Makes the step known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends ParametersDescriptor {

        @Override
        public RollbackSettings.DescriptorImpl getSettings() {
            return Jenkins.get().getDescriptorByType(RollbackSettings.DescriptorImpl.class);
        }

        @Override
        public String getFunctionName() {
            return "blueGreenRollback";
        }

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenRollbackStep_DisplayName();
        }
    }
}
