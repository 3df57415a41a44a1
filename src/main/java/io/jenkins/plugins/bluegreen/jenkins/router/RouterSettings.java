package io.jenkins.plugins.bluegreen.jenkins.router;

import hudson.ExtensionPoint;
import io.jenkins.plugins.bluegreen.jenkins.field.Example;
import io.jenkins.plugins.bluegreen.jenkins.field.Settings;
import io.jenkins.plugins.bluegreen.jenkins.field.SettingsProperty;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.RouterScout;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can be said about the router that is switched; each kind of router has a class of its own, with a symbol by which a
 * Pipeline names it.
 */
@Example("nginx(flagFile: '/etc/nginx/bluegreen/backend/green')")
public abstract class RouterSettings extends Settings<RouterSettings> implements ExtensionPoint {

    /**
     * Returns the hosts that the router runs on as they are written: names of the global configuration, or addresses; none where
     * it runs on each host of the application.
     *
     * @throws PlanException if one of them cannot be
     */
    public abstract List<Target> writtenHosts();

    /**
     * Returns what the engine is told of the router.
     *
     * @param hosts the addresses of {@link #writtenHosts}
     * @throws PlanException for what cannot be, or is not given
     */
    public abstract RouterAdapter adapter(List<Target> hosts);

    /**
     * Returns the part of the router's own configuration that an application needs, ready to paste.
     *
     * @param hosts where the application runs, if the router runs elsewhere; an empty list if on the same host
     * @param frontDoor the URL that users call, where it is known
     * @throws PlanException as {@link #adapter}
     */
    public abstract String configuration(
            ApplicationName app, SlotPair slots, List<Target> hosts, Optional<URI> frontDoor);

    /** Returns the same with what it takes to lead a share of the clients to a slot; without, where the router cannot. */
    public String configurationWithShares(
            ApplicationName app, SlotPair slots, List<Target> hosts, Optional<URI> frontDoor) {
        return configuration(app, slots, hosts, frontDoor);
    }

    /** Returns who looks for such a router on a host; nothing where there is nothing to look for. */
    public Optional<RouterScout> scout() {
        return Optional.empty();
    }

    /**
     * Returns by what an application is switched that has these settings, and no other one can be.
     *
     * @param application its name
     */
    public Set<String> places(String application) {
        return SettingsProperty.of(getClass()).stream()
                .map(property -> property.get(this))
                .filter(value -> value instanceof String text && text.startsWith("/"))
                .map(String.class::cast)
                .collect(Collectors.toSet());
    }

    /** Returns settings of the same kind with which a deployment could be planned, to look at single other ones over them. */
    public abstract RouterSettings example();
}
