package io.jenkins.plugins.bluegreen.jenkins.ssh;

import io.jenkins.plugins.bluegreen.artifact.ReleaseDirectory;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.ReleaseStore;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.port.router.Door;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.probe.HttpAvailabilityProbe;
import io.jenkins.plugins.bluegreen.probe.HttpFrontDoor;
import io.jenkins.plugins.bluegreen.probe.HttpHealthProbe;
import io.jenkins.plugins.bluegreen.ssh.JschHost;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;

/** Makes the connections of a deployment by SSH. */
public class HostConnector implements Connector {

    private final DeployPlan plan;
    private final Access access;

    /**
     * Connects nowhere yet.
     *
     * @param plan what is deployed
     * @param login how to log in to its hosts
     */
    public HostConnector(DeployPlan plan, SshLogin login) {
        this(plan, Access.by(login, plan));
    }

    /**
     * Connects nowhere yet.
     *
     * @param plan what is deployed
     * @param access how to get to its hosts
     */
    public HostConnector(DeployPlan plan, Access access) {
        this.plan = plan;
        this.access = access;
    }

    @Override
    public RemoteHost connect(Target target) throws HostException {
        return JschHost.connect(access.routes().get(target));
    }

    @Override
    public Target first(Target target) {
        SshRoute route = access.routes().get(target);
        return route == null ? target : route.first();
    }

    @Override
    public HealthProbe probe() {
        return probe(plan.health());
    }

    @Override
    public HealthProbe probe(HealthCheck check) {
        return new HttpHealthProbe(check);
    }

    @Override
    public HealthProbe page(String path) {
        return new HttpHealthProbe(plan.health().page(path));
    }

    @Override
    public HealthProbe door(Door door, String path) {
        return HttpHealthProbe.at(door, path, plan);
    }

    @Override
    public TrafficRouter router(RemoteHost host) {
        // The plan, a value, knows it as one; each kind of router is an adapter as well.
        return ((RouterAdapter) plan.application().router()).on(host, plan.slots());
    }

    @Override
    public ProcessManager processes(RemoteHost host) {
        return ((ProcessAdapter) plan.application().process()).on(host, plan);
    }

    @Override
    public ReleaseStore releases(RemoteHost host) {
        return new ReleaseDirectory(host, plan.directory());
    }

    @Override
    public FrontDoor frontDoor() {
        return plan.frontDoor().asked() ? new HttpFrontDoor(plan, access.certificates()) : null;
    }

    @Override
    public AvailabilityProbe availabilityProbe() {
        return plan.frontDoor().asked() ? new HttpAvailabilityProbe(plan, access.certificates()) : null;
    }
}
