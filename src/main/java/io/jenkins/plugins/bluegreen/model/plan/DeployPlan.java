package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Paths;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.router.nginx.NginxConfig;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * All that one deployment needs to know, but for secrets. A plan that exists is valid.
 *
 * @param deploymentId names this deployment in the journal, the lock and the result
 * @param owner who deploys
 * @param app the application
 * @param hosts where it runs, at least one
 * @param slots its two ports
 * @param directory its directory on each host, an absolute path
 * @param release what is shipped
 * @param start how it is started
 * @param health when it counts as healthy
 * @param proxy how nginx is switched
 * @param frontDoor the URL that its users call, through nginx, to be asked after the switch, or null
 * @param warmUp what is asked of the new release before the switch
 * @param limits how long things may take
 */
public record DeployPlan(
        String deploymentId,
        Owner owner,
        ApplicationName app,
        List<Target> hosts,
        SlotPair slots,
        String directory,
        Release release,
        StartCommand start,
        HealthCheck health,
        NginxConfig proxy,
        URI frontDoor,
        WarmUp warmUp,
        Limits limits)
        implements Serializable {

    /** @throws PlanException naming the field that is wrong */
    public DeployPlan {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new PlanException("hosts is empty; name at least one host as [user@]host[:port].");
        }
        Paths.checkAbsolute("deployDirectory", directory);
        if (frontDoor != null) {
            checkFrontDoor(frontDoor);
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
        return url;
    }

    /** Returns the hosts whose nginx is switched. */
    public List<Target> routerHosts() {
        return proxy.hosts().isEmpty() ? hosts : proxy.hosts();
    }

    /** Returns the absolute path of the artifact once it is on a host. */
    public String artifactPath() {
        return directory + "/releases/" + release.id() + "/" + release.fileName();
    }
}
