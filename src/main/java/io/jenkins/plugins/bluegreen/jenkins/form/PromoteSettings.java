package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.InOrder;
import org.kohsuke.stapler.DataBoundConstructor;

/** What can be said where somebody wants to lead users to the release that is held. */
@InOrder({"application"})
public final class PromoteSettings extends LeadSettings<PromoteSettings> {

    /** Leaves all unset. */
    @DataBoundConstructor
    public PromoteSettings() {}

    /** Makes the form known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends ApplicationDescriptor<PromoteSettings> {

        @Override
        public String getDisplayName() {
            return Messages.PromoteSettings_DisplayName();
        }
    }
}
