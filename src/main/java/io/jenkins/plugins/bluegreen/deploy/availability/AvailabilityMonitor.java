package io.jenkins.plugins.bluegreen.deploy.availability;

import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe.Limit;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe.Sample;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks the front door at a fixed rate, by turns over a kept and over a new connection. Each question is due at its own time,
 * whatever became of those before: a slow answer does not hide what happens meanwhile. Only to be asked too often makes it slower.
 */
public final class AvailabilityMonitor implements AutoCloseable {

    /** A question takes 5 s at the most, so at the shortest gap of 20 ms no more than these are under way. */
    private static final int MOST_AT_ONCE = 256;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private static final Duration TELL_EVERY = Duration.ofSeconds(1);

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(6);

    /** No slower than this, which most limits allow: what it sees would be worth little. */
    private static final Duration SLOWEST = Duration.ofSeconds(4);

    private final AvailabilityProbe availabilityProbe;
    private final Limits limits;
    private final String router;
    private final Progress progress;
    private final Pacing pacing;
    private final AvailabilityCounter count = new AvailabilityCounter(LONGEST_ANSWER);
    private final TrafficLog traffic = new TrafficLog();
    private final AtomicLong well = new AtomicLong();
    private final Queue<Long> unanswered = new ConcurrentLinkedQueue<>();
    private final CountDownLatch firstAnswer = new CountDownLatch(1);
    private final ScheduledExecutorService schedule;
    private final ExecutorService callers;
    private boolean reuse;
    private Availability result = Availability.UNKNOWN;
    private volatile boolean begun;
    private final AtomicBoolean telling = new AtomicBoolean();
    private final AtomicBoolean toldElsewhere = new AtomicBoolean();

    /**
     * Asks nothing yet.
     *
     * @param availabilityProbe who asks, or null where there is no front door, so that nothing is measured
     * @param router what the router is called
     * @param progress hears when it is asked less often, and what is noticed meanwhile
     */
    public AvailabilityMonitor(AvailabilityProbe availabilityProbe, Limits limits, String router, Progress progress) {
        this.availabilityProbe = availabilityProbe;
        this.limits = limits;
        this.router = router;
        this.progress = progress;
        this.pacing = new Pacing(limits.measureEvery(), SLOWEST);
        this.schedule = Executors.newSingleThreadScheduledExecutor(AvailabilityMonitor::thread);
        this.callers = new ThreadPoolExecutor(
                0, MOST_AT_ONCE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), AvailabilityMonitor::thread);
    }

    /**
     * Begins, and returns when the first answer shows how the front door was before anything is changed.
     *
     * @throws CancelledException if the deployment is asked to stop meanwhile
     */
    public void begin(Cancellation cancellation) throws CancelledException, InterruptedException {
        traffic.begin(cancellation.now(), System.nanoTime());
        if (availabilityProbe == null || limits.measureEvery().isZero()) {
            return;
        }
        begun = true;
        schedule.execute(this::askNext);
        schedule.scheduleWithFixedDelay(
                this::tellSoon, TELL_EVERY.toMillis(), TELL_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        // A name that nobody resolves may take longer than that; it is no reason not to deploy.
        schedule.schedule(firstAnswer::countDown, LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        Runnable leave = firstAnswer::countDown;
        cancellation.onStop(leave);
        try {
            firstAnswer.await();
        } finally {
            cancellation.forget(leave);
        }
        cancellation.check();
    }

    /** Notes that traffic is about to be switched. */
    public void switching() {
        count.switching(System.nanoTime());
        mark(Mark.Kind.SWITCH);
    }

    /** Notes what the deployment did that users might notice. */
    public void mark(Mark.Kind what) {
        progress.marked(traffic.mark(what, System.nanoTime()));
    }

    /** @throws HostException if more questions failed than may */
    public void check() throws HostException {
        int failed = count.failedSinceGood();
        if (failed > limits.maxFailedRequests()) {
            throw new HostException((failed == 1 ? "1 request" : failed + " requests")
                    + " to the front door failed during the switch (" + now().reasons()
                    + "), and maxFailedRequests is " + limits.maxFailedRequests()
                    + "; look at " + router + "'s error log and at the application's.");
        }
    }

    /**
     * Does the same once all that was asked until now is answered, since a question that hangs fails late.
     *
     * @throws CancelledException if the deployment is asked to stop meanwhile
     */
    public void checkAnswered(Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        if (begun && limits.maxFailedRequests() != Limits.ANY_NUMBER) {
            long until = System.nanoTime();
            while (System.nanoTime() - until < LONGEST_ANSWER.toNanos()
                    && unanswered.stream().anyMatch(asked -> asked - until < 0)) {
                cancellation.pause(LOOK_AGAIN);
            }
        }
        check();
    }

    /** Returns how many questions were answered well until now, by what does not lead elsewhere. */
    public long answeredWell() {
        return well.get();
    }

    /** Stops asking, waits for the answers that are due, and returns what was noticed; once more, the same. */
    public Availability end() {
        schedule.shutdownNow();
        callers.shutdown();
        if (begun) {
            begun = false;
            long stopped = System.nanoTime();
            try {
                callers.awaitTermination(LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            result = count.until(stopped);
        }
        return result.over(traffic.all());
    }

    private Availability now() {
        return count.until(System.nanoTime());
    }

    /** In another thread: whoever hears it may take longer than the next question can wait. */
    private void tellSoon() {
        if (telling.compareAndSet(false, true)) {
            try {
                callers.execute(this::tell);
            } catch (RejectedExecutionException e) {
                telling.set(false); // too much is asked at the moment, or it is over
            }
        }
    }

    private void tell() {
        try {
            progress.noticed(now().over(traffic.news()));
        } finally {
            telling.set(false);
        }
    }

    private void askNext() {
        schedule.schedule(this::askNext, pacing.untilNext(System.nanoTime()), TimeUnit.NANOSECONDS);
        reuse = !reuse;
        boolean overKept = reuse;
        try {
            callers.execute(() -> ask(overKept));
        } catch (RejectedExecutionException e) {
            if (!callers.isShutdown()) {
                long at = System.nanoTime();
                count.bad(at, at, "too many questions without an answer");
                traffic.bad(at);
            }
        }
    }

    private void ask(boolean overKept) {
        Long asked = System.nanoTime();
        unanswered.add(asked);
        try {
            count(asked, availabilityProbe.sample(overKept), System.nanoTime());
        } finally {
            // Not before it is counted: then it is answered.
            unanswered.remove(asked);
            firstAnswer.countDown();
        }
    }

    private void count(long asked, Sample sample, long answered) {
        if (sample.limit() == Limit.OF_ROUTER) {
            count.limited();
            traffic.limited(answered);
        } else if (sample.well()) {
            count.good(answered);
            traffic.good(asked, answered, sample.release());
            if (sample.elsewhere().isEmpty()) {
                well.incrementAndGet();
            }
        } else {
            count.bad(asked, answered, sample.seen());
            traffic.bad(asked);
        }
        if (sample.fromRelease()) {
            count.fromRelease(answered);
        }
        if (!sample.elsewhere().isEmpty() && toldElsewhere.compareAndSet(false, true)) {
            progress.note(
                    "",
                    "the front door redirects to " + sample.elsewhere() + " (" + sample.seen()
                            + "), which may be answered by "
                            + router + " alone, so that what is measured there says nothing of the application; give"
                            + " frontDoor a URL that the application answers itself, such as its health page");
        }
        if (sample.limit() != Limit.NONE) {
            slower(asked, answered, sample.seen());
        }
    }

    /** Asks less often, since somebody else's question was turned away because of all that are asked. */
    public void turnedAway() {
        if (begun) {
            long now = System.nanoTime();
            slower(now, now, "one of the proof");
        }
    }

    private void slower(long asked, long answered, String seen) {
        if (pacing.slower(asked, answered)) {
            progress.note(
                    "",
                    "the front door turned a question away since it is asked too often (" + seen
                            + "); it is asked every " + TimeSpan.show(pacing.gap()) + " from now on");
        }
    }

    @Override
    public void close() {
        end();
        if (availabilityProbe != null) {
            availabilityProbe.close();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "blue-green-availability");
        thread.setDaemon(true);
        return thread;
    }
}
