package io.jenkins.plugins.bluegreen.jenkins.process;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.Literal;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import io.jenkins.plugins.bluegreen.process.command.CommandConfig;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What can be said about commands of the user's own that start, stop and look at what is in a slot. Each may be unset ({@code null}). */
public final class CommandSettings extends ProcessSettings {

    private String start;
    private String stop;
    private String status;

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public CommandSettings() {}

    /** Returns what starts it; unset for the application's start command. */
    public String getStart() {
        return start;
    }

    /** @param start see {@link #getStart} */
    @Literal
    @DataBoundSetter
    public void setStart(String start) {
        this.start = FormInput.word(start);
    }

    /** Returns what ends it. */
    public String getStop() {
        return stop;
    }

    /** @param stop see {@link #getStop} */
    @Literal
    @DataBoundSetter
    public void setStop(String stop) {
        this.stop = FormInput.word(stop);
    }

    /** Returns what exits with 0 while it runs. */
    public String getStatus() {
        return status;
    }

    /** @param status see {@link #getStatus} */
    @Literal
    @DataBoundSetter
    public void setStatus(String status) {
        this.status = FormInput.word(status);
    }

    @Override
    protected String prefix() {
        return "command.";
    }

    @Override
    protected Map<String, String> defaults() {
        return Map.of();
    }

    @Override
    public ProcessAdapter adapter() {
        return CommandConfig.of(start, stop, status);
    }

    @Override
    public ProcessSettings example() {
        CommandSettings example = new CommandSettings();
        example.setStop("true");
        example.setStatus("true");
        return example;
    }

    /** Makes the form known to Jenkins. */
    @Extension
    @Symbol("command")
    public static final class DescriptorImpl extends SettingsDescriptor<ProcessSettings> {

        @Override
        public String getDisplayName() {
            return Messages.CommandSettings_DisplayName();
        }
    }
}
