package io.jenkins.plugins.bluegreen.deploy.retire;

import io.jenkins.plugins.bluegreen.deploy.availability.AvailabilityMonitor;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.step.StartedProcess;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks at the new slot while the old one comes to rest, since both take their time. Nothing is changed meanwhile, so that an abort, or
 * what speaks against the new slot, leads back.
 *
 * @param besides what else is to be seen while the new one is looked at
 */
public record ObserveWhileDraining(
        DeployContext context, AvailabilityMonitor monitor, Slot slot, OldSlot old, Besides besides) {

    /** Nothing else. */
    public static final Besides NOTHING = new Besides(() -> {}, () -> {});

    /** What else is to be seen begins so long before the end of the time, so that it is of that moment. */
    private static final Duration BEFORE_THE_END = Duration.ofSeconds(2);

    /**
     * What else is to be seen.
     *
     * @param meanwhile once nothing is left of the routers as they were, while connections to the old slot end, near the end of the time
     * @param then once there are none
     */
    public record Besides(DrainSlot.Task meanwhile, DrainSlot.Task then) {}

    /**
     * Returns when both are over.
     *
     * @param hosts where the new slot is looked at
     * @throws HostException if it dies, is not healthy any more, or if more requests failed than may
     */
    public void run(List<ApplicationHost> hosts) throws HostException, CancelledException, InterruptedException {
        Instant begun = context.cancellation().now();
        AtomicBoolean drained = new AtomicBoolean();
        List<DrainSlot.Task> tasks = new ArrayList<>();
        tasks.add(() -> {
            new DrainSlot(old).run(context.cancellation(), () -> {
                restUntilNearTheEnd(begun);
                besides.meanwhile().run();
            });
            besides.then().run();
            drained.set(true);
            if (old.ran()) {
                monitor.mark(Mark.Kind.DRAINED);
            }
        });
        List<UndoLog.Running> steps = new ArrayList<>();
        List<Observe> looks = new ArrayList<>();
        for (ApplicationHost on : hosts) {
            UndoLog.Running step = context.undoLog().begin(on.name(), Observe.name(new StartedProcess(on, slot)));
            steps.add(step);
            looks.add(Observe.of(
                            context, on, slot, monitor, context.plan().limits().observe())
                    .untilTheLastLook(drained::get, step::end));
        }
        tasks.addAll(new Observers(looks, context.cancellation()).tasks());
        try {
            InParallel.each(tasks, context.cancellation(), DrainSlot.Task::run);
        } finally {
            steps.forEach(UndoLog.Running::close);
        }
    }

    private void restUntilNearTheEnd(Instant begun) throws CancelledException, InterruptedException {
        Duration rest = context.plan()
                .limits()
                .observe()
                .minus(BEFORE_THE_END)
                .minus(context.cancellation().since(begun));
        if (besides != NOTHING && rest.compareTo(Duration.ZERO) > 0) {
            context.cancellation().pause(rest);
        }
    }
}
