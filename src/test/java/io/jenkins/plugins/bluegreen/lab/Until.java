package io.jenkins.plugins.bluegreen.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what a real server does in its own time. */
public final class Until {

    private static final Duration GAP = Duration.ofMillis(10);

    private Until() {}

    /**
     * Waits until it is so.
     *
     * @param otherwise says what did not happen
     * @throws IllegalStateException if it does not come true in time
     */
    public static void so(Duration limit, BooleanSupplier condition, Supplier<String> otherwise) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(otherwise.get());
            }
            LockSupport.parkNanos(GAP.toNanos());
        }
    }
}
