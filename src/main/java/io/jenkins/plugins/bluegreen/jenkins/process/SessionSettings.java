package io.jenkins.plugins.bluegreen.jenkins.process;

import hudson.Extension;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** What can be said about a session of its own for each slot. Each may be unset ({@code null}). */
public final class SessionSettings extends ProcessSettings {

    private String restart;
    private String logLimit;
    private Integer keepLogs;
    private String atBoot;

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public SessionSettings() {}

    /** Returns whether it is started again after it ended, once it was deployed: {@code always} or {@code never}. */
    public String getRestart() {
        return restart;
    }

    /** @param restart see {@link #getRestart} */
    @DataBoundSetter
    public void setRestart(String restart) {
        this.restart = FormInput.word(restart);
    }

    /** Returns how large its log may get until a new one is begun. */
    public String getLogLimit() {
        return logLimit;
    }

    /** @param logLimit see {@link #getLogLimit} */
    @DataBoundSetter
    public void setLogLimit(String logLimit) {
        this.logLimit = FormInput.word(logLimit);
    }

    /** Returns how many logs before that are kept. */
    public Integer getKeepLogs() {
        return keepLogs;
    }

    /** @param keepLogs see {@link #getKeepLogs} */
    @DataBoundSetter
    public void setKeepLogs(Integer keepLogs) {
        this.keepLogs = keepLogs;
    }

    /** Returns what starts it after a reboot: {@code cron}; unset for something that the plugin has not to do with. */
    public String getAtBoot() {
        return atBoot;
    }

    /** @param atBoot see {@link #getAtBoot} */
    @DataBoundSetter
    public void setAtBoot(String atBoot) {
        this.atBoot = FormInput.word(atBoot);
    }

    @Override
    protected String prefix() {
        return "session.";
    }

    @Override
    protected Map<String, String> defaults() {
        return SessionConfig.DEFAULTS;
    }

    @Override
    public ProcessAdapter adapter() {
        return SessionConfig.of(restart, logLimit, keepLogs, atBoot);
    }

    @Override
    public ProcessSettings example() {
        return new SessionSettings();
    }

    /** Makes the form known to Jenkins. */
    @Extension
    @Symbol("session")
    public static final class DescriptorImpl extends SettingsDescriptor<ProcessSettings> {

        @Override
        public String getDisplayName() {
            return Messages.SessionSettings_DisplayName();
        }

        /** Offers whether it is started again after it ended. */
        @POST
        public ListBoxModel doFillRestartItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.SessionSettings_Restart_Unset(), "");
            items.add(Messages.SessionSettings_Restart_Always(), "always");
            items.add(Messages.SessionSettings_Restart_Never(), "never");
            return items;
        }

        /** Offers what starts it after a reboot. */
        @POST
        public ListBoxModel doFillAtBootItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.SessionSettings_AtBoot_Unset(), "");
            items.add(Messages.SessionSettings_AtBoot_Cron(), "cron");
            return items;
        }
    }
}
