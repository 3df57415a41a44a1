package io.jenkins.plugins.bluegreen.jenkins.step;

import hudson.Extension;
import hudson.model.AbstractProject;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.form.RollbackSettings;
import io.jenkins.plugins.bluegreen.jenkins.work.GoBack;
import io.jenkins.plugins.bluegreen.jenkins.work.Undertaking;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** The freestyle build step that goes back to an older release: the same fields as the Pipeline step. */
public final class BlueGreenRollbackBuilder extends DeployingBuilder {

    private final RollbackSettings rollback;

    /** @param rollback to what is to be gone back, and where */
    @DataBoundConstructor
    public BlueGreenRollbackBuilder(RollbackSettings rollback) {
        this.rollback = rollback;
    }

    /** Returns to what is to be gone back, and where; nothing is set in it where the file of a job holds none. */
    public RollbackSettings getRollback() {
        return rollback == null ? new RollbackSettings() : rollback;
    }

    @Override
    protected Undertaking work() {
        return new GoBack(getRollback());
    }

    /** Makes the build step known to Jenkins. */
    @Extension
    @Symbol("blueGreenRollback")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {

        @Override
        public String getDisplayName() {
            return Messages.BlueGreenRollbackBuilder_DisplayName();
        }

        @Override
        @SuppressWarnings("rawtypes") // as Jenkins declares it
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
