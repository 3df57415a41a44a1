package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stops the old slot on its hosts, once nothing uses it any more. There is no way back from here, and an abort does not stop it.
 *
 * @param before what was found on the hosts, in their order: only the processes that ran then are stopped
 */
public record RetireSlot(DeployContext context, Slot slot, List<HostState> before) {

    /** Copies the list. */
    public RetireSlot {
        before = List.copyOf(before);
    }

    /** Drains, stops and prunes; where that fails on one host, the others are still retired. */
    public void run() throws HostException, CancelledException, InterruptedException {
        Map<ApplicationHost, String> running = running();
        UndoLog undoLog = context.undoLog();
        Drain drain = Drain.begin(context);
        if (!running.isEmpty()) {
            for (TrafficRouter router : context.cluster().routers()) {
                if (!router.undrained().isEmpty()) {
                    undoLog.perform(router.name(), "drain " + router.terms().leftovers(), () -> drain.router(router));
                }
            }
        }
        InParallel.eachToItsEnd(context.cluster().app(), on -> {
            if (running.containsKey(on)) {
                String shown = slot.label() + " (" + on.plan().slots().port(slot) + ")";
                undoLog.perform(on.name(), "drain " + shown, () -> drain.connections(on, slot));
                undoLog.perform(on.name(), "stop " + shown, () -> stop(on, running.get(on)));
            }
            int keep = on.plan().limits().keepReleases();
            undoLog.perform(on.name(), "prune releases", () -> on.releases().prune(keep) + " removed");
        });
    }

    /** Returns where the old slot ran at first, with the deployment that started it there: nobody else's is stopped. */
    private Map<ApplicationHost, String> running() {
        Map<ApplicationHost, String> running = new LinkedHashMap<>();
        for (int i = 0; i < before.size(); i++) {
            Optional<String> started = before.get(i).deployment(slot);
            if (started.isPresent() && before.get(i).running(slot)) {
                running.put(context.cluster().app().get(i), started.get());
            }
        }
        return running;
    }

    /** Asks the old process to stop, and makes it stop if it does not. */
    private String stop(ApplicationHost on, String started) throws HostException, InterruptedException {
        context.cluster().checkLocks();
        return switch (on.processes().stop(slot, started)) {
            case ALREADY -> "it had ended before";
            case KILLED ->
                "killed, since it did not stop within "
                        + TimeSpan.show(on.plan().limits().stopTimeout());
            case ASKED -> "";
        };
    }
}
