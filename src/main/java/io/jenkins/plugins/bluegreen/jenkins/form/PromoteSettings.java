package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.InOrder;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What can be said where somebody wants to lead users to the release that is held. */
@InOrder({"application", "release"})
public final class PromoteSettings extends LeadSettings<PromoteSettings> {

    private String release;

    /** Leaves all unset. */
    @DataBoundConstructor
    public PromoteSettings() {}

    /** Returns the release that has to be held: its id, or the number of the build that deployed it; unset for what the build held, or any. */
    public String getRelease() {
        return release;
    }

    /** @param release see {@link #getRelease} */
    @DataBoundSetter
    public void setRelease(String release) {
        this.release = FormInput.word(release);
    }

    /**
     * Returns the release that has to be held, if one is given.
     *
     * @param expand replaces variables
     * @throws PlanException for what can be no release
     */
    public Optional<WantedRelease> wanted(UnaryOperator<String> expand) {
        return approved(release, expand);
    }

    @Override
    public void check() {
        wanted(UnaryOperator.identity());
    }

    /** Makes the form known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends ApplicationDescriptor<PromoteSettings> {

        @Override
        public String getDisplayName() {
            return Messages.PromoteSettings_DisplayName();
        }
    }
}
