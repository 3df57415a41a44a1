package io.jenkins.plugins.bluegreen.deploy.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AvailabilityMonitorTest {

    private static final Duration EVERY = Duration.ofMillis(500);

    /** A visitor that keeps to no limit is a defect of our own, and no reason to keep a deployment for ever. */
    @Test
    @Timeout(60)
    void anAnswerThatNeverComesIsNotWaitedForForEver() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        AvailabilityProbe availabilityProbe = new HangingVisitor(hangs);
        Limits limits = new Limits(Duration.ZERO, EVERY, EVERY, Duration.ZERO, 1, EVERY, 0);
        try (AvailabilityMonitor monitor = new AvailabilityMonitor(availabilityProbe, limits, "nginx", text -> {})) {
            monitor.begin(new Cancellation());
            monitor.switching();
            hangs.await();
            monitor.checkAnswered(new Cancellation());
            assertThat(monitor.end().asked()).isPositive();
        }
    }

    @Test
    @Timeout(60)
    void anAbortWaitsForNoFirstAnswer() {
        Cancellation cancellation = new Cancellation();
        AvailabilityProbe availabilityProbe = new HangingVisitor(new CountDownLatch(1), new AtomicBoolean(true));
        Limits limits = new Limits(Duration.ZERO, EVERY, EVERY, Duration.ZERO, 1, EVERY, 0);
        try (AvailabilityMonitor monitor = new AvailabilityMonitor(availabilityProbe, limits, "nginx", text -> {})) {
            cancellation.stop();
            long begun = System.nanoTime();
            assertThatThrownBy(() -> monitor.begin(cancellation)).isInstanceOf(CancelledException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        }
    }

    /** Answers once. */
    private record HangingVisitor(CountDownLatch hangs, AtomicBoolean answered) implements AvailabilityProbe {

        HangingVisitor(CountDownLatch hangs) {
            this(hangs, new AtomicBoolean());
        }

        @Override
        public Sample sample(boolean reuse) {
            if (answered.getAndSet(true)) {
                hangs.countDown();
                LockSupport.parkNanos(Duration.ofMinutes(5).toNanos());
            }
            return new Sample(true, "status 200", false);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
