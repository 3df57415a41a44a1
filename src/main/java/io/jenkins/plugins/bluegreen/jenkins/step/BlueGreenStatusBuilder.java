package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.Extension;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.BuildListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.StatusSettings;
import io.jenkins.plugins.bluegreen.jenkins.plan.Tokens;
import io.jenkins.plugins.bluegreen.jenkins.run.Build;
import io.jenkins.plugins.bluegreen.jenkins.run.StatusInquiry;
import java.io.IOException;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The freestyle build step that tells how an application is: the same fields as the Pipeline step. */
public final class BlueGreenStatusBuilder extends Builder {

    private final StatusSettings status;

    /** @param status of what is to be told, and what is expected */
    @DataBoundConstructor
    public BlueGreenStatusBuilder(StatusSettings status) {
        this.status = status;
    }

    /** Returns of what is to be told, and what is expected; nothing is set in it where the file of a job holds none. */
    public StatusSettings getStatus() {
        return status == null ? new StatusSettings() : status;
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        Build surroundings = DeployingBuilder.surroundings(build, listener);
        new StatusInquiry(getStatus(), surroundings, Tokens.of(build, surroundings.environment(), listener)).call();
        return true;
    }

    /** Makes the build step known to Jenkins. */
    @Extension
    @Symbol("blueGreenStatus")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenStatusBuilder_DisplayName();
        }

        @Override
        @SuppressWarnings("rawtypes") // as Jenkins declares it
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
