package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.model.outcome.OnHosts;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How an undo left the hosts, as they were found afterwards.
 *
 * @param previous the slot that served before, or null for none
 * @param idle the slot that was deployed to
 * @param hosts what was found, in their order
 */
public record AfterUndo(DeployPlan plan, Slot previous, Slot idle, List<HostState> hosts) {

    /** Copies the list. */
    public AfterUndo {
        hosts = List.copyOf(hosts);
    }

    /** Returns it in a sentence, of few hosts in one for each. */
    public String sentence() {
        OnHosts on = onHosts();
        if (on.isFew()) {
            return hosts.stream().map(this::alone).collect(Collectors.joining(" "));
        }
        return on.sentence(said(true, true));
    }

    /** Returns the hosts that are not as before, where the sentence does not name all of them; an empty text where it does. */
    public String evidence() {
        return onHosts().unnamed(said(true, true));
    }

    private OnHosts onHosts() {
        OnHosts on = new OnHosts(hosts.stream().map(HostState::host).toList());
        hosts.forEach(host -> on.add(host.host(), said(serves(host), !host.listening(idle))));
        return on;
    }

    private boolean serves(HostState host) {
        return previous == null || host.listening(previous);
    }

    private String said(boolean serves, boolean free) {
        return (previous == null ? "" : served(serves) + ", and ") + port(free);
    }

    private String alone(HostState host) {
        String on = hosts.size() > 1 ? " on " + host.host() : "";
        return (previous == null ? "" : served(serves(host)) + on + "; ") + port(!host.listening(idle)) + on + ".";
    }

    private String served(boolean serves) {
        return plan.shown(previous) + (serves ? " serves as before" : " is NOT UP");
    }

    private String port(boolean free) {
        return "port " + plan.slots().port(idle) + (free ? " is free again" : " is STILL IN USE");
    }
}
