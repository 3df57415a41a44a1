package io.jenkins.plugins.bluegreen.jenkins.ssh;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.ssh.hostkey.KnownHostsLine;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import io.jenkins.plugins.bluegreen.ssh.login.SshRoute;
import java.io.Serializable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a deployment needs beside its plan to get to where it deploys. Holds secrets: never saved, never printed.
 *
 * @param routes the way to each host of the plan
 * @param certificates those that the front door's is verified by, in PEM, or an empty text for those of the JVM
 */
public record Access(Map<Target, SshRoute> routes, String certificates) implements Serializable {

    /** Copies the routes. */
    public Access {
        routes = new LinkedHashMap<>(routes);
    }

    /** Returns access to all hosts of a plan directly, by the same login. */
    static Access by(SshLogin login, DeployPlan plan) {
        Map<Target, SshRoute> routes = new LinkedHashMap<>();
        Stream.concat(plan.hosts().stream(), plan.routerHosts().stream())
                .forEach(target -> routes.put(target, SshRoute.direct(target, login)));
        return new Access(routes, "");
    }

    /** Returns the same, with further keys for the hosts that may be trusted at first use. */
    public Access knowing(Collection<KnownHostsLine> keys) {
        Map<Target, SshRoute> known = new LinkedHashMap<>();
        routes.forEach((target, route) -> known.put(target, route.knowing(keys)));
        return new Access(known, certificates);
    }

    /** Tells whether there is a host on some way whose key this is, and which may be trusted by it. */
    public boolean mayLearn(KnownHostsLine key) {
        return routes.values().stream()
                .flatMap(SshRoute::hops)
                .anyMatch(hop -> hop.login().trust().acceptFirst() && key.isOf(hop.target()));
    }

    @Override
    public String toString() {
        return "Access" + routes.keySet();
    }
}
