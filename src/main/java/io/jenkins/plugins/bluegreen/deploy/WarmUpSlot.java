package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.TimeSpan;
import io.jenkins.plugins.bluegreen.plan.WarmUp;
import io.jenkins.plugins.bluegreen.site.Connector;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import io.jenkins.plugins.bluegreen.site.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks the new slot for some pages, by a few at once, before it gets traffic. What it answers does not matter, health was
 * found out before; that the process dies of it does.
 */
record WarmUpSlot(StartedProcess process, Connector connector, Patience patience) {

    /** As many as keep the processors of a small host busy, and not more: the old slot serves on the same one. */
    private static final List<Integer> ASKERS = List.of(0, 1, 2, 3);

    private static final Duration AFTER_A_FAILURE = Duration.ofMillis(100);
    private static final String WHEN = "while it was warmed up";

    String name() {
        return "warm up " + process.slot().label() + " for "
                + TimeSpan.show(process.plan().warmUp().time());
    }

    String run() throws HostException, Stopped, InterruptedException {
        WarmUp warmUp = process.plan().warmUp();
        List<Probe> pages = warmUp.paths().stream().map(connector::page).toList();
        Instant end = patience.now().plus(warmUp.time());
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        InParallel.each(ASKERS, patience, asker -> {
            for (int i = asker; patience.now().isBefore(end); i++) {
                patience.check();
                asked.incrementAndGet();
                if (!process.fetch(pages.get(i % pages.size())).healthy()) {
                    failed.incrementAndGet();
                    process.lookAlive(WHEN);
                    patience.pause(AFTER_A_FAILURE);
                }
            }
        });
        process.lookAlive(WHEN);
        return asked + " requests" + (failed.get() == 0 ? "" : ", " + failed + " without a good answer");
    }
}
