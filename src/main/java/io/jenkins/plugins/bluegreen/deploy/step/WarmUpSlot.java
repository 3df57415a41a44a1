package io.jenkins.plugins.bluegreen.deploy.step;

import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks the new slot for some pages, by a few at once, before it gets traffic. What it answers does not matter, health was
 * found out before; that the process dies of it does.
 */
public record WarmUpSlot(StartedProcess process, Connector connector, Cancellation cancellation) {

    /** As many as keep the processors of a small host busy, and not more: the old slot serves on the same one. */
    private static final List<Integer> ASKERS = List.of(0, 1, 2, 3);

    private static final Duration AFTER_A_FAILURE = Duration.ofMillis(100);
    private static final String WHEN = "while it was warmed up";

    /** Returns what is done, as the console names it. */
    public String name() {
        return "warm up " + process.slot().label() + " for "
                + TimeSpan.show(process.plan().warmUp().time());
    }

    /**
     * Asks.
     *
     * @return how many questions, and how many had no good answer
     * @throws HostException if the process ends meanwhile
     */
    public String run() throws HostException, CancelledException, InterruptedException {
        WarmUp warmUp = process.plan().warmUp();
        List<HealthProbe> pages = warmUp.paths().stream().map(connector::page).toList();
        Instant end = cancellation.now().plus(warmUp.time());
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        InParallel.each(ASKERS, cancellation, asker -> {
            for (int i = asker; cancellation.now().isBefore(end); i++) {
                cancellation.check();
                asked.incrementAndGet();
                if (!process.fetch(pages.get(i % pages.size())).healthy()) {
                    failed.incrementAndGet();
                    process.lookAlive(WHEN);
                    cancellation.pause(AFTER_A_FAILURE);
                }
            }
        });
        process.lookAlive(WHEN);
        return asked + " requests" + (failed.get() == 0 ? "" : ", " + failed + " without a good answer");
    }
}
