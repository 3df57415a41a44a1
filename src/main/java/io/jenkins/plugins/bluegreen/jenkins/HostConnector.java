package io.jenkins.plugins.bluegreen.jenkins;

import io.jenkins.plugins.bluegreen.nginx.NginxProxy;
import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.Target;
import io.jenkins.plugins.bluegreen.probe.HttpFrontDoor;
import io.jenkins.plugins.bluegreen.probe.HttpProbe;
import io.jenkins.plugins.bluegreen.probe.HttpVisitor;
import io.jenkins.plugins.bluegreen.site.Connector;
import io.jenkins.plugins.bluegreen.site.FrontDoor;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Probe;
import io.jenkins.plugins.bluegreen.site.RemoteHost;
import io.jenkins.plugins.bluegreen.site.ReverseProxy;
import io.jenkins.plugins.bluegreen.site.Visitor;
import io.jenkins.plugins.bluegreen.ssh.JschHost;
import io.jenkins.plugins.bluegreen.ssh.SshLogin;

/** Makes the connections of a deployment by SSH. */
public final class HostConnector implements Connector {

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

    HostConnector(DeployPlan plan, Access access) {
        this.plan = plan;
        this.access = access;
    }

    @Override
    public RemoteHost connect(Target target) throws HostException {
        return JschHost.connect(access.routes().get(target));
    }

    @Override
    public Probe probe() {
        return new HttpProbe(plan.health());
    }

    @Override
    public Probe page(String path) {
        return new HttpProbe(plan.health().page(path));
    }

    @Override
    public ReverseProxy proxy(RemoteHost host) {
        return NginxProxy.of(host, plan.proxy(), plan.slots());
    }

    @Override
    public FrontDoor frontDoor() {
        return plan.frontDoor() == null
                ? null
                : new HttpFrontDoor(
                        plan.frontDoor(),
                        plan.health().expectRelease(),
                        plan.release().id(),
                        access.certificates());
    }

    @Override
    public Visitor visitor() {
        return plan.frontDoor() == null
                ? null
                : new HttpVisitor(
                        plan.frontDoor(),
                        plan.health().expectRelease(),
                        plan.release().id(),
                        access.certificates());
    }
}
