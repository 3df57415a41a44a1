package io.jenkins.plugins.bluegreen.deploy.retire;

import io.jenkins.plugins.bluegreen.deploy.availability.AvailabilityMonitor;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.step.StartedProcess;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks at the new slot while the old one comes to rest, since both take their time. Nothing is changed meanwhile, so that an abort, or
 * what speaks against the new slot, leads back.
 */
public record ObserveWhileDraining(DeployContext context, AvailabilityMonitor monitor, Slot slot, OldSlot old) {

    private interface Task {
        void run() throws HostException, CancelledException, InterruptedException;
    }

    /**
     * Returns when both are over.
     *
     * @param hosts where the new slot is looked at
     * @throws HostException if it dies, is not healthy any more, or if more requests failed than may
     */
    public void run(List<ApplicationHost> hosts) throws HostException, CancelledException, InterruptedException {
        AtomicBoolean drained = new AtomicBoolean();
        List<Task> tasks = new ArrayList<>();
        tasks.add(() -> {
            new DrainSlot(old).run(context.cancellation());
            drained.set(true);
            if (old.ran()) {
                monitor.mark(Mark.Kind.DRAINED);
            }
        });
        for (ApplicationHost on : hosts) {
            Observe observe = new Observe(
                    new StartedProcess(on, slot), context.connector().probe(), monitor, context.cancellation());
            tasks.add(() -> context.undoLog().perform(on.name(), observe.name(), () -> observe.run(drained::get)));
        }
        InParallel.each(tasks, context.cancellation(), Task::run);
    }
}
