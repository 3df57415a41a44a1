package io.jenkins.plugins.bluegreen.jenkins.work;

import io.jenkins.plugins.bluegreen.jenkins.report.ConsoleProgress;
import io.jenkins.plugins.bluegreen.jenkins.ssh.Access;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Progress;

/**
 * What there is to work with on the machine that deploys.
 *
 * @param plan what is to be done
 * @param access how to get to its hosts
 * @param console the build's console
 * @param progress hears how it goes on, and tells the console too
 * @param cancellation waits, and is told to stop
 */
public record Site(
        DeployPlan plan, Access access, ConsoleProgress console, Progress progress, Cancellation cancellation) {

    /** Returns what makes the connections of a plan to the same hosts. */
    public Connector connector(DeployPlan of) {
        return new HostConnector(of, access);
    }
}
