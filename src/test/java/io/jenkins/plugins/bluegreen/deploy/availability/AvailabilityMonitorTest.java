package io.jenkins.plugins.bluegreen.deploy.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Availability;
import io.jenkins.plugins.bluegreen.model.outcome.Traffic.Mark;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
        try (AvailabilityMonitor monitor = new AvailabilityMonitor(availabilityProbe, limits, "nginx", new Silence())) {
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
        try (AvailabilityMonitor monitor = new AvailabilityMonitor(availabilityProbe, limits, "nginx", new Silence())) {
            cancellation.stop();
            long begun = System.nanoTime();
            assertThatThrownBy(() -> monitor.begin(cancellation)).isInstanceOf(CancelledException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
        }
    }

    /** Its own questions may be as many as are let through, so that none is left for those of others. */
    @Test
    @Timeout(60)
    void asksLessOftenAlsoWhereOthersAreTurnedAway() throws Exception {
        List<String> notes = new ArrayList<>();
        Limits limits = new Limits(Duration.ZERO, EVERY, EVERY, Duration.ZERO, 1, EVERY, 0);
        try (AvailabilityMonitor monitor = new AvailabilityMonitor(new GoodVisitor(), limits, "nginx", noting(notes))) {
            monitor.turnedAway();
            assertThat(notes).as("nothing is asked yet").isEmpty();
            monitor.begin(new Cancellation());
            monitor.turnedAway();
            monitor.turnedAway();
        }
        assertThat(notes).hasSize(2);
        assertThat(notes.get(1)).endsWith("it is asked every 2.0 s from now on");
    }

    @Test
    @Timeout(60)
    void tellsWhatItSeesOverTimeWhileItDoes() throws Exception {
        List<Availability> told = new CopyOnWriteArrayList<>();
        List<Mark> marked = new ArrayList<>();
        Silence progress = new Silence() {
            @Override
            public void noticed(Availability seen) {
                told.add(seen);
            }

            @Override
            public void marked(Mark mark) {
                marked.add(mark);
            }
        };
        Duration often = Duration.ofMillis(20);
        Limits limits = new Limits(Duration.ZERO, EVERY, EVERY, Duration.ZERO, 1, often, 0);
        Availability end;
        try (AvailabilityMonitor monitor = new AvailabilityMonitor(new GoodVisitor(), limits, "nginx", progress)) {
            monitor.begin(new Cancellation());
            monitor.switching();
            Until.so(Duration.ofSeconds(50), () -> told.size() > 1, () -> "it tells nothing");
            monitor.mark(Mark.Kind.SWITCHED);
            end = monitor.end();
        }
        assertThat(told.get(1).asked()).isGreaterThan(told.get(0).asked());
        assertThat(told.get(1).traffic().spans().get(0).index())
                .as("only what is new")
                .isGreaterThan(told.get(0).traffic().spans().get(0).index());
        assertThat(end.traffic().spans().stream()
                        .mapToInt(span -> span.good().get(""))
                        .sum())
                .isEqualTo(end.asked());
        assertThat(end.traffic().marks())
                .isEqualTo(marked)
                .extracting(Mark::what)
                .containsExactly(Mark.Kind.SWITCH, Mark.Kind.SWITCHED);
    }

    /** A page shows also then what was done when. */
    @Test
    void tellsWhatWasDoneAlsoWhereNothingIsMeasured() throws Exception {
        Limits limits = new Limits(Duration.ZERO, EVERY, EVERY, Duration.ZERO, 1, EVERY, 0);
        try (AvailabilityMonitor monitor = new AvailabilityMonitor(null, limits, "nginx", new Silence())) {
            monitor.begin(new Cancellation());
            monitor.switching();
            assertThat(monitor.end().asked()).isZero();
            assertThat(monitor.end().traffic().marks()).hasSize(1);
        }
    }

    /** Whatever becomes of the application, that is answered. */
    @Test
    @Timeout(60)
    void tellsOnceThatTheFrontDoorLeadsElsewhere() throws Exception {
        List<String> notes = new CopyOnWriteArrayList<>();
        Limits limits = new Limits(Duration.ZERO, EVERY, EVERY, Duration.ZERO, 1, EVERY, 0);
        try (AvailabilityMonitor monitor =
                new AvailabilityMonitor(new LeadingVisitor(), limits, "nginx", noting(notes))) {
            monitor.begin(new Cancellation());
        }
        assertThat(notes)
                .containsExactly("the front door redirects to https://www.example.com (status 301), which may be"
                        + " answered by nginx alone, so that what is measured there says nothing of the application; give"
                        + " frontDoor a URL that the application answers itself, such as its health page");
    }

    private record LeadingVisitor() implements AvailabilityProbe {

        @Override
        public Sample sample(boolean overKept) {
            return new Sample(true, "status 301", false, Limit.NONE, "", "https://www.example.com");
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static Silence noting(List<String> notes) {
        return new Silence() {
            @Override
            public void note(String host, String text) {
                notes.add(text);
            }
        };
    }

    private record GoodVisitor() implements AvailabilityProbe {

        @Override
        public Sample sample(boolean overKept) {
            return new Sample(true, "status 200", false);
        }

        @Override
        public void close() {
            // Nothing is open.
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
