package io.jenkins.plugins.bluegreen.deploy.rollback;

import io.jenkins.plugins.bluegreen.deploy.journal.History;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.recovery.CrashRecovery;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.Held;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.state.WhichHeld;
import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.outcome.Reason;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.List;
import java.util.Optional;

/**
 * Takes back the release that is held: its process is stopped, and it is removed. What serves is not touched.
 *
 * @param connector makes the connections
 * @param progress hears how it goes on
 * @param cancellation waits, and is told to stop
 * @param last what becomes of one that may be all that answers
 */
public record Discard(Connector connector, Progress progress, Cancellation cancellation, Last last) {

    /** What becomes of one that may be all that answers, since the live slot does not listen on a host. */
    public enum Last {
        /** It stays, and this is refused. */
        STAYS,
        /** It is discarded nevertheless, since somebody wants that. */
        GOES
    }

    /** One that leaves what may be all that answers. */
    public Discard(Connector connector, Progress progress, Cancellation cancellation) {
        this(connector, progress, cancellation, Last.STAYS);
    }

    /**
     * Discards.
     *
     * @param plan that of this undertaking; its release does not count
     * @throws InterruptedException if the thread is told to end
     */
    public Outcome run(DeployPlan plan) throws InterruptedException {
        return run(plan, WhichHeld.ANY);
    }

    /**
     * Discards a certain one, and nothing else that may be held by now.
     *
     * @param which that one; if it is of one deployment, and not held any more, it is told that this is settled
     * @throws InterruptedException if the thread is told to end
     */
    public Outcome run(DeployPlan plan, WhichHeld which) throws InterruptedException {
        return settled(plan, which, (context, hosts) -> Optional.empty());
    }

    /**
     * Takes up one that was cut off, which may have done all that was to be done: nothing on the hosts tells of a discard itself.
     *
     * @param which that of {@link #run}, of one deployment at least
     * @throws InterruptedException if the thread is told to end
     */
    public Outcome resume(DeployPlan plan, WhichHeld which) throws InterruptedException {
        return settled(plan, which, (context, hosts) -> over(context, hosts, which.deployments()));
    }

    /** What is known of one that is not there any more. */
    private interface Over {

        Optional<Settlement.Ended> of(DeployContext context, List<HostState> hosts)
                throws HostException, InterruptedException;
    }

    private Outcome settled(DeployPlan plan, WhichHeld which, Over over) throws InterruptedException {
        Settlement settlement = new Settlement(connector, progress, cancellation);
        return settlement.run(plan, "It is discarded by half", (context, settling, hosts) -> {
            try {
                return discard(context, settling, hosts, which.on(plan, hosts));
            } catch (Held.GoneException e) {
                which.gone(progress, e);
                return over.of(context, hosts).orElseThrow(() -> e);
            }
        });
    }

    /** Returns how the last one that came to its end here did, if it was taken back. */
    private static Optional<Settlement.Ended> over(
            DeployContext context, List<HostState> hosts, List<String> deployments)
            throws HostException, InterruptedException {
        DeployPlan plan = context.plan();
        Optional<History> last = Optional.empty();
        for (int i = deployments.size() - 1; i >= 0 && last.isEmpty(); i--) {
            last = context.cluster().ended(deployments.get(i));
        }
        return last.filter(end -> !end.deployed()).map(end -> {
            context.progress().chosen(end.release());
            String sentence = "Release " + end.release() + " of " + plan.app() + ", which was held in "
                    + plan.shown(end.slot()) + ", is discarded, since " + end.at() + ".";
            return discarded(end.release(), live(end.slot(), hosts), sentence);
        });
    }

    /** Returns the slot that is live beside another one, if it serves on all hosts. */
    private static Optional<Slot> live(Slot held, List<HostState> hosts) {
        return Optional.of(held.other()).filter(live -> hosts.stream().allMatch(host -> host.serves(live)));
    }

    private static Settlement.Ended discarded(String release, Optional<Slot> live, String sentence) {
        return new Settlement.Ended(Result.DISCARDED, release, live.orElse(null), null, new Reason(sentence, ""));
    }

    private Settlement.Ended discard(DeployContext context, CrashRecovery settling, List<HostState> hosts, Journal held)
            throws HostException, CancelledException, InterruptedException {
        DeployPlan plan = context.plan();
        context.progress().chosen(held.release());
        if (last == Last.STAYS) {
            CrashRecovery.refuseLastOfSeveral(held, hosts, "discarded");
        }
        settling.discard(held, hosts, "by " + plan.owner());
        String sentence = "Release " + held.release() + " of " + plan.app() + ", which was held in "
                + plan.shown(held.slot()) + ", is discarded"
                + serving(plan, held.slot().other(), hosts);
        return discarded(held.release(), live(held.slot(), hosts), sentence);
    }

    /** Returns what serves now, as the end of a sentence. */
    private static String serving(DeployPlan plan, Slot live, List<HostState> hosts) {
        List<String> not = hosts.stream()
                .filter(host -> !host.serves(live))
                .map(HostState::host)
                .toList();
        if (not.isEmpty()) {
            return "; " + plan.router() + " serves what it served before.";
        }
        return not.size() == hosts.size()
                ? ", and nothing serves now: deploy a release."
                : ", and " + plan.shown(live) + " does not serve on " + OnHosts.named(not)
                        + ": look at it there, and deploy a release.";
    }
}
