package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.WantedRelease;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.Serializable;
import java.util.List;

/**
 * Which release is meant, of those that may be held by the time that somebody looks.
 *
 * @param deployments the ids of the deployments of which one held it, the last one at the end; none for any
 * @param release its id or the number of the build that deployed it, or an empty text for any; counts where no deployment is named
 */
public record WhichHeld(List<String> deployments, String release) implements Serializable {

    /** Whichever is held. */
    public static final WhichHeld ANY = new WhichHeld(List.of(), "");

    /** Copies the list. */
    public WhichHeld {
        deployments = List.copyOf(deployments);
    }

    /** Returns that of one deployment, or any for an empty text. */
    public static WhichHeld of(String deployment) {
        return of(deployment.isEmpty() ? List.of() : List.of(deployment));
    }

    /** Returns that of whichever of some deployments held what is there, or any for none. */
    public static WhichHeld of(List<String> deployments) {
        return new WhichHeld(deployments, "");
    }

    /** Returns the one that somebody calls so. */
    public static WhichHeld named(WantedRelease release) {
        return new WhichHeld(List.of(), release.name());
    }

    /** Tells whether any will do. */
    public boolean any() {
        return equals(ANY);
    }

    /** Tells that it is settled, if it is certain which one it was. */
    public void gone(Progress progress, Held.GoneException why) {
        if (deployments.size() == 1) { // of several, the others may be held elsewhere
            progress.cutOffSettled(deployments.get(0), why.getMessage());
        }
    }

    /**
     * Finds it.
     *
     * @param hosts what was found on the hosts
     * @throws Held.GoneException if that of the deployments certainly is not held here any more
     * @throws HostException saying what there is instead
     */
    public Journal on(DeployPlan plan, List<HostState> hosts) throws HostException {
        if (!deployments.isEmpty()) {
            return Held.on(plan, hosts, deployments);
        }
        Journal held = Held.on(plan, hosts);
        if (!calls(held.release(), build(held.owner()))) {
            throw new HostException("Release '" + release + "' of " + plan.app() + " is not held, but release "
                    + held.release() + " of " + held.owner() + " is, which stays as it is.");
        }
        return held;
    }

    /**
     * Tells whether it calls a release so, or calls none at all.
     *
     * @param build the build that deployed it, such as {@code shop #42}
     */
    public boolean calls(String id, String build) {
        return release.isEmpty() || new WantedRelease(release).means(id, build);
    }

    /** What stands behind the build says who started it, and where; the name of a job has no such sign. */
    private static String build(String owner) {
        return owner.replaceFirst("(#\\d+),.*", "$1");
    }
}
