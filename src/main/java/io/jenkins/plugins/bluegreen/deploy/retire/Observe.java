package io.jenkins.plugins.bluegreen.deploy.retire;

import io.jenkins.plugins.bluegreen.deploy.availability.AvailabilityMonitor;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.state.DeployContext;
import io.jenkins.plugins.bluegreen.deploy.step.StartedProcess;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks again after the switch, while the old slot still runs and can be gone back to: the new process must stay alive and
 * healthy for some time, and not too many questions to the front door may fail. Two unhealthy answers in a row fail it; a single one may be due to the load that has just come over.
 * It rests most of the time, for which it takes no thread: {@link Observers}.
 */
public final class Observe implements Observers.Look {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    private final StartedProcess process;
    private final HealthProbe probe;
    private final AvailabilityMonitor monitor;
    private final Cancellation cancellation;
    private final Lock asking;
    private Duration limit = Duration.ZERO;
    private BooleanSupplier drained = () -> true;
    private String when = "after the switch";
    private Consumer<String> ended = how -> {};
    private final Instant begun;
    private Instant rested;
    private int asked;
    private volatile boolean doubtful;
    private volatile boolean over;

    /** Whether it is asked when all is over, or that is left to somebody else. */
    private volatile boolean atLast = true;

    Observe(
            StartedProcess process,
            HealthProbe probe,
            AvailabilityMonitor monitor,
            Cancellation cancellation,
            Lock asking) {
        this.process = process;
        this.probe = probe;
        this.monitor = monitor;
        this.cancellation = cancellation;
        this.asking = asking;
        this.begun = cancellation.now();
        this.rested = begun;
    }

    /**
     * Returns what looks at a slot on one host of a deployment.
     *
     * @param limit for how long at least, from now
     */
    public static Observe of(
            DeployContext context, ApplicationHost on, Slot slot, AvailabilityMonitor monitor, Duration limit) {
        return new Observe(
                        new StartedProcess(on, slot),
                        context.connector().probe(),
                        monitor,
                        context.cancellation(),
                        context.cluster().asking())
                .atLeast(limit);
    }

    /** Has it look for so long, and longer until what else is waited for is so. */
    Observe atLeast(Duration limit) {
        this.limit = limit;
        return this;
    }

    /**
     * Has it look on until the old slot is drained. Whoever calls this looks once more before there is no way back, so where the last answer
     * was a good one, it is not asked again just before that.
     *
     * @param ended hears how often it was asked then
     */
    Observe untilTheLastLook(BooleanSupplier drained, Consumer<String> ended) {
        this.drained = drained;
        this.ended = ended;
        this.atLast = false;
        return this;
    }

    /**
     * Has it look on until something is so.
     *
     * @param when completes the sentence of a failure
     */
    public Observe until(BooleanSupplier enough, String when) {
        this.drained = enough;
        this.when = when;
        return this;
    }

    /** Returns what is done with a process, as the console names it. */
    public static String name(StartedProcess process) {
        Duration limit = process.plan().limits().observe();
        String slot = "observe " + process.slot().label();
        return limit.isZero() ? slot : slot + " for " + TimeSpan.show(limit);
    }

    /** Again and again, and once more when the time is over and the old slot is drained. */
    @Override
    public boolean due() {
        over = drained.getAsBoolean() && cancellation.since(begun).compareTo(limit) >= 0;
        return over && !doubtful || cancellation.since(rested).compareTo(LOOK_AGAIN) >= 0;
    }

    /**
     * A last answer that is in doubt is asked for once more, also when the time is over.
     *
     * @throws HostException if it has ended, is not healthy any more, or too many questions failed
     */
    @Override
    public boolean again() throws HostException, InterruptedException {
        monitor.check();
        if (atLast || doubtful || !over || asked == 0) {
            HealthProbe.Answer answer = ask();
            asked++;
            if (!answer.healthy() && doubtful) {
                throw process.failure("was not healthy any more " + when + ": " + answer.seen(), answer.evidence());
            }
            doubtful = !answer.healthy();
            rested = cancellation.now();
        }
        if (doubtful || !over) {
            return true;
        }
        ended.accept(asked == 1 ? "asked once" : "asked " + asked + " times");
        return false;
    }

    private HealthProbe.Answer ask() throws HostException, InterruptedException {
        asking.lockInterruptibly();
        try {
            return process.ask(probe, when);
        } finally {
            asking.unlock();
        }
    }
}
