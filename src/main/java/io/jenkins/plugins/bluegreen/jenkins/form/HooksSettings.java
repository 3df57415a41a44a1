package io.jenkins.plugins.bluegreen.jenkins.form;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.Example;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.Literal;
import io.jenkins.plugins.bluegreen.jenkins.field.Settings;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import java.util.EnumMap;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The commands of a team's own that are run in a deployment. Each may be unset ({@code null}). */
@Example("[beforeStart: 'bin/migrate']")
public final class HooksSettings extends Settings<HooksSettings> {

    private String beforeStart;
    private String beforeSwitch;
    private String afterSwitch;
    private String afterDeploy;
    private String onUndo;

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public HooksSettings() {}

    /** Returns the command that is run once the release lies on all hosts, before it is started on any. */
    public String getBeforeStart() {
        return beforeStart;
    }

    /** @param beforeStart see {@link #getBeforeStart} */
    @Literal
    @DataBoundSetter
    public void setBeforeStart(String beforeStart) {
        this.beforeStart = FormInput.word(beforeStart);
    }

    /** Returns the command that is run once the new slot is healthy, before users are led to it. */
    public String getBeforeSwitch() {
        return beforeSwitch;
    }

    /** @param beforeSwitch see {@link #getBeforeSwitch} */
    @Literal
    @DataBoundSetter
    public void setBeforeSwitch(String beforeSwitch) {
        this.beforeSwitch = FormInput.word(beforeSwitch);
    }

    /** Returns the command that is run once it was seen that users reach the new slot, before the old one is drained. */
    public String getAfterSwitch() {
        return afterSwitch;
    }

    /** @param afterSwitch see {@link #getAfterSwitch} */
    @Literal
    @DataBoundSetter
    public void setAfterSwitch(String afterSwitch) {
        this.afterSwitch = FormInput.word(afterSwitch);
    }

    /** Returns the command that is run once the old slot is stopped. */
    public String getAfterDeploy() {
        return afterDeploy;
    }

    /** @param afterDeploy see {@link #getAfterDeploy} */
    @Literal
    @DataBoundSetter
    public void setAfterDeploy(String afterDeploy) {
        this.afterDeploy = FormInput.word(afterDeploy);
    }

    /** Returns the command that is run where a deployment is undone, before its release is removed. */
    public String getOnUndo() {
        return onUndo;
    }

    /** @param onUndo see {@link #getOnUndo} */
    @Literal
    @DataBoundSetter
    public void setOnUndo(String onUndo) {
        this.onUndo = FormInput.word(onUndo);
    }

    /** Returns those that are given. */
    public Map<Hook, String> commands() {
        Map<Hook, String> commands = new EnumMap<>(Hook.class);
        put(commands, Hook.BEFORE_START, beforeStart);
        put(commands, Hook.BEFORE_SWITCH, beforeSwitch);
        put(commands, Hook.AFTER_SWITCH, afterSwitch);
        put(commands, Hook.AFTER_DEPLOY, afterDeploy);
        put(commands, Hook.ON_UNDO, onUndo);
        return commands;
    }

    private static void put(Map<Hook, String> commands, Hook hook, String command) {
        if (command != null) {
            commands.put(hook, command);
        }
    }

    @Override
    protected String prefix() {
        return "hooks.";
    }

    /** Makes the form known to Jenkins. */
    @Extension
    @Symbol("hooks")
    public static final class DescriptorImpl extends SettingsDescriptor<HooksSettings> {

        @Override
        public String getDisplayName() {
            return Messages.HooksSettings_DisplayName();
        }
    }
}
