package io.jenkins.plugins.bluegreen.deploy.journal;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.Command;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * In which order the hosts of an application are locked: by what the hosts say they are, the same for all who deploy to them, by
 * whatever names and in whatever order these list them.
 */
public final class LockOrder {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private LockOrder() {}

    /** Asks all hosts at once; one alone is not asked. */
    public static List<ApplicationHost> of(List<ApplicationHost> hosts, Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        if (hosts.size() < 2) {
            return hosts;
        }
        Map<ApplicationHost, String> identities = new ConcurrentHashMap<>();
        InParallel.each(hosts, cancellation, on -> identities.put(on, identity(on)));
        return hosts.stream()
                .sorted(Comparator.<ApplicationHost, String>comparing(identities::get)
                        .thenComparing(ApplicationHost::name))
                .toList();
    }

    private static String identity(ApplicationHost on) throws HostException, InterruptedException {
        return on.host()
                .require(
                        Command.script(LockOrder.class, "identity"),
                        LIMIT,
                        "Which host " + on.name() + " is could not be found out")
                .out()
                .strip();
    }
}
