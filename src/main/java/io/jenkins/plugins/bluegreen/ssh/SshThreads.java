package io.jenkins.plugins.bluegreen.ssh;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads that talk to JSch in our stead. JSch swallows interrupts while it opens a channel and while it writes to one,
 * and a write to a peer that is gone cannot be interrupted at all; so nobody who may be interrupted calls it directly.
 */
final class SshThreads {

    /** What nobody waits for is done by no more at once than so many. */
    private static final int HELPERS = 16;

    private static final Duration IDLE = Duration.ofSeconds(5);

    private static final ExecutorService CALLS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE.toMillis(), TimeUnit.MILLISECONDS, new SynchronousQueue<>(), named("ssh-call-"));
    private static final ThreadPoolExecutor BESIDE = new ThreadPoolExecutor(
            HELPERS,
            HELPERS,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            named("ssh-beside-"));
    private static final ScheduledExecutorService CLOCK =
            Executors.newSingleThreadScheduledExecutor(named("ssh-clock-"));

    static {
        BESIDE.allowCoreThreadTimeOut(true);
    }

    private SshThreads() {}

    /** Does the work soon, on a thread of its own. */
    static void work(Runnable work) {
        CALLS.execute(work);
    }

    /** Does the work some time, as nobody waits for it. */
    static void beside(Runnable work) {
        BESIDE.execute(work);
    }

    /** Does the work again and again, first after one period; it must not block. */
    static ScheduledFuture<?> every(Duration period, Runnable work) {
        return CLOCK.scheduleAtFixedRate(work, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Rests for a random part of the time, at least half of it, so that those who were refused at once do not come back at once. Who
     * is interrupted meanwhile stays so, and goes on.
     */
    static void rest(Duration most) {
        long half = Math.max(1, most.toMillis() / 2);
        long time = half + ThreadLocalRandom.current().nextLong(half);
        try {
            CLOCK.schedule(() -> {}, time, TimeUnit.MILLISECONDS).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ThreadFactory named(String prefix) {
        AtomicLong count = new AtomicLong();
        return work -> {
            Thread thread = new Thread(work, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
