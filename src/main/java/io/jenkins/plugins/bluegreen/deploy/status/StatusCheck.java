package io.jenkins.plugins.bluegreen.deploy.status;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks how an application is on all its hosts. Takes no lock, waits for no deployment and changes nothing; a host that cannot be
 * looked at is told, and hides no other one.
 */
public final class StatusCheck {

    /** What one host may take. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    /** No more than may log in to one server at once: behind a jump host they would wait for each other in their own time. */
    static final int AT_ONE_SERVER = 8;

    /** Most of the time of a look is spent on the way to its host and back. */
    static final int AT_ONCE = 32;

    /** Whoever was told to end begins no other look. */
    private static final RejectedExecutionHandler OVER = new ThreadPoolExecutor.DiscardPolicy();

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
        each(looks);
        return new Findings(plan, looks).report(new Cancellation().now());
    }

    private void each(Map<Target, Look> looks) throws InterruptedException {
        ExecutorService threads = new ThreadPoolExecutor(
                AT_ONCE, AT_ONCE, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), StatusCheck::thread, OVER);
        List<Limited> all = new ArrayList<>();
        Map<String, Queue<Limited>> servers = new LinkedHashMap<>();
        looks.forEach((target, look) -> {
            Limited one = new Limited(look);
            all.add(one);
            Target first = connector.first(target);
            servers.computeIfAbsent(first.host() + ":" + first.port(), name -> new ConcurrentLinkedQueue<>())
                    .add(one);
        });
        try {
            for (int i = 0; i < AT_ONE_SERVER; i++) {
                servers.values().forEach(server -> next(server, threads));
            }
            for (Limited one : all) {
                one.await();
            }
        } finally {
            all.forEach(one -> one.task.cancel(true));
            threads.shutdown();
        }
    }

    /** Looks at the next host behind a server; when that is done, at the one after it. */
    private static void next(Queue<Limited> server, Executor threads) {
        Limited next = server.poll();
        if (next != null) {
            threads.execute(() -> {
                next.task.run();
                next(server, threads);
            });
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
