package io.jenkins.plugins.bluegreen.jenkins.freestyle;

import hudson.Extension;
import hudson.model.AbstractProject;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.PromoteSettings;
import io.jenkins.plugins.bluegreen.jenkins.step.DeployingBuilder;
import io.jenkins.plugins.bluegreen.jenkins.work.PromoteHeld;
import io.jenkins.plugins.bluegreen.jenkins.work.Undertaking;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The freestyle build step that leads users to the release that is held: the same fields as the Pipeline step. */
public final class BlueGreenPromoteBuilder extends DeployingBuilder {

    private final PromoteSettings promotion;

    /** @param promotion of which application the release is that is held */
    @DataBoundConstructor
    public BlueGreenPromoteBuilder(PromoteSettings promotion) {
        this.promotion = promotion;
    }

    /** Returns of which application the release is that is held; nothing is set in it where the file of a job holds none. */
    public PromoteSettings getPromotion() {
        return promotion == null ? new PromoteSettings() : promotion;
    }

    @Override
    protected Undertaking work() {
        return new PromoteHeld(getPromotion());
    }

    /** Makes the build step known to Jenkins. */
    @Extension
    @Symbol("blueGreenPromote")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenPromoteBuilder_DisplayName();
        }

        @Override
        @SuppressWarnings("rawtypes") // as Jenkins declares it
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
