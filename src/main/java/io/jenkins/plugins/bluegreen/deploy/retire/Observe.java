package io.jenkins.plugins.bluegreen.deploy.retire;

import io.jenkins.plugins.bluegreen.deploy.availability.AvailabilityMonitor;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.step.StartedProcess;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;

/**
 * Looks again after the switch, while the old slot still runs and can be gone back to: the new process must stay alive and
 * healthy for some time, and not too many questions to the front door may fail. Two unhealthy answers in a row fail it; a single one may be due to the load that has just come over.
 */
public record Observe(
        StartedProcess process,
        HealthProbe probe,
        AvailabilityMonitor monitor,
        Cancellation cancellation,
        Lock asking,
        Duration limit) {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration LAP = Duration.ofMillis(20);

    /** When it is looked, as a sentence says it. */
    public static final String WHEN = "after the switch";

    /**
     * Returns what looks at a slot on one host of a deployment.
     *
     * @param limit for how long at least
     */
    public static Observe of(
            DeployContext context, ApplicationHost on, Slot slot, AvailabilityMonitor monitor, Duration limit) {
        return new Observe(
                new StartedProcess(on, slot),
                context.connector().probe(),
                monitor,
                context.cancellation(),
                context.cluster().asking(),
                limit);
    }

    /** Returns what is done, as the console names it. */
    public String name() {
        return name(process);
    }

    /** Returns what is done with a process, as the console names it. */
    public static String name(StartedProcess process) {
        Duration limit = process.plan().limits().observe();
        String slot = "observe " + process.slot().label();
        return limit.isZero() ? slot : slot + " for " + TimeSpan.show(limit);
    }

    /**
     * Looks for as long as it is to, and longer until the old slot is drained; at least once. Whoever calls this looks once more before there
     * is no way back, so where the last answer was a good one, it is not asked again just before that.
     *
     * @param drained tells whether it is
     * @return how often it was asked
     * @throws HostException if it ends, is not healthy any more, or too many questions failed
     */
    public String untilTheLastLook(BooleanSupplier drained)
            throws HostException, CancelledException, InterruptedException {
        return run(drained, WHEN, false);
    }

    /**
     * Looks likewise until something is over, and then a last time.
     *
     * @param when completes the sentence of a failure
     */
    public String run(BooleanSupplier ended, String when)
            throws HostException, CancelledException, InterruptedException {
        return run(ended, when, true);
    }

    private String run(BooleanSupplier ended, String when, boolean atLast)
            throws HostException, CancelledException, InterruptedException {
        Instant begun = cancellation.now();
        int asked = 0;
        boolean doubtful = false;
        boolean over = false;
        // A last answer that is in doubt is asked for once more, also when the time is over.
        while (doubtful || !over) {
            Instant rested = cancellation.now();
            while ((doubtful || !over) && cancellation.since(rested).compareTo(LOOK_AGAIN) < 0) {
                cancellation.pause(LAP);
                over = ended.getAsBoolean() && cancellation.since(begun).compareTo(limit) >= 0;
            }
            monitor.check();
            if (over && !doubtful && asked > 0 && !atLast) {
                break;
            }
            HealthProbe.Answer answer = ask(when);
            asked++;
            if (!answer.healthy() && doubtful) {
                throw process.failure("was not healthy any more " + when + ": " + answer.seen(), answer.evidence());
            }
            doubtful = !answer.healthy();
        }
        return asked == 1 ? "asked once" : "asked " + asked + " times";
    }

    private HealthProbe.Answer ask(String when) throws HostException, InterruptedException {
        asking.lockInterruptibly();
        try {
            return process.ask(probe, when);
        } finally {
            asking.unlock();
        }
    }
}
