package io.jenkins.plugins.bluegreen.deploy.host;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.ReleaseStore;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;

/**
 * One host of the application, logged in to.
 *
 * @param host the host
 * @param processes what runs there of the application
 * @param releases what lies there of it
 * @param plan that of the deployment
 */
public record ApplicationHost(RemoteHost host, ProcessManager processes, ReleaseStore releases, DeployPlan plan) {

    /** Returns a host of the application by what a connector makes for it. */
    public static ApplicationHost of(RemoteHost host, Connector connector, DeployPlan plan) {
        return new ApplicationHost(host, connector.processes(host), connector.releases(host), plan);
    }

    /** By the host alone: the plan names all hosts, so that to go through it for each of them takes long where there are many. */
    @Override
    public int hashCode() {
        return host.hashCode();
    }

    /** Likewise. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ApplicationHost that && host.equals(that.host);
    }

    /** Returns its name as the console shows it. */
    public String name() {
        return host.name();
    }

    /** Returns the sentence about what ran before in a slot, and cannot be kept up any more. */
    public String notStartedAgain(Slot slot) {
        return slot.label() + " on " + name() + " is not started again after a crash or a reboot; deploy again.";
    }
}
