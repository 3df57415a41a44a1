package io.jenkins.plugins.bluegreen.port;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The one class that waits. A deployment that is to stop is woken here, and nowhere else. */
public class Cancellation {

    private final InstantSource clock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Runnable> onStop = new CopyOnWriteArrayList<>();

    /** Waits in real time. */
    public Cancellation() {
        this(steady());
    }

    /** @param clock tells the time; a test overrides {@link #rest} to go with it */
    protected Cancellation(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns a clock that begins with the machine's and then goes by itself: no limit must follow when somebody sets that one. */
    public static InstantSource steady() {
        return steady(InstantSource.system(), System::nanoTime);
    }

    static InstantSource steady(InstantSource wall, LongSupplier nanos) {
        Instant begun = wall.instant();
        long from = nanos.getAsLong();
        return () -> begun.plusNanos(nanos.getAsLong() - from);
    }

    /** Returns the time, of a clock that nobody sets. */
    public Instant now() {
        return clock.instant();
    }

    /** Returns the time since then. */
    public Duration since(Instant then) {
        return Duration.between(then, now());
    }

    /** Returns one that goes by the same clock, and that nobody stops. */
    public Cancellation heedless() {
        return new Cancellation(clock);
    }

    /** Asks the deployment to stop; it does so at the next wait or step, and undoes what it did. */
    public void stop() {
        stop.countDown();
        onStop.forEach(Runnable::run);
    }

    /**
     * Has something done when the deployment is asked to stop, at once if it was already; for what does not wait here but in
     * a call to a host.
     */
    public void onStop(Runnable action) {
        onStop.add(action);
        if (stopped()) {
            action.run();
        }
    }

    /** Takes back {@link #onStop}. */
    public void forget(Runnable action) {
        onStop.remove(action);
    }

    /** Tells whether it was asked to stop. */
    public boolean stopped() {
        return stop.getCount() == 0;
    }

    /**
     * Throws if the deployment was asked to stop.
     *
     * @throws CancelledException if so
     */
    public void check() throws CancelledException {
        if (stopped()) {
            throw new CancelledException();
        }
    }

    /**
     * Waits.
     *
     * @throws CancelledException as soon as the deployment is asked to stop
     */
    public void pause(Duration time) throws CancelledException, InterruptedException {
        if (rest(time)) {
            throw new CancelledException();
        }
    }

    /**
     * Waits whatever happens; for undoing, which is not stopped.
     *
     * @throws InterruptedException if the thread is told to end
     */
    public void pauseRegardless(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    /**
     * Waits until the time is over or somebody calls {@link #stop}.
     *
     * @return whether the deployment was asked to stop
     * @throws InterruptedException if the thread is told to end
     */
    protected boolean rest(Duration time) throws InterruptedException {
        return stop.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
