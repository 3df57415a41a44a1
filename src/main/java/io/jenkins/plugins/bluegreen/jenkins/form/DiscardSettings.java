package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.InOrder;
import org.kohsuke.stapler.DataBoundConstructor;

/** What can be said where somebody wants to take back the release that is held. */
@InOrder({"application"})
public final class DiscardSettings extends ApplicationSettings<DiscardSettings> {

    /** Leaves all unset. */
    @DataBoundConstructor
    public DiscardSettings() {}

    /** Makes the form known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends ApplicationDescriptor<DiscardSettings> {

        @Override
        public String getDisplayName() {
            return Messages.DiscardSettings_DisplayName();
        }
    }
}
