package io.jenkins.plugins.bluegreen.jenkins.form;

import io.jenkins.plugins.bluegreen.jenkins.strategy.StrategySettings;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * How users are led to a new release: the parameters of what deploys one, and of what promotes the one that is held. Who goes back does
 * so all at once.
 *
 * @param <S> the class itself
 */
public abstract class LeadSettings<S extends LeadSettings<S>> extends SwitchSettings<S> {

    private StrategySettings strategy;

    /** Returns in which order and portions users are led to it; unset for all at once. */
    public StrategySettings getStrategy() {
        return strategy;
    }

    /** @param strategy see {@link #getStrategy}; one of which nothing is given says its kind */
    @DataBoundSetter
    public void setStrategy(StrategySettings strategy) {
        this.strategy = strategy;
    }
}
