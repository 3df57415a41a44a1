package io.jenkins.plugins.bluegreen.deploy.host;

import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two names of one host: by the second one a deployment would wait for its own lock. */
public final class SameHost {

    private SameHost() {}

    /**
     * Looks whether there are any.
     *
     * @param targets the hosts of an application
     * @param connected at least these, logged in to
     * @throws HostException naming the two
     */
    public static void refuse(List<Target> targets, Map<Target, ? extends RemoteHost> connected) throws HostException {
        Map<String, Target> seen = new HashMap<>();
        for (Target target : targets) {
            String identity = connected.get(target).identity();
            Target other = identity.isEmpty() ? null : seen.put(identity, target);
            if (other != null) {
                throw new HostException(
                        "hosts names one host twice: " + other + " and " + target + " are the same; list it once.");
            }
        }
    }
}
