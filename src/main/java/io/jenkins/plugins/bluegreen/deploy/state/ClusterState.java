package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.port.RouterState;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.List;

/**
 * What there is on all hosts, looked at once.
 *
 * @param surveys of the application's hosts, in their order
 * @param readings of nginx on its hosts, in their order
 */
public record ClusterState(List<HostState> surveys, Readings readings) {

    /** What nginx serves; asked only where nothing is half-done, since an nginx that cannot be told must not keep that so. */
    public interface Readings {

        /** @throws HostException as {@link io.jenkins.plugins.bluegreen.port.TrafficRouter#look} */
        List<RouterState> get() throws HostException;
    }
}
