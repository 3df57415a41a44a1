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
 * @param process how what runs in its slots is started and kept up
 * @param slots its two ports
 * @param directory its directory on each host, an absolute path
 * @param start how it is started
 * @param adopt what stands in the command of a process that was started by hand and may be taken as the live slot's, or an empty text
 */
public record Application(
        ApplicationName name,
        List<Target> hosts,
        RouterConfig router,
        ProcessConfig process,
        SlotPair slots,
        String directory,
        StartCommand start,
        String adopt)
        implements Serializable {

    /** @throws PlanException naming the field that is wrong */
    public Application {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty()) {
            throw new PlanException("hosts is empty; name at least one host as [user@]host[:port].");
        }
        Paths.checkAbsolute("deployDirectory", directory);
        if (adopt.chars().anyMatch(Character::isISOControl)) {
            throw new PlanException("adopt must be a part of a command, in one line.");
        }
    }

    /** One of which no process is adopted. */
    public Application(
            ApplicationName name,
            List<Target> hosts,
            RouterConfig router,
            ProcessConfig process,
            SlotPair slots,
            String directory,
            StartCommand start) {
        this(name, hosts, router, process, slots, directory, start, "");
    }

    /** Returns the hosts whose router is switched. */
    public List<Target> routerHosts() {
        return router.hosts().isEmpty() ? hosts : router.hosts();
    }
}
