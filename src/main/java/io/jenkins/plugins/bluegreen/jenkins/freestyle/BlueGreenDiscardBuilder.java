package io.jenkins.plugins.bluegreen.jenkins.freestyle;

import hudson.Extension;
import hudson.model.AbstractProject;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.DiscardSettings;
import io.jenkins.plugins.bluegreen.jenkins.step.DeployingBuilder;
import io.jenkins.plugins.bluegreen.jenkins.work.DiscardHeld;
import io.jenkins.plugins.bluegreen.jenkins.work.Undertaking;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The freestyle build step that takes back the release that is held: the same fields as the Pipeline step. */
public final class BlueGreenDiscardBuilder extends DeployingBuilder {

    private final DiscardSettings discard;

    /** @param discard of which application the release is that is held */
    @DataBoundConstructor
    public BlueGreenDiscardBuilder(DiscardSettings discard) {
        this.discard = discard;
    }

    /** Returns of which application the release is that is held; nothing is set in it where the file of a job holds none. */
    public DiscardSettings getDiscard() {
        return discard == null ? new DiscardSettings() : discard;
    }

    @Override
    protected Undertaking work() {
        return new DiscardHeld(getDiscard());
    }

    /** Makes the build step known to Jenkins. */
    @Extension
    @Symbol("blueGreenDiscard")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenDiscardBuilder_DisplayName();
        }

        @Override
        @SuppressWarnings("rawtypes") // as Jenkins declares it
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
