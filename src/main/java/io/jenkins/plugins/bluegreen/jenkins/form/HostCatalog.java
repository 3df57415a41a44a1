package io.jenkins.plugins.bluegreen.jenkins.form;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The hosts of the global configuration, by the names that {@code hosts}, that of the application and that of its router, and
 * {@code jumpHosts} may use for them, much like {@code Host} in ssh_config(5).
 */
public final class HostCatalog {

    /** Knows no names: every host is written as an address. */
    public static final HostCatalog EMPTY = new HostCatalog(List.of());

    private final Map<String, HostSettings> entries = new HashMap<>();

    /** @throws PlanException if two hosts have the same name, or one says something that cannot be */
    public HostCatalog(List<HostSettings> hosts) {
        for (HostSettings host : hosts) {
            host.check();
            if (entries.put(host.getName(), host) != null) {
                throw new PlanException("The host '" + host.getName() + "' is configured twice.");
            }
        }
    }

    /** Returns what is configured for a host, if it is written by a name. */
    public Optional<HostSettings> entry(Target written) {
        return Optional.ofNullable(entries.get(written.host()));
    }

    /** Returns where to log in: user and port as written go before those of the entry. */
    public Target address(Target written) {
        Target known = entry(written).map(HostSettings::target).orElse(written);
        return new Target(
                written.user().isEmpty() ? known.user() : written.user(),
                known.host(),
                written.port() == Target.SSH_PORT ? known.port() : written.port());
    }

    /**
     * Returns where to log in for several.
     *
     * @param field what holds them
     * @throws PlanException if two of them are the same
     */
    public List<Target> addresses(String field, List<Target> written) {
        List<Target> addresses = written.stream().map(this::address).toList();
        Set<Target> seen = new HashSet<>();
        for (Target address : addresses) {
            if (!seen.add(address)) {
                throw new PlanException(
                        field + " names '" + address + "' twice, by different names; list each host once.");
            }
        }
        return addresses;
    }
}
