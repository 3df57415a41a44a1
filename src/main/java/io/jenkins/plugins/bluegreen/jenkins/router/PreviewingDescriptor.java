package io.jenkins.plugins.bluegreen.jenkins.router;

import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import org.kohsuke.stapler.verb.POST;

/** The form of a router that may lead testers to a release that is held. */
public abstract class PreviewingDescriptor extends SettingsDescriptor<RouterSettings> {

    /** Offers whether who sends a token is led to a release that is held. */
    @POST
    public ListBoxModel doFillPreviewItems() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.DeploySettings_Unpack_Unset(), "");
        items.add(Messages.DeploySettings_Unpack_Yes(), "true");
        items.add(Messages.DeploySettings_Unpack_No(), "false");
        return items;
    }
}
