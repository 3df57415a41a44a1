package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.plan.TimeSpan;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import io.jenkins.plugins.bluegreen.site.Progress;
import io.jenkins.plugins.bluegreen.site.ReverseProxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stops the old slot on its hosts, once nothing uses it any more. There is no way back from here, and an abort does not stop it.
 *
 * @param before what was found on the hosts, in their order: only the processes that ran then are stopped
 */
record RetireSlot(
        Hosts hosts, Slot slot, List<Survey> before, Timeline timeline, Progress progress, Patience patience) {

    void run() throws HostException, Stopped, InterruptedException {
        Map<HostDeployment, String> running = running();
        Drain drain = new Drain(hosts.app().get(0).plan().limits().drainTimeout(), patience.now(), progress, patience);
        if (!running.isEmpty()) {
            for (ReverseProxy proxy : hosts.proxies()) {
                if (!proxy.oldWorkers().isEmpty()) {
                    timeline.perform(proxy.name(), "drain nginx's old workers", () -> drain.workers(proxy));
                }
            }
        }
        InParallel.eachToItsEnd(hosts.app(), on -> {
            if (running.containsKey(on)) {
                String shown = slot.label() + " (" + on.plan().slots().port(slot) + ")";
                timeline.perform(on.name(), "drain " + shown, () -> drain.connections(on, slot));
                timeline.perform(on.name(), "stop " + shown, () -> stop(on, running.get(on)));
            }
            timeline.perform(on.name(), "prune releases", () -> on.prune() + " removed");
        });
    }

    /** Returns where the old slot ran at first, with the deployment that started it there: nobody else's is stopped. */
    private Map<HostDeployment, String> running() {
        Map<HostDeployment, String> running = new LinkedHashMap<>();
        for (int i = 0; i < before.size(); i++) {
            Optional<String> started = before.get(i).deployment(slot);
            if (started.isPresent() && before.get(i).running(slot)) {
                running.put(hosts.app().get(i), started.get());
            }
        }
        return running;
    }

    /** Asks the old process to stop, and makes it stop if it does not. */
    private String stop(HostDeployment on, String started) throws HostException, InterruptedException {
        hosts.checkLocks();
        return switch (on.stop(slot, started)) {
            case "already" -> "it had ended before";
            case "kill" ->
                "killed, since it did not stop within "
                        + TimeSpan.show(on.plan().limits().stopTimeout());
            default -> "";
        };
    }
}
