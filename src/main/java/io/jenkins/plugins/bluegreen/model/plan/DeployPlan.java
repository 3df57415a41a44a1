package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * All that one deployment needs to know, but for secrets and for what its router is told. A plan that exists is valid.
 *
 * @param deploymentId names this deployment in the journal, the lock and the result
 * @param owner who deploys
 * @param application what is deployed, and where
 * @param release what is shipped
 * @param health when it counts as healthy
 * @param frontDoor the URL that its users call, through the router, to be asked after the switch, or null
 * @param warmUp what is asked of the new release before the switch
 * @param limits how long things may take
 */
public record DeployPlan(
        String deploymentId,
        Owner owner,
        Application application,
        Release release,
        HealthCheck health,
        URI frontDoor,
        WarmUp warmUp,
        Limits limits)
        implements Serializable {

    /** @throws PlanException naming the field that is wrong */
    public DeployPlan {
        if (frontDoor != null) {
            checkFrontDoor(frontDoor);
        }
        for (Slot slot : Slot.values()) {
            checkHealthPort(slot, application.slots(), health);
        }
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

    /**
     * Reads the front door's URL.
     *
     * @return null for an empty text
     * @throws PlanException for what is no http or https URL; the message does not show it, it may hold a password
     */
    public static URI parseFrontDoor(String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return checkFrontDoor(new URI(text.trim()));
        } catch (URISyntaxException e) {
            throw new PlanException("frontDoor is no URL: " + e.getReason() + " at index " + e.getIndex() + ".");
        }
    }

    private static URI checkFrontDoor(URI url) {
        boolean web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!web || url.getHost() == null || url.getUserInfo() != null) {
            throw new PlanException("frontDoor must be an http or https URL with a host name and without a password.");
        }
        if (url.getPort() >= 0) {
            SlotPair.checkPort("The port of frontDoor", url.getPort());
        }
        return url;
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
        List<Target> own = application.router().hosts();
        return own.isEmpty() ? hosts() : own;
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
        return frontDoor != null && health.expectRelease().asked();
    }
}
