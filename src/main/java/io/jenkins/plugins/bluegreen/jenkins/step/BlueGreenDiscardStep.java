package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.DiscardSettings;
import io.jenkins.plugins.bluegreen.jenkins.work.DiscardHeld;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The Pipeline step {@code blueGreenDiscard(...)}. */
public final class BlueGreenDiscardStep extends ApplicationParameters {

    private final DiscardSettings settings = new DiscardSettings();

    /** Leaves all parameters unset. */
    @DataBoundConstructor
    public BlueGreenDiscardStep() {}

    @Override
    protected DiscardSettings settings() {
        return settings;
    }

    /** See {@link DiscardSettings#getRelease}. */
    public String getRelease() {
        return settings.getRelease();
    }

    /** See {@link DiscardSettings#setRelease}. */
    @DataBoundSetter
    public void setRelease(String release) {
        settings.setRelease(release);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new BlueGreenExecution(context, new DiscardHeld(settings));
    }

    /** Makes the step known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends ParametersDescriptor {

        @Override
        public DiscardSettings.DescriptorImpl getSettings() {
            return Jenkins.get().getDescriptorByType(DiscardSettings.DescriptorImpl.class);
        }

        @Override
        public String getFunctionName() {
            return "blueGreenDiscard";
        }

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenDiscardStep_DisplayName();
        }
    }
}
