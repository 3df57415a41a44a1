package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Extension;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.InOrder;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** What can be said where somebody wants to go back to an older release. */
@InOrder({"application", "release", "markBad"})
public final class RollbackSettings extends SwitchSettings<RollbackSettings> {

    private String release;
    private Boolean markBad;

    /** Leaves all unset. */
    @DataBoundConstructor
    public RollbackSettings() {}

    /** Returns the release to go back to: its id, or the number of the build that deployed it; unset for the newest good one before the live one. */
    public String getRelease() {
        return release;
    }

    /** @param release see {@link #getRelease} */
    @DataBoundSetter
    public void setRelease(String release) {
        this.release = FormInput.word(release);
    }

    /** Returns whether the release that is left counts as bad from then on; unset for yes. */
    public Boolean getMarkBad() {
        return markBad;
    }

    /** @param markBad see {@link #getMarkBad} */
    @DataBoundSetter
    public void setMarkBad(Boolean markBad) {
        this.markBad = markBad;
    }

    /**
     * Returns the release to go back to, if one is given.
     *
     * @param expand replaces variables
     * @throws PlanException for what can be no release
     */
    public Optional<WantedRelease> wanted(UnaryOperator<String> expand) {
        return Optional.ofNullable(release)
                .map(expand)
                .filter(id -> !id.isBlank())
                .map(WantedRelease::new);
    }

    @Override
    public void check() {
        wanted(UnaryOperator.identity());
    }

    /** Makes the form known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends ApplicationDescriptor<RollbackSettings> {

        @Override
        public String getDisplayName() {
            return Messages.RollbackSettings_DisplayName();
        }

        /** Offers whether the release that is left is marked bad. */
        @POST
        public ListBoxModel doFillMarkBadItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.RollbackSettings_MarkBad_Unset(), "");
            items.add(Messages.RollbackSettings_MarkBad_Yes(), "true");
            items.add(Messages.RollbackSettings_MarkBad_No(), "false");
            return items;
        }
    }
}
