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

/** What can be said where somebody wants to know how an application is. */
@InOrder({"application", "expect"})
public final class StatusSettings extends ApplicationSettings<StatusSettings> {

    private String expect;
    private HealthCheckSettings healthCheck;

    /** Leaves all unset. */
    @DataBoundConstructor
    public StatusSettings() {}

    /** Returns the release that has to be live: its id, or the number of the build that deployed it; unset for any, or none. */
    public String getExpect() {
        return expect;
    }

    /** @param expect see {@link #getExpect} */
    @DataBoundSetter
    public void setExpect(String expect) {
        this.expect = FormInput.word(expect);
    }

    /** Returns what is asked to know that it is healthy. */
    public HealthCheckSettings getHealthCheck() {
        return healthCheck;
    }

    /** @param healthCheck see {@link #getHealthCheck} */
    @DataBoundSetter
    public void setHealthCheck(HealthCheckSettings healthCheck) {
        this.healthCheck = healthCheck == null || healthCheck.nothingGiven() ? null : healthCheck;
    }

    /**
     * Returns the release that has to be live, if one has to be.
     *
     * @param expand replaces variables
     * @throws PlanException for what can be no release
     */
    public Optional<WantedRelease> expected(UnaryOperator<String> expand) {
        return Optional.ofNullable(expect)
                .map(expand)
                .filter(id -> !id.isBlank())
                .map(WantedRelease::new);
    }

    @Override
    public void check() {
        expected(UnaryOperator.identity());
    }

    /** Makes the form known to Jenkins. */
    @Extension
    public static final class DescriptorImpl extends ApplicationDescriptor<StatusSettings> {

        @Override
        public String getDisplayName() {
            return Messages.StatusSettings_DisplayName();
        }
    }
}
