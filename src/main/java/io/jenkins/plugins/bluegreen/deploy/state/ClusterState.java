package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import java.util.List;
import java.util.Optional;

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

    /**
     * Returns the release that serves on all hosts, where that is certain: nothing is half-done, the routers lead to one slot and go by
     * what they were told, and what runs there is what was started there.
     *
     * @throws HostException as {@link Routers#get}
     */
    public Optional<String> serving() throws HostException {
        boolean halfDone =
                hosts.stream().flatMap(host -> host.journal().stream()).anyMatch(journal -> !journal.held());
        return halfDone ? Optional.empty() : servingNow();
    }

    /**
     * Returns the release that serves on all hosts at this moment, also where something is half-done that may change that in the next one.
     *
     * @throws HostException as {@link Routers#get}
     */
    public Optional<String> servingNow() throws HostException {
        List<RouterState> said = routers.get();
        boolean doubt = said.stream().anyMatch(router -> router.stale() || router.unseen());
        List<Optional<Slot>> led =
                said.stream().map(RouterState::live).distinct().toList();
        return doubt || led.size() != 1 ? Optional.empty() : led.get(0).flatMap(this::runningIn);
    }

    private Optional<String> runningIn(Slot slot) {
        List<Optional<String>> running =
                hosts.stream().map(host -> host.serving(slot)).distinct().toList();
        return running.size() == 1 ? running.get(0) : Optional.empty();
    }
}
