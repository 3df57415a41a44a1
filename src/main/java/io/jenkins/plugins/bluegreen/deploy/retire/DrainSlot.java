package io.jenkins.plugins.bluegreen.deploy.retire;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Waits until nothing uses the old slot any more: first for what the switch left of the routers, then for connections. Changes nothing. */
public record DrainSlot(OldSlot old) {

    /** At so many hosts it is looked at once. */
    private static final int MOST = 16;

    /** What can be done, or not. */
    public interface Task {
        void run() throws HostException, CancelledException, InterruptedException;
    }

    /** Returns what is waited for on the hosts of the old slot, as the console names it. */
    public String step() {
        return "drain " + old.shown();
    }

    /** Returns what is waited for of a router, as the console names it. */
    public static String step(TrafficRouter router) {
        return "drain " + router.terms().leftovers();
    }

    /**
     * Waits, no longer than the plan allows.
     *
     * @param cancellation ends the wait
     * @throws HostException if it could not be looked at
     */
    public void run(Cancellation cancellation) throws HostException, CancelledException, InterruptedException {
        run(cancellation, () -> {});
    }

    /**
     * The same, and does something else once it waits for connections alone.
     *
     * @param cancellation ends the wait
     * @throws HostException if it could not be looked at, and what the other throws
     */
    void run(Cancellation cancellation, Task meanwhile) throws HostException, CancelledException, InterruptedException {
        DeployContext context = old.context();
        UndoLog undoLog = context.undoLog();
        if (old.processes().isEmpty()) {
            meanwhile.run();
            return;
        }
        Drain drain = Drain.begin(context);
        for (TrafficRouter router : context.cluster().routers()) {
            if (router.leavesOld() || !router.undrained().isEmpty()) {
                undoLog.perform(router.name(), step(router), () -> drain.router(router));
            }
        }
        List<Task> tasks = new ArrayList<>(List.of(meanwhile));
        // Connections end whether somebody looks or not, and the time is one for all: who waits at one host makes
        // nobody wait longer at the next.
        Queue<ApplicationHost> hosts =
                new ConcurrentLinkedQueue<>(old.processes().keySet());
        tasks.addAll(Collections.nCopies(Math.min(MOST, hosts.size()), () -> {
            for (ApplicationHost on = hosts.poll(); on != null; on = hosts.poll()) {
                ApplicationHost here = on;
                undoLog.perform(here.name(), step(), () -> drain.connections(here, old.slot()));
            }
        }));
        InParallel.each(tasks, cancellation, Task::run);
    }
}
