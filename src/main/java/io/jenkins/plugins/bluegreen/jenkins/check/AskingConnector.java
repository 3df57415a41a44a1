package io.jenkins.plugins.bluegreen.jenkins.check;

import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.jenkins.ssh.Access;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.HealthyAnswer;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.plan.Checks;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.ssh.FirstUse;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Makes the connections of a test: a host that may be trusted at its first connection is, for this once, and is told; and of the front door
 * no release is expected, since none was deployed by this.
 */
final class AskingConnector extends HostConnector {

    private final DeployPlan plan;
    private final Access access;
    private final List<KnownHostsLine> learned = new CopyOnWriteArrayList<>();

    AskingConnector(DeployPlan plan, Access access) {
        super(plan, access);
        this.plan = plan;
        this.access = access;
    }

    /** Returns what is to be said of the keys that were taken as they came. */
    List<Finding> learned() {
        return learned.stream()
                .distinct()
                .map(key -> Finding.advice(
                        "",
                        "hostKeys",
                        "No key of " + key.hosts()
                                + " is known, and the first deployment of each job would trust the one that it offers, "
                                + key.type() + " " + key.fingerprint()
                                + "; compare it with the host's own, and give it as host key."))
                .toList();
    }

    @Override
    public RemoteHost connect(Target target) throws HostException {
        List<KnownHostsLine> keys = FirstUse.learn(List.of(access.routes().get(target)));
        learned.addAll(keys);
        return keys.isEmpty() ? super.connect(target) : new HostConnector(plan, access.knowing(keys)).connect(target);
    }

    @Override
    public FrontDoor frontDoor() {
        return new HostConnector(withoutRelease(), access).frontDoor();
    }

    private DeployPlan withoutRelease() {
        HealthCheck health = plan.health();
        return new DeployPlan(
                plan.deploymentId(),
                plan.owner(),
                plan.application(),
                plan.release(),
                new Checks(
                        new HealthCheck(
                                health.request(),
                                new HealthyAnswer(
                                        health.expected().status(),
                                        health.expected().body(),
                                        ReleaseMark.NONE),
                                health.successes(),
                                health.timeout(),
                                health.pace()),
                        plan.frontDoor(),
                        plan.warmUp()),
                plan.hooks(),
                plan.limits(),
                plan.strategy());
    }
}
