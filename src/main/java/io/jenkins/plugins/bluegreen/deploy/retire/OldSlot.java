package io.jenkins.plugins.bluegreen.deploy.retire;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The slot that served before, as it was found: only the processes that ran in it then are waited for and stopped.
 *
 * @param before what was found on the hosts, in their order
 */
public record OldSlot(DeployContext context, Slot slot, List<HostState> before) {

    /** Copies the list. */
    public OldSlot {
        before = List.copyOf(before);
    }

    /**
     * Returns where it was started, with the deployment that did: nobody else's is stopped. One that was seen not to run may just be about to be
     * started again, by what looks after it.
     */
    public Map<ApplicationHost, String> processes() {
        Map<ApplicationHost, String> known = new LinkedHashMap<>();
        for (int i = 0; i < before.size(); i++) {
            ApplicationHost on = context.cluster().app().get(i);
            before.get(i).deployment(slot).ifPresent(started -> known.put(on, started));
        }
        return known;
    }

    /** Tells whether anything ran there. */
    public boolean ran() {
        return before.stream().anyMatch(host -> host.deployment(slot).isPresent() && host.running(slot));
    }

    /** Tells whether anything ran there on a host. */
    public boolean ranOn(ApplicationHost on) {
        int host = context.cluster().app().indexOf(on);
        return before.get(host).deployment(slot).isPresent();
    }

    /** Returns it for a reader: {@code blue (8080)}. */
    String shown() {
        return slot.label() + " (" + context.plan().slots().port(slot) + ")";
    }

    /** Looks whether all of it still runs, so that there is something to go back to. */
    public boolean stillRuns() throws HostException, InterruptedException {
        List<HostState> now = context.cluster().inspectHosts();
        for (int i = 0; i < before.size(); i++) {
            boolean same = now.get(i).deployment(slot).equals(before.get(i).deployment(slot));
            if (before.get(i).running(slot) && !(same && now.get(i).running(slot))) {
                return false;
            }
        }
        return true;
    }
}
