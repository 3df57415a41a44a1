package io.jenkins.plugins.bluegreen.deploy.rollback;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.journal.History;
import io.jenkins.plugins.bluegreen.deploy.journal.JournalFile;
import io.jenkins.plugins.bluegreen.deploy.journal.Left;
import io.jenkins.plugins.bluegreen.deploy.journal.LockHolder;
import io.jenkins.plugins.bluegreen.deploy.state.ClusterState;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.GoingBack;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.StoredRelease;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What there is on the hosts of an application to go back to, and from, as it was found without a lock.
 *
 * @param plan of which application
 * @param live the slot that the routers lead to
 * @param hosts what was found on the hosts, in their order
 * @param releases the newest first
 * @param certain the release that serves, where that is what whoever has the lock would find as well
 */
record Stock(
        DeployPlan plan,
        Optional<Slot> live,
        List<HostState> hosts,
        List<StoredReleaseInfo> releases,
        Optional<String> certain) {

    /** Looking may have to go through many files. */
    private static final Duration LOOK = Duration.ofMinutes(15);

    /** So many releases are listed below a refusal. */
    private static final int LISTED = 50;

    Stock {
        hosts = List.copyOf(hosts);
        releases = List.copyOf(releases);
    }

    /** Looks at all hosts, which are logged in to. */
    static Stock look(DeployContext context) throws HostException, CancelledException, InterruptedException {
        ClusterState state = context.cluster().inspect(context.undoLog(), context.cancellation());
        Map<String, List<CommandResult>> said = new ConcurrentHashMap<>();
        InParallel.each(
                context.cluster().app(),
                context.cancellation(),
                on -> context.undoLog().perform(on.name(), "look at the releases", () -> {
                    said.put(
                            on.name(),
                            on.host()
                                    .run(
                                            List.of(
                                                    on.releases()
                                                            .inspectCommand()
                                                            .looking(),
                                                    journal(on)
                                                            .deployedCommand()
                                                            .looking(),
                                                    LockHolder.command(on.plan().directory())),
                                            LOOK));
                    return "";
                }));
        Map<String, List<StoredRelease>> stored = new LinkedHashMap<>();
        List<History> deployed = new ArrayList<>();
        boolean underWay = false;
        for (ApplicationHost on : context.cluster().app()) {
            stored.put(on.name(), on.releases().parse(said.get(on.name()).get(0)));
            deployed.addAll(
                    History.inOrder(journal(on).deployed(said.get(on.name()).get(1))));
            underWay |= LockHolder.parse(on.name(), said.get(on.name()).get(2)).isPresent();
        }
        List<Optional<Slot>> served =
                state.routers().get().stream().map(RouterState::live).distinct().toList();
        Optional<Slot> live = served.size() == 1 ? served.get(0) : Optional.empty();
        // What a deployment is at work on, or was, may be another one in a moment: only who has the lock can tell.
        Optional<String> certain = underWay ? Optional.empty() : state.serving();
        List<StoredReleaseInfo> releases = new Inventory(stored, deployed, state.servingNow()).newestFirst();
        return new Stock(context.plan(), live, state.hosts(), releases, certain);
    }

    private static JournalFile journal(ApplicationHost on) {
        return new JournalFile(on.host(), on.plan().directory());
    }

    /**
     * Chooses where to go back to.
     *
     * @param wanted a release's id or a build's number, or an empty text for the newest good one before the live one
     * @throws HostException with the list, where there is none, or it is not certain what is live
     */
    StoredReleaseInfo choose(String wanted) throws HostException {
        if (live.isEmpty()) {
            throw new HostException("It is not certain which slot of " + plan.app() + " is live, since the "
                    + plan.router() + " hosts name none, or do not agree, so there is nothing to go back from;"
                    + " make them serve the same one.");
        }
        StoredReleaseInfo chosen = wanted.isEmpty() ? newestGood() : named(wanted);
        if (!chosen.fault().isEmpty() && !chosen.live() && !isHalfDone(chosen)) {
            throw refusal("Release " + chosen.release() + " of " + plan.app() + " cannot be gone back to: it "
                    + chosen.fault());
        }
        return chosen;
    }

    /** Tells whether a release serves, and nobody is about to change that. */
    boolean isCertainlyLive(StoredReleaseInfo info) {
        return certain.equals(Optional.of(info.release()));
    }

    /** A deployment of it is under way, or was cut off: whether it serves is known when that is settled. */
    private boolean isHalfDone(StoredReleaseInfo info) {
        return hosts.stream()
                .flatMap(host -> host.journal().stream())
                .anyMatch(journal -> !journal.held() && journal.release().equals(info.release()));
    }

    private StoredReleaseInfo newestGood() throws HostException {
        String left = left();
        Optional<StoredReleaseInfo> from =
                releases.stream().filter(info -> info.release().equals(left)).findFirst();
        return releases.stream()
                .skip(from.filter(info -> info.deployedAt() != null)
                        .map(releases::indexOf)
                        .orElse(0))
                .filter(info -> info.offered() && !info.bad() && !info.release().equals(left))
                .findFirst()
                .orElseThrow(() -> refusal("There is no release of " + plan.app() + " to go back to"
                        + (left.isEmpty() ? "" : " from release " + left)
                        + ": none that was deployed before is complete on all hosts and not marked as bad"));
    }

    private StoredReleaseInfo named(String wanted) throws HostException {
        List<StoredReleaseInfo> found =
                releases.stream().filter(info -> info.release().equals(wanted)).toList();
        if (found.isEmpty()) {
            found = releases.stream().filter(info -> info.ofBuild(wanted)).toList();
        }
        if (found.isEmpty()) {
            throw refusal("There is no release '" + wanted + "' of " + plan.app()
                    + " on its hosts, and none that a build of that number deployed");
        }
        if (found.size() > 1) {
            throw refusal("Several releases of " + plan.app() + " were deployed by a build number " + wanted
                    + "; name one by its id");
        }
        return found.get(0);
    }

    private HostException refusal(String why) {
        String list =
                releases.stream().limit(LISTED).map(StoredReleaseInfo::shown).collect(Collectors.joining("\n"));
        String more = releases.size() > LISTED ? "\nand " + (releases.size() - LISTED) + " older ones" : "";
        return new HostException(
                why + ". " + (list.isEmpty() ? "No releases lie on its hosts." : "See below what lies there."),
                list + more);
    }

    /**
     * Returns the release that was last started in the live slot, whether it runs or not; an empty text for none, and where somebody else
     * is there by now.
     */
    String left() {
        return live.filter(slot ->
                        hosts.stream().noneMatch(host -> host.stranger(slot).isPresent()))
                .flatMap(slot -> hosts.get(0).release(slot))
                .orElse("");
    }

    /** Returns what a rollback to a release leaves. */
    GoingBack goingBack(StoredReleaseInfo to, boolean markBad) {
        boolean bad = markBad && !left().isEmpty() && !left().equals(to.release());
        boolean settled = !to.fault().isEmpty() && isHalfDone(to);
        return GoingBack.from(live.orElseThrow(), hosts, new Left(left(), bad), settled);
    }
}
