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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the ports of two applications apart on a host. Nobody listens on that of an idle slot, so nothing that is seen there tells that
 * it is another application's; but that one's router leads its users there as soon as its live slot refuses a connection.
 */
public final class PortsOfOthers {

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
    private record Machine(String host, int port, List<Target> behind) {

        /** The first one on the way to it is the one that is asked for from where it is deployed. */
        Reach reach() {
            return Reach.of(behind.isEmpty() ? host : behind.get(0).host());
        }
    }

    /**
     * A port that is another application's as well.
     *
     * @param port what leads to it
     * @param on the host, as it is written
     * @param other the name of the other application
     */
    private record Shared(String port, Target on, String other) {

        String place() {
            return port + ", which on " + on + " is a port of the application";
        }
    }

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
     * Looks whether an application has a port of its own on each of its hosts, as far as these are certainly the same ones. An entry with the
     * same directory is the same one by another name, which the directory itself tells.
     *
     * @throws PlanException naming the first port that is another application's as well, that one, and the host
     */
    public void check(DeploySettings application) {
        shared(application, Reach.EVERYWHERE).findFirst().ifPresent(shared -> {
            throw new PlanException(shared.place() + " '" + shared.other()
                    + "' as well, so that users of the one would come to the other one where a slot is idle; give each"
                    + " application ports of its own on a host.");
        });
    }

    /** Returns sentences about its ports that are another application's as well on a host that may be the same one, and may be not. */
    public List<String> advise(DeploySettings application) {
        Map<String, List<String>> others = shared(application, Reach.NETWORK)
                .collect(Collectors.groupingBy(
                        Shared::place,
                        LinkedHashMap::new,
                        Collectors.mapping(shared -> "'" + shared.other() + "'", Collectors.toList())));
        return others.entrySet().stream()
                .map(each -> each.getKey() + (each.getValue().size() > 1 ? "s " : " ")
                        + String.join(", ", each.getValue())
                        + " as well; unless that is another machine for each of them, give each application ports of its own"
                        + " there, since users of the one would come to the other one where a slot is idle.")
                .toList();
    }

    private Stream<Shared> shared(DeploySettings application, Reach reach) {
        return applications.stream()
                .filter(other -> !Objects.equals(other.getApplication(), application.getApplication())
                        && (other.getDeployDirectory() == null
                                || !other.getDeployDirectory().equals(application.getDeployDirectory())))
                .flatMap(other -> shared(application, other, reach).stream());
    }

    private Optional<Shared> shared(DeploySettings application, DeploySettings other, Reach reach) {
        Set<Integer> theirs = of(other).keySet();
        Optional<String> port = of(application).entrySet().stream()
                .filter(own -> theirs.contains(own.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        if (port.isEmpty()) {
            return Optional.empty();
        }
        Set<Machine> machines = machines(other).keySet();
        return machines(application).entrySet().stream()
                .filter(own -> own.getKey().reach() == reach && machines.contains(own.getKey()))
                .map(own -> new Shared(port.get(), own.getValue(), other.getApplication()))
                .findFirst();
    }

    /** Returns its hosts, each as it is written; none where they cannot be read, or are given by its job. */
    private Map<Machine, Target> machines(DeploySettings application) {
        try {
            return Target.parseAll("hosts", application.getHosts()).stream()
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
