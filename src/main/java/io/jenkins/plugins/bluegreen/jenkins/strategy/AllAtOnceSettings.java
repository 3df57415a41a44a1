package io.jenkins.plugins.bluegreen.jenkins.strategy;

import hudson.Extension;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;

/** All routers one right after the other, of which nothing is to be said. */
public final class AllAtOnceSettings extends StrategySettings {

    /** There is nothing to set. */
    @DataBoundConstructor
    public AllAtOnceSettings() {}

    @Override
    public Strategy strategy() {
        return new AllAtOnce();
    }

    @Override
    public StrategySettings example() {
        return new AllAtOnceSettings();
    }

    /** Makes the form known to Jenkins. */
    @Extension
    @Symbol("allAtOnce")
    public static final class DescriptorImpl extends SettingsDescriptor<StrategySettings> {

        @Override
        public String getDisplayName() {
            return Messages.AllAtOnceSettings_DisplayName();
        }
    }
}
