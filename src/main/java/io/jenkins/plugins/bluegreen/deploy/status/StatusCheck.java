package io.jenkins.plugins.bluegreen.deploy.status;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Deadline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * Looks how an application is on all its hosts. Takes no lock, waits for no deployment and changes nothing; a host that cannot be
 * looked at is told, and hides no other one.
 */
public final class StatusCheck {

    /** What one host may take. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    /** No more than may log in to one server at once: behind a jump host they would wait for each other in their own time. */
    static final int AT_ONCE = 8;

    private final Connector connector;
    private final Duration limit;

    /** @param connector makes the connections */
    public StatusCheck(Connector connector) {
        this(connector, LIMIT);
    }

    StatusCheck(Connector connector, Duration limit) {
        this.connector = connector;
        this.limit = limit;
    }

    /**
     * Looks at all hosts of a plan, several at once.
     *
     * @param plan says where; what is started and shipped does not matter
     * @throws InterruptedException if the thread is told to end; nothing of it goes on then
     */
    public StatusReport run(DeployPlan plan) throws InterruptedException {
        Set<Target> targets = new LinkedHashSet<>(plan.hosts());
        targets.addAll(plan.routerHosts());
        Map<Target, Look> looks = new LinkedHashMap<>();
        targets.forEach(target -> looks.put(target, new Look(plan, target, connector, limit)));
        each(List.copyOf(looks.values()));
        return new Findings(plan, looks).report(new Cancellation().now());
    }

    private void each(List<Look> looks) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, looks.size()), StatusCheck::thread);
        List<Limited> all = looks.stream().map(Limited::new).toList();
        try {
            all.forEach(one -> threads.execute(one.task));
            for (Limited one : all) {
                one.await();
            }
        } finally {
            all.forEach(one -> one.task.cancel(true));
            threads.shutdown();
        }
    }

    /** A look that is interrupted and left behind when it takes too long; its time begins with it, and not while it waits for those before it. */
    private final class Limited {

        private final Look look;
        private final FutureTask<Void> task;

        Limited(Look look) {
            this.look = look;
            this.task = new FutureTask<>(() -> {
                inTime();
                return null;
            });
        }

        private void inTime() throws InterruptedException {
            Deadline deadline = new Deadline(() -> task.cancel(true), limit);
            try {
                look.run();
            } finally {
                deadline.close();
            }
        }

        void await() throws InterruptedException {
            try {
                task.get();
            } catch (CancellationException e) {
                look.tooLong();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "blue-green-status");
        thread.setDaemon(true);
        return thread;
    }
}
