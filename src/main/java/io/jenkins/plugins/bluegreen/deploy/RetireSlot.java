package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.plan.TimeSpan;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import io.jenkins.plugins.bluegreen.site.Progress;
import io.jenkins.plugins.bluegreen.site.ReverseProxy;
import java.util.ArrayList;
import java.util.List;

/** Stops the old slot on its hosts, once nothing uses it any more. There is no way back from here, and an abort does not stop it. */
record RetireSlot(Hosts hosts, Slot slot, Timeline timeline, Progress progress, Patience patience) {

    void run() throws HostException, Stopped, InterruptedException {
        List<HostDeployment> running = new ArrayList<>();
        for (HostDeployment on : hosts.app()) {
            if (on.survey().running(slot)) {
                running.add(on);
            }
        }
        if (!running.isEmpty()) {
            Drain drain = new Drain(running.get(0).plan().limits().drainTimeout(), patience.now(), progress, patience);
            for (ReverseProxy proxy : hosts.proxies()) {
                if (!proxy.oldWorkers().isEmpty()) {
                    timeline.perform(proxy.name(), "drain nginx's old workers", () -> drain.workers(proxy));
                }
            }
            for (HostDeployment on : running) {
                String shown = slot.label() + " (" + on.plan().slots().port(slot) + ")";
                timeline.perform(on.name(), "drain " + shown, () -> drain.connections(on, slot));
                timeline.perform(on.name(), "stop " + shown, () -> stop(on));
            }
        }
        for (HostDeployment on : hosts.app()) {
            timeline.perform(on.name(), "prune releases", () -> on.prune() + " removed");
        }
    }

    /** Asks the old process to stop, and makes it stop if it does not. */
    private String stop(HostDeployment on) throws HostException, InterruptedException {
        return switch (on.stop(slot, "")) {
            case "already" -> "it had ended before";
            case "kill" ->
                "killed, since it did not stop within "
                        + TimeSpan.show(on.plan().limits().stopTimeout());
            default -> "";
        };
    }
}
