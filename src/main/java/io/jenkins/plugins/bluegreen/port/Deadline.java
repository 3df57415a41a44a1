package io.jenkins.plugins.bluegreen.port;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes a connection when the time for a question is over: one limit for all of it, since an answer that trickles would never
 * run into a timeout of each read.
 */
public final class Deadline implements AutoCloseable {

    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    /** To close may take its time, for which no other deadline waits. */
    private static final ExecutorService CLOSING = Executors.newCachedThreadPool(Deadline::thread);

    private final AtomicBoolean over = new AtomicBoolean();
    private final Future<?> timer;

    /**
     * Begins to count.
     *
     * @param close what ends the question
     * @param limit when it does
     */
    public Deadline(Runnable close, Duration limit) {
        timer = CLOCK.schedule(
                () -> {
                    over.set(true);
                    CLOSING.execute(close);
                },
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Forgets what is closed before its time: otherwise each question, with its connection, would be kept until its limit has passed. */
    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, Deadline::thread);
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** Tells whether the connection was closed because of it. */
    public boolean over() {
        return over.get();
    }

    @Override
    public void close() {
        timer.cancel(false);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "blue-green-deadline");
        thread.setDaemon(true);
        return thread;
    }
}
