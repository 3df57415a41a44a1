package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.plan.Limits;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Visitor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MeasurementTest {

    private static final Duration EVERY = Duration.ofMillis(500);

    /** A visitor that keeps to no limit is a defect of our own, and no reason to keep a deployment for ever. */
    @Test
    @Timeout(60)
    void anAnswerThatNeverComesIsNotWaitedForForEver() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        Visitor visitor = new HangingVisitor(hangs);
        Limits limits = new Limits(Duration.ZERO, EVERY, EVERY, Duration.ZERO, 1, EVERY, 0);
        try (Measurement measurement = new Measurement(visitor, limits)) {
            measurement.begin();
            measurement.switching();
            hangs.await();
            measurement.checkAnswered(new Patience());
            assertThat(measurement.end().asked()).isPositive();
        }
    }

    /** Answers once. */
    private record HangingVisitor(CountDownLatch hangs, AtomicBoolean answered) implements Visitor {

        HangingVisitor(CountDownLatch hangs) {
            this(hangs, new AtomicBoolean());
        }

        @Override
        public Visit visit(boolean reuse) {
            if (answered.getAndSet(true)) {
                hangs.countDown();
                LockSupport.parkNanos(Duration.ofMinutes(5).toNanos());
            }
            return new Visit(true, "status 200", false);
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
