package io.jenkins.plugins.bluegreen.jenkins.strategy;

import hudson.Extension;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.bluegreen.deploy.strategy.CanaryText;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.field.FormInput;
import io.jenkins.plugins.bluegreen.jenkins.field.InOrder;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsDescriptor;
import java.util.HashMap;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** What can be said about a canary. Each may be unset ({@code null}). */
@InOrder({"steps", "every", "minRequests", "maxErrors", "maxLatency", "tooFew", "onFailure", "canaryExpires"})
public final class CanarySettings extends StrategySettings {

    private String steps;
    private String every;
    private Integer minRequests;
    private String maxErrors;
    private String maxLatency;
    private String tooFew;
    private String onFailure;
    private String canaryExpires;

    /** Leaves all fields unset. */
    @DataBoundConstructor
    public CanarySettings() {}

    /** Returns the shares of the clients that are led to it, one after the other, such as {@code 5%, 25%}. */
    public String getSteps() {
        return steps;
    }

    /** @param steps see {@link #getSteps} */
    @DataBoundSetter
    public void setSteps(String steps) {
        this.steps = FormInput.word(steps);
    }

    /** Returns for how long each of them is judged. */
    public String getEvery() {
        return every;
    }

    /** @param every see {@link #getEvery} */
    @DataBoundSetter
    public void setEvery(String every) {
        this.every = FormInput.word(every);
    }

    /** Returns how many requests a share must have had to be judged. */
    public Integer getMinRequests() {
        return minRequests;
    }

    /** @param minRequests see {@link #getMinRequests} */
    @DataBoundSetter
    public void setMinRequests(Integer minRequests) {
        this.minRequests = minRequests;
    }

    /** Returns which share of these may fail. */
    public String getMaxErrors() {
        return maxErrors;
    }

    /** @param maxErrors see {@link #getMaxErrors} */
    @DataBoundSetter
    public void setMaxErrors(String maxErrors) {
        this.maxErrors = FormInput.word(maxErrors);
    }

    /** Returns within which time 95 of 100 of them must be answered; unset where that does not matter. */
    public String getMaxLatency() {
        return maxLatency;
    }

    /** @param maxLatency see {@link #getMaxLatency} */
    @DataBoundSetter
    public void setMaxLatency(String maxLatency) {
        this.maxLatency = FormInput.word(maxLatency);
    }

    /** Returns what becomes of a share that had too few: {@code wait}, {@code promote} or {@code stop}. */
    public String getTooFew() {
        return tooFew;
    }

    /** @param tooFew see {@link #getTooFew} */
    @DataBoundSetter
    public void setTooFew(String tooFew) {
        this.tooFew = FormInput.word(tooFew);
    }

    /** Returns what becomes of one that is bad: {@code undo} or {@code hold}. */
    public String getOnFailure() {
        return onFailure;
    }

    /** @param onFailure see {@link #getOnFailure} */
    @DataBoundSetter
    public void setOnFailure(String onFailure) {
        this.onFailure = FormInput.word(onFailure);
    }

    /** Returns for how long a share may stay that nobody judges any more. */
    public String getCanaryExpires() {
        return canaryExpires;
    }

    /** @param canaryExpires see {@link #getCanaryExpires} */
    @DataBoundSetter
    public void setCanaryExpires(String canaryExpires) {
        this.canaryExpires = FormInput.word(canaryExpires);
    }

    @Override
    protected String prefix() {
        return "canary.";
    }

    @Override
    protected Map<String, String> defaults() {
        return CanaryText.DEFAULTS;
    }

    @Override
    public Strategy strategy() {
        Map<String, String> given = new HashMap<>();
        given.put("steps", steps);
        given.put("every", every);
        given.put("minRequests", minRequests == null ? null : minRequests.toString());
        given.put("maxErrors", maxErrors);
        given.put("maxLatency", maxLatency);
        given.put("tooFew", tooFew);
        given.put("onFailure", onFailure);
        given.put("canaryExpires", canaryExpires);
        given.values().removeIf(value -> value == null);
        return new CanaryText(given).canary();
    }

    @Override
    public StrategySettings example() {
        return new CanarySettings();
    }

    @Override
    public boolean needsShares() {
        return true;
    }

    /** Makes the form known to Jenkins. */
    @Extension
    @Symbol("canary")
    public static final class DescriptorImpl extends SettingsDescriptor<StrategySettings> {

        @Override
        public String getDisplayName() {
            return Messages.CanarySettings_DisplayName();
        }

        /** Offers what becomes of a share that had too few requests. */
        @POST
        public ListBoxModel doFillTooFewItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.CanarySettings_TooFew_Unset(), "");
            items.add(Messages.CanarySettings_TooFew_Wait(), "wait");
            items.add(Messages.CanarySettings_TooFew_Promote(), "promote");
            items.add(Messages.CanarySettings_TooFew_Stop(), "stop");
            return items;
        }

        /** Offers what becomes of a share that is bad. */
        @POST
        public ListBoxModel doFillOnFailureItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.CanarySettings_OnFailure_Unset(), "");
            items.add(Messages.CanarySettings_OnFailure_Undo(), "undo");
            items.add(Messages.CanarySettings_OnFailure_Hold(), "hold");
            return items;
        }
    }
}
