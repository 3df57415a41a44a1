package io.jenkins.plugins.bluegreen.jenkins.config;

import io.jenkins.plugins.bluegreen.jenkins.form.DeploySettings;
import io.jenkins.plugins.bluegreen.jenkins.form.HostCatalog;
import io.jenkins.plugins.bluegreen.jenkins.form.HostSettings;
import io.jenkins.plugins.bluegreen.model.health.HealthRequest;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps the ports of two applications apart on a host. Nobody listens on that of an idle slot, so nothing that is seen there tells that
 * it is another application's; but that one's router leads its users there as soon as its live slot refuses a connection.
 */
public final class PortsOfOthers {

    /** They are another machine for each machine that deploys. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private final HostCatalog book;
    private final List<DeploySettings> applications;

    /**
     * Takes what is known.
     *
     * @param book the hosts of the global configuration
     * @param applications its applications
     */
    public PortsOfOthers(HostCatalog book, List<DeploySettings> applications) {
        this.book = book;
        this.applications = applications;
    }

    /** Where a host is, as far as the configuration tells that: a private address may be another host behind another one. */
    private record Machine(String host, int port, List<Target> behind) {}

    /** Returns the ports that an application listens on, each with what leads to it; none that it does not tell rightly. */
    public static Map<Integer, String> of(DeploySettings application) {
        Map<Integer, String> ports = new LinkedHashMap<>();
        int distance = distance(application);
        put(ports, application.getBluePort(), 0, "bluePort is %d");
        put(ports, application.getGreenPort(), 0, "greenPort is %d");
        put(ports, application.getBluePort(), distance, "healthCheck.port leads to %d for blue");
        put(ports, application.getGreenPort(), distance, "healthCheck.port leads to %d for green");
        return ports;
    }

    private static void put(Map<Integer, String> ports, Integer port, int distance, String form) {
        if (port != null) {
            ports.putIfAbsent(port + distance, form.formatted(port + distance));
        }
    }

    private static int distance(DeploySettings application) {
        try {
            return application.getHealthCheck() == null
                    ? 0
                    : HealthRequest.parseOffset(application.getHealthCheck().getPort());
        } catch (PlanException e) {
            return 0; // which is told by who plans with it
        }
    }

    /**
     * Looks whether an application has a port of its own on each of its hosts. An entry with the same directory is the same one by another
     * name, which the directory itself tells.
     *
     * @throws PlanException naming the first port that is another application's as well, that one, and the host
     */
    public void check(DeploySettings application) {
        for (DeploySettings other : applications) {
            if (!Objects.equals(other.getApplication(), application.getApplication())
                    && !Objects.equals(other.getDeployDirectory(), application.getDeployDirectory())) {
                Set<Integer> theirs = of(other).keySet();
                of(application).entrySet().stream()
                        .filter(port -> theirs.contains(port.getKey()))
                        .findFirst()
                        .ifPresent(port -> check(application, other, port.getValue()));
            }
        }
    }

    private void check(DeploySettings application, DeploySettings other, String port) {
        Set<Machine> others = machines(other).keySet();
        machines(application).forEach((machine, written) -> {
            if (others.contains(machine)) {
                throw new PlanException(port + ", which on " + written + " is a port of the application '"
                        + other.getApplication()
                        + "' as well, so that users of the one would come to the other one where a slot is idle; give each"
                        + " application ports of its own on a host.");
            }
        });
    }

    /** Returns its hosts, each as it is written; none where they cannot be read, or are given by its job. */
    private Map<Machine, Target> machines(DeploySettings application) {
        try {
            return Target.parseAll("hosts", application.getHosts()).stream()
                    .filter(written -> !LOOPBACK.contains(host(written))
                            || !behind(application, written).isEmpty())
                    .collect(Collectors.toMap(
                            written -> new Machine(
                                    host(written), book.address(written).port(), behind(application, written)),
                            written -> written,
                            (one, same) -> one,
                            LinkedHashMap::new));
        } catch (PlanException e) {
            return Map.of(); // which is told by who plans with it
        }
    }

    private String host(Target written) {
        return book.address(written).host().toLowerCase(Locale.ROOT);
    }

    private List<Target> behind(DeploySettings application, Target written) {
        String own = book.entry(written).map(HostSettings::getJumpHosts).orElse(application.getJumpHosts());
        return HostSettings.parseJumpHosts("jumpHosts", own).stream()
                .map(book::address)
                .map(jump -> new Target("", jump.host().toLowerCase(Locale.ROOT), jump.port()))
                .toList();
    }
}
