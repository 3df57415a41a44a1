package io.jenkins.plugins.bluegreen.jenkins.record;

import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which releases a build has held, so that what it does with them later is not done with what another one holds there by then. With the
 * build, since a record may be gone before it.
 */
public final class HeldByBuild extends InvisibleAction {

    private static final Logger LOG = Logger.getLogger(HeldByBuild.class.getName());

    // The ids of the deployments that held one, the last one at the end, with spaces between, by application, directory
    // and host. Of the same address there may be several that are held: the agent, or the jump host, knows what it is.
    private final TreeMap<String, String> deployments;

    private HeldByBuild(TreeMap<String, String> deployments) {
        this.deployments = deployments;
    }

    /** Returns that of a build which has held nothing. */
    static HeldByBuild none() {
        return new HeldByBuild(new TreeMap<>());
    }

    /** Notes that a deployment of a build holds a release. */
    public static void note(Run<?, ?> run, DeployPlan plan) {
        synchronized (run) {
            HeldByBuild was = run.getAction(HeldByBuild.class);
            run.addOrReplaceAction((was == null ? none() : was).with(plan));
            try {
                run.save();
            } catch (IOException e) {
                LOG.log(
                        Level.WARNING,
                        e,
                        () -> "That " + run + " holds a release of " + plan.app()
                                + " may not outlast a restart of Jenkins.");
            }
        }
    }

    /** Returns the ids of the deployments of a build that held a release of a plan's application at the addresses of its hosts. */
    public static List<String> by(Run<?, ?> run, DeployPlan plan) {
        HeldByBuild held = run.getAction(HeldByBuild.class);
        return held == null ? List.of() : held.on(plan);
    }

    /** Returns another one, with what a plan's deployment holds. */
    HeldByBuild with(DeployPlan plan) {
        TreeMap<String, String> all = new TreeMap<>(deployments);
        places(plan)
                .forEach(place -> all.put(
                        place,
                        Stream.concat(ids(all.get(place)), Stream.of(plan.deploymentId()))
                                .distinct()
                                .collect(Collectors.joining(" "))));
        return new HeldByBuild(all);
    }

    /** Of several, the hosts know which one is there. */
    List<String> on(DeployPlan plan) {
        return places(plan)
                .map(deployments::get)
                .flatMap(HeldByBuild::ids)
                .distinct()
                .toList();
    }

    private static Stream<String> ids(String joined) {
        return joined == null ? Stream.empty() : Stream.of(joined.split(" "));
    }

    private static Stream<String> places(DeployPlan plan) {
        return plan.hosts().stream()
                .map(host -> plan.app() + " " + plan.application().directory() + " on " + host);
    }
}
