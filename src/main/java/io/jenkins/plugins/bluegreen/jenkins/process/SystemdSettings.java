package io.jenkins.plugins.bluegreen.jenkins.process;

import hudson.Extension;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import io.jenkins.plugins.bluegreen.process.systemd.SystemdConfig;
import java.time.Duration;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** What can be said about the units of systemd that run what is in the slots. Each may be unset ({@code null}). */
public final class SystemdSettings extends ProcessSettings {

    private String unit;
    private String scope;

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public SystemdSettings() {}

    /** Returns the name of the units' template before the {@code @}; unset for the application's name. */
    public String getUnit() {
        return unit;
    }

    /** @param unit see {@link #getUnit} */
    @DataBoundSetter
    public void setUnit(String unit) {
        this.unit = FormInput.word(unit);
    }

    /** Returns whose systemd it is: {@code system} or {@code user}. */
    public String getScope() {
        return scope;
    }

    /** @param scope see {@link #getScope} */
    @DataBoundSetter
    public void setScope(String scope) {
        this.scope = FormInput.word(scope);
    }

    @Override
    protected String prefix() {
        return "systemd.";
    }

    @Override
    protected Map<String, String> defaults() {
        return Map.of("scope", SystemdConfig.DEFAULT_SCOPE);
    }

    @Override
    public ProcessAdapter adapter() {
        return config();
    }

    private SystemdConfig config() {
        return SystemdConfig.of(unit, scope);
    }

    @Override
    public String configuration(Application application, Duration stopTimeout) {
        String user = application.hosts().get(0).user();
        return config().file(application.name(), application.directory(), user, stopTimeout)
                .configuration();
    }

    @Override
    public ProcessSettings example() {
        return new SystemdSettings();
    }

    /** Makes the form known to Jenkins. */
    @Extension
    @Symbol("systemd")
    public static final class DescriptorImpl extends SettingsDescriptor<ProcessSettings> {

        @Override
        public String getDisplayName() {
            return Messages.SystemdSettings_DisplayName();
        }

        /** Offers whose systemd it is. */
        @POST
        public ListBoxModel doFillScopeItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.SystemdSettings_Scope_Unset(), "");
            items.add(Messages.SystemdSettings_Scope_System(), "system");
            items.add(Messages.SystemdSettings_Scope_User(), "user");
            return items;
        }
    }
}
