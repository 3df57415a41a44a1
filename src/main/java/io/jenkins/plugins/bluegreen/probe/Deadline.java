package io.jenkins.plugins.bluegreen.probe;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes a connection when the time for a question is over: one limit for all of it, since an answer that trickles would never
 * run into a timeout of each read.
 */
final class Deadline implements AutoCloseable {

    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<Void> watcher;

    Deadline(Runnable close, Duration limit) {
        watcher = CompletableFuture.runAsync(
                () -> {
                    over.set(true);
                    close.run();
                },
                CompletableFuture.delayedExecutor(limit.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Tells whether the connection was closed because of it. */
    boolean over() {
        return over.get();
    }

    @Override
    public void close() {
        watcher.cancel(false);
    }
}
