package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A release that is healthy in the idle slot, and waits to be promoted or discarded. */
public final class Held {

    private Held() {}

    /**
     * Finds what is held.
     *
     * @param hosts what was found on the hosts
     * @throws HostException saying what there is instead, where that is not the same on all of them
     */
    public static Journal on(DeployPlan plan, List<HostState> hosts) throws HostException {
        List<Optional<Journal>> all =
                hosts.stream().map(HostState::journal).distinct().toList();
        Optional<Journal> first = all.get(0);
        if (all.size() == 1 && first.filter(Journal::held).isPresent()) {
            return first.get();
        }
        Optional<Journal> other = all.stream()
                .flatMap(Optional::stream)
                .filter(journal -> !journal.held())
                .findFirst();
        if (other.isPresent()) {
            throw new HostException("No release of " + plan.app() + " is held, but that of "
                    + other.get().owner()
                    + ", release " + other.get().release() + ", is under way or was cut off, in its phase '"
                    + other.get().phase().label() + "'.");
        }
        String where = hosts.stream()
                .filter(host -> host.journal().isEmpty())
                .map(HostState::host)
                .collect(Collectors.joining(", "));
        throw new HostException("No release of " + plan.app() + " is held"
                + (all.size() > 1 ? " on " + where : "")
                + ": it was promoted or discarded, its time was over, or nothing was deployed with hold.");
    }

    /** Says where it can be looked at, and until when. */
    public static String sentence(DeployPlan plan, Slot slot, Instant until) {
        return "Release " + plan.release().id() + " of " + plan.app() + " is healthy in " + plan.shown(slot)
                + " and held until " + TimeSpan.clock(until) + ", without users: look at it at "
                + String.join(", ", previews(plan, slot)) + through(plan) + ", and promote or discard it.";
    }

    /** Not with the token: that is a secret, and this is read by everybody. */
    private static String through(DeployPlan plan) {
        return plan.application().router().previews()
                ? " or, as users will see it, through " + plan.router() + ", with the header " + PreviewToken.HEADER
                        + " or the cookie " + PreviewToken.COOKIE + ", whose secret value the step returns"
                : "";
    }

    private static List<String> previews(DeployPlan plan, Slot slot) {
        return IntStream.range(0, plan.hosts().size())
                .mapToObj(host -> preview(plan, host, slot))
                .toList();
    }

    /**
     * Returns where a slot can be looked at.
     *
     * @param host on which of the plan's hosts
     */
    public static String preview(DeployPlan plan, int host, Slot slot) {
        return plan.hosts().get(host).host() + ":" + plan.slots().port(slot);
    }
}
