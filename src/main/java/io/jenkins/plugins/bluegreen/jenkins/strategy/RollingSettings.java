package io.jenkins.plugins.bluegreen.jenkins.strategy;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.deploy.strategy.Rolling;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.InOrder;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** What can be said about routers that are switched in batches. Each may be unset ({@code null}). */
@InOrder({"batch", "pause"})
public final class RollingSettings extends StrategySettings {

    private String batch;
    private String pause;

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public RollingSettings() {}

    /** Returns how many routers are switched at a time: a number, or a share such as {@code 25%}. */
    public String getBatch() {
        return batch;
    }

    /** @param batch see {@link #getBatch} */
    @DataBoundSetter
    public void setBatch(String batch) {
        this.batch = FormInput.word(batch);
    }

    /** Returns how long is waited from one batch to the next. */
    public String getPause() {
        return pause;
    }

    /** @param pause see {@link #getPause} */
    @DataBoundSetter
    public void setPause(String pause) {
        this.pause = FormInput.word(pause);
    }

    @Override
    protected String prefix() {
        return "rolling.";
    }

    @Override
    protected Map<String, String> defaults() {
        return Rolling.DEFAULTS;
    }

    @Override
    public Strategy strategy() {
        return Rolling.of(batch, pause);
    }

    @Override
    public StrategySettings example() {
        return new RollingSettings();
    }

    /** Makes the form known to Jenkins. */
    @Extension
    @Symbol("rolling")
    public static final class DescriptorImpl extends SettingsDescriptor<StrategySettings> {

        @Override
        public String getDisplayName() {
            return Messages.RollingSettings_DisplayName();
        }
    }
}
