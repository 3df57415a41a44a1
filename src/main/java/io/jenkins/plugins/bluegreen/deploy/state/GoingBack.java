package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.journal.Left;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.List;
import java.util.Optional;

/**
 * What a rollback goes back from: it was chosen without a lock where to, for what was live then.
 *
 * @param live the slot that was live
 * @param deployments which deployment had last started something in it, on each host in their order
 * @param left what is left
 * @param settled whether the release serves as soon as a deployment of it that was cut off is settled, or cannot be gone back to
 */
public record GoingBack(Slot live, List<Optional<String>> deployments, Left left, boolean settled) {

    /** Copies the list. */
    public GoingBack {
        deployments = List.copyOf(deployments);
    }

    /** Returns what there is now to go back from. */
    public static GoingBack from(Slot live, List<HostState> hosts, Left left, boolean settled) {
        return new GoingBack(live, deployments(live, hosts), left, settled);
    }

    private static List<Optional<String>> deployments(Slot slot, List<HostState> hosts) {
        return hosts.stream().map(host -> host.deployment(slot)).toList();
    }

    /** Says that there is nothing to do, as the beginning of a sentence: a release is live already. */
    public static String needless(DeployPlan plan, String release, Slot live) {
        return plan.app() + " serves release " + release + " from " + plan.shown(live)
                + " already, so there was nothing to do, and nothing was changed";
    }

    /**
     * Makes sure that it is live yet.
     *
     * @param now the slot that is live
     * @param hosts what is found on the hosts
     * @throws HostException if something else is live by now
     */
    public void check(DeployPlan plan, Slot now, List<HostState> hosts) throws HostException {
        if (settled) {
            throw new HostException("Release " + plan.release().id() + " of " + plan.app()
                    + " cannot be gone back to: it was never seen to serve, and the deployment of it that was cut off did"
                    + " not end well. " + plan.shown(now)
                    + hosts.get(0)
                            .release(now)
                            .map(release -> ", release " + release)
                            .orElse("")
                    + ", is live.");
        }
        if (now != live || !deployments(now, hosts).equals(deployments)) {
            String served = hosts.get(0)
                    .release(now)
                    .map(release -> ", release " + release)
                    .orElse("");
            throw new HostException("Release " + plan.release().id() + " of " + plan.app()
                    + " was chosen to go back to while release " + left.release() + " was live in " + plan.shown(live)
                    + ", and since then somebody deployed: " + plan.shown(now) + served
                    + ", is live now; look what serves, and roll back again if that is wrong.");
        }
    }
}
