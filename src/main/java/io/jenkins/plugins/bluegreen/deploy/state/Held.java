package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.List;
import java.util.Optional;
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
        List<String> where = hosts.stream()
                .filter(host -> host.journal().isEmpty())
                .map(HostState::host)
                .toList();
        throw new HostException(
                "No release of " + plan.app() + " is held"
                        + (all.size() > 1 ? " on " + OnHosts.named(where) : "")
                        + ": it was promoted or discarded, its time was over, or nothing was deployed with hold.",
                where.size() > OnHosts.NAMED && all.size() > 1 ? "on " + String.join(", ", where) : "");
    }

    /**
     * Finds what is held likewise, but only if it is of one of some deployments.
     *
     * @param deployments the ids of those
     * @throws GoneException if it certainly is not held here any more
     */
    public static Journal on(DeployPlan plan, List<HostState> hosts, List<String> deployments) throws HostException {
        of(plan, hosts, deployments);
        return on(plan, hosts);
    }

    /**
     * Finds what one deployment left, held or not.
     *
     * @param deployment the id of that
     * @throws GoneException if it certainly left nothing, or that is there no more
     */
    public static Journal of(DeployPlan plan, List<HostState> hosts, String deployment) throws GoneException {
        return of(plan, hosts, List.of(deployment));
    }

    private static Journal of(DeployPlan plan, List<HostState> hosts, List<String> deployments) throws GoneException {
        return hosts.stream()
                .flatMap(host -> host.journal().stream())
                .filter(journal -> deployments.contains(journal.deployment()))
                .findFirst()
                .orElseThrow(() -> new GoneException("What the deployment"
                        + (deployments.size() > 1 ? "s " : " ") + String.join(", ", deployments) + " of " + plan.app()
                        + " left is there no more: it was promoted, discarded or settled, or its time was over on its hosts."
                        + instead(hosts)));
    }

    /** Returns what is there now, as a sentence behind another one; an empty text for nothing. */
    private static String instead(List<HostState> hosts) {
        return hosts.stream()
                .flatMap(host -> host.journal().stream())
                .findFirst()
                .map(now -> " Release " + now.release() + " of " + now.owner()
                        + (now.held() ? " is held there now." : " is being deployed there now, or was cut off."))
                .orElse("");
    }

    /** What somebody wanted to go on with was brought to its end by somebody else. */
    public static final class GoneException extends HostException {

        private static final long serialVersionUID = 1L;

        /** @param sentence says what is gone */
        public GoneException(String sentence) {
            super(sentence, "");
        }
    }

    /**
     * Says where it can be looked at, and until when.
     *
     * @param alone whether nothing serves beside it, so that a router may lead users to it
     */
    public static String sentence(DeployPlan plan, Slot slot, Journal.Until until, boolean alone) {
        return "Release " + plan.release().id() + " of " + plan.app() + " is healthy in " + plan.shown(slot)
                + " and held until " + TimeSpan.clock(until.end())
                + (alone
                        ? "; nothing else serves, so users may reach it: look at it at "
                        : ", without users: look at it at ")
                + OnHosts.first(previews(plan, slot)) + through(plan) + ", and promote or discard it."
                + (until.promotes() ? " Otherwise Jenkins promotes it then." : "");
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
