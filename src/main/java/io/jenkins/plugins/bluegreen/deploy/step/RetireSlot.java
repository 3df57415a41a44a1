package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.TrafficRouter;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stops the old slot on its hosts, once nothing uses it any more. There is no way back from here, and an abort does not stop it.
 *
 * @param before what was found on the hosts, in their order: only the processes that ran then are stopped
 */
public record RetireSlot(
        Cluster hosts,
        Slot slot,
        List<HostState> before,
        UndoLog undoLog,
        Progress progress,
        Cancellation cancellation) {

    public void run() throws HostException, CancelledException, InterruptedException {
        Map<ApplicationHost, String> running = running();
        Drain drain = new Drain(
                hosts.app().get(0).plan().limits().drainTimeout(), cancellation.now(), progress, cancellation);
        if (!running.isEmpty()) {
            for (TrafficRouter proxy : hosts.routers()) {
                if (!proxy.oldWorkers().isEmpty()) {
                    undoLog.perform(proxy.name(), "drain nginx's old workers", () -> drain.workers(proxy));
                }
            }
        }
        InParallel.eachToItsEnd(hosts.app(), on -> {
            if (running.containsKey(on)) {
                String shown = slot.label() + " (" + on.plan().slots().port(slot) + ")";
                undoLog.perform(on.name(), "drain " + shown, () -> drain.connections(on, slot));
                undoLog.perform(on.name(), "stop " + shown, () -> stop(on, running.get(on)));
            }
            undoLog.perform(on.name(), "prune releases", () -> on.prune() + " removed");
        });
    }

    /** Returns where the old slot ran at first, with the deployment that started it there: nobody else's is stopped. */
    private Map<ApplicationHost, String> running() {
        Map<ApplicationHost, String> running = new LinkedHashMap<>();
        for (int i = 0; i < before.size(); i++) {
            Optional<String> started = before.get(i).deployment(slot);
            if (started.isPresent() && before.get(i).running(slot)) {
                running.put(hosts.app().get(i), started.get());
            }
        }
        return running;
    }

    /** Asks the old process to stop, and makes it stop if it does not. */
    private String stop(ApplicationHost on, String started) throws HostException, InterruptedException {
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
