package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.PromoteSettings;
import io.jenkins.plugins.bluegreen.jenkins.strategy.StrategySettings;
import io.jenkins.plugins.bluegreen.jenkins.work.PromoteHeld;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The Pipeline step {@code blueGreenPromote(...)}. */
public final class BlueGreenPromoteStep extends SwitchParameters {

    private final PromoteSettings settings = new PromoteSettings();

    /** Leaves all parameters unset. */
    @DataBoundConstructor
    public BlueGreenPromoteStep() {}

    @Override
    protected PromoteSettings settings() {
        return settings;
    }

    /** See {@link PromoteSettings#getStrategy}. */
    public StrategySettings getStrategy() {
        return settings.getStrategy();
    }

    /** See {@link PromoteSettings#setStrategy}. */
    @DataBoundSetter
    public void setStrategy(StrategySettings strategy) {
        settings.setStrategy(strategy);
    }

    /** See {@link PromoteSettings#getRelease}. */
    public String getRelease() {
        return settings.getRelease();
    }

    /** See {@link PromoteSettings#setRelease}. */
    @DataBoundSetter
    public void setRelease(String release) {
        settings.setRelease(release);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new BlueGreenExecution(context, new PromoteHeld(settings));
    }

    /** Makes the step known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends ParametersDescriptor {

        @Override
        public PromoteSettings.DescriptorImpl getSettings() {
            return Jenkins.get().getDescriptorByType(PromoteSettings.DescriptorImpl.class);
        }

        @Override
        public String getFunctionName() {
            return "blueGreenPromote";
        }

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenPromoteStep_DisplayName();
        }
    }
}
