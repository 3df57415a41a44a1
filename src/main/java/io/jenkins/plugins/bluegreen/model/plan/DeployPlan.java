package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.io.Serializable;
import java.util.List;

/**
 * All that one deployment needs to know, but for secrets and for what its router is told. A plan that exists is valid.
 *
 * @param deploymentId names this deployment in the journal, the lock and the result
 * @param owner who deploys
 * @param application what is deployed, and where
 * @param release what is shipped
 * @param checks what the new release is asked
 * @param hooks what else is run on its hosts meanwhile
 * @param limits how long things may take
 * @param strategy in which order and portions users are led to the release
 */
public record DeployPlan(
        String deploymentId,
        Owner owner,
        Application application,
        Release release,
        Checks checks,
        Hooks hooks,
        Limits limits,
        StrategyConfig strategy)
        implements Serializable {

    /** @throws PlanException naming the field that is wrong */
    public DeployPlan {
        for (Slot slot : Slot.values()) {
            checkHealthPort(slot, application.slots(), checks.health());
        }
        strategy.check(application);
    }

    private static void checkHealthPort(Slot slot, SlotPair slots, HealthCheck health) {
        int port = health.portFor(slots.port(slot));
        String wrong = "healthCheck.port leads to port " + port + " for " + slot.label();
        if (port < 1 || port > SlotPair.HIGHEST) {
            throw new PlanException(wrong + "; a port is a number from 1 to " + SlotPair.HIGHEST + ".");
        }
        if (port == slots.port(slot.other())) {
            throw new PlanException(wrong + ", which is that of " + slot.other().label() + "; take another distance.");
        }
    }

    /** Returns the plan of the same deployment of another release, which is started and judged by its own settings. */
    public DeployPlan with(Release other, OwnSettings own) {
        Application as = new Application(
                application.name(),
                application.hosts(),
                application.router(),
                application.process(),
                application.slots(),
                application.directory(),
                own.start(),
                application.adopt());
        Checks asked = new Checks(own.health(), own.frontDoorFor(frontDoor()), own.warmUp());
        return new DeployPlan(deploymentId, owner, as, other, asked, hooks, limits, strategy);
    }

    /** Returns the same plan by another strategy. */
    public DeployPlan by(StrategyConfig other) {
        return new DeployPlan(deploymentId, owner, application, release, checks, hooks, limits, other);
    }

    /** Returns when the release counts as healthy. */
    public HealthCheck health() {
        return checks.health();
    }

    /** Returns how it is asked after the switch as its users ask it. */
    public FrontDoorRequest frontDoor() {
        return checks.frontDoor();
    }

    /** Returns what it is asked before the switch. */
    public WarmUp warmUp() {
        return checks.warmUp();
    }

    /** Returns the application's name. */
    public ApplicationName app() {
        return application.name();
    }

    /** Returns the hosts that the application runs on. */
    public List<Target> hosts() {
        return application.hosts();
    }

    /** Returns the application's two ports. */
    public SlotPair slots() {
        return application.slots();
    }

    /** Returns the application's directory on each host, an absolute path. */
    public String directory() {
        return application.directory();
    }

    /** Returns what the router is called in a sentence, such as {@code nginx}. */
    public String router() {
        return application.router().kind();
    }

    /** Returns the hosts whose router is switched. */
    public List<Target> routerHosts() {
        return application.routerHosts();
    }

    /** Returns a slot for a reader: {@code blue (port 8080)}. */
    public String shown(Slot slot) {
        return slot.label() + " (port " + slots().port(slot) + ")";
    }

    /** Returns the absolute path of the artifact once it is on a host. */
    public String artifactPath() {
        return directory() + "/releases/" + release.id() + "/" + release.fileName();
    }

    /** Tells whether an answer of the front door proves which release it comes from. */
    public boolean frontDoorTellsRelease() {
        return frontDoor().asked() && health().expectRelease().asked();
    }
}
