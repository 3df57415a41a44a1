package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.StrategyConfig;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;

/**
 * In which order, and in which portions, traffic moves from the slot that serves to the new one. The new one is healthy on all hosts. It
 * is a value: it goes with the plan to where the deployment runs, and works there.
 */
public interface Strategy extends StrategyConfig {

    /** Returns that of a plan. */
    static Strategy of(DeployPlan plan) {
        return (Strategy) plan.strategy();
    }

    /**
     * Moves all traffic; when this returns, there is no doubt left that keeps the old slot from being retired.
     *
     * @param shift moves and looks; what it moved is taken back by the undo log
     * @throws HostException if something speaks against the new slot
     */
    void apply(TrafficShift shift) throws HostException, CancelledException, InterruptedException;

    /**
     * Goes through the same for a dry run, by what only notes it.
     *
     * @param shift hears what would be done
     */
    void foresee(Shift shift) throws HostException, CancelledException, InterruptedException;
}
