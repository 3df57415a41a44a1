package io.jenkins.plugins.bluegreen.jenkins.strategy;

import hudson.ExtensionPoint;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.jenkins.field.Example;
import io.jenkins.plugins.bluegreen.jenkins.field.Settings;
import io.jenkins.plugins.bluegreen.model.value.PlanException;

/**
 * What can be said about the order and the portions in which users are led to a new release; each kind has a class of its own, with a
 * symbol by which a Pipeline names it. Where none is given, it is {@link AllAtOnceSettings}.
 */
@Example("rolling(batch: '25%')")
public abstract class StrategySettings extends Settings<StrategySettings> implements ExtensionPoint {

    /**
     * Returns what the engine is told of it.
     *
     * @throws PlanException for what cannot be, or is not given
     */
    public abstract Strategy strategy();

    /** Returns settings of the same kind with which a deployment could be planned, to look at single other ones over them. */
    public abstract StrategySettings example();
}
