package io.jenkins.plugins.bluegreen.deploy.retire;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    /** Returns where it ran, with the deployment that started it there: nobody else's is stopped. */
    public Map<ApplicationHost, String> processes() {
        Map<ApplicationHost, String> running = new LinkedHashMap<>();
        for (int i = 0; i < before.size(); i++) {
            Optional<String> started = before.get(i).deployment(slot);
            if (started.isPresent() && before.get(i).running(slot)) {
                running.put(context.cluster().app().get(i), started.get());
            }
        }
        return running;
    }

    /** Tells whether anything ran there. */
    public boolean ran() {
        return !processes().isEmpty();
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
