package io.jenkins.plugins.bluegreen.model.plan;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Paths;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import java.io.Serializable;
import java.util.List;

/**
 * One deployable service: what stays the same from one of its deployments to the next.
 *
 * @param name its name
 * @param hosts where it runs, at least one
 * @param router how what sends its users to a slot is told to
 * @param slots its two ports
 * @param directory its directory on each host, an absolute path
 * @param start how it is started
 */
public record Application(
        ApplicationName name,
        List<Target> hosts,
        RouterConfig router,
        SlotPair slots,
        String directory,
        StartCommand start)
        implements Serializable {

    /** @throws PlanException naming the field that is wrong */
    public Application {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new PlanException("hosts is empty; name at least one host as [user@]host[:port].");
        }
        Paths.checkAbsolute("deployDirectory", directory);
    }
}
