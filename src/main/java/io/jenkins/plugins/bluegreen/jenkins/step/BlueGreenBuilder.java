package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.Extension;
import hudson.model.AbstractProject;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.work.ShipArtifact;
import io.jenkins.plugins.bluegreen.jenkins.work.Undertaking;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The freestyle build step that ships a release: the same fields as the Pipeline step. */
public final class BlueGreenBuilder extends DeployingBuilder {

    private final DeploySettings deployment;

    /** @param deployment what is to be deployed, and where */
    @DataBoundConstructor
    public BlueGreenBuilder(DeploySettings deployment) {
        this.deployment = deployment;
    }

    /** Returns what is to be deployed, and where; nothing is set in it where the file of a job holds none. */
    public DeploySettings getDeployment() {
        return deployment == null ? new DeploySettings() : deployment;
    }

    @Override
    protected Undertaking work() {
        return new ShipArtifact(getDeployment());
    }

    /** Makes the build step known to Jenkins. */
    @Extension
    @Symbol("blueGreenDeploy")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenBuilder_DisplayName();
        }

        @Override
        @SuppressWarnings("rawtypes") // as Jenkins declares it
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
