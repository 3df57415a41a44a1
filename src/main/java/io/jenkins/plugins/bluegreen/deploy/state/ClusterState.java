package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import java.util.List;

/**
 * What there is on all hosts, looked at once.
 *
 * @param hosts the application's hosts, in their order
 * @param routers what the routers serve, in their order
 * @param terms how sentences about them go on, in the same order
 */
public record ClusterState(List<HostState> hosts, Routers routers, List<RouterTerms> terms) {

    /** What the routers serve; asked only where nothing is half-done, since one that cannot be told must not keep that so. */
    public interface Routers {

        /** @throws HostException as {@link io.jenkins.plugins.bluegreen.port.router.TrafficRouter#inspect} */
        List<RouterState> get() throws HostException;
    }

    /** Copies the lists. */
    public ClusterState {
        hosts = List.copyOf(hosts);
        terms = List.copyOf(terms);
    }
}
