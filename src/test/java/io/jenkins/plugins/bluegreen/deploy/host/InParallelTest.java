package io.jenkins.plugins.bluegreen.deploy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InParallelTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final CountDownLatch lastWord = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch failing = new CountDownLatch(1);
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicReference<Exception> thrown = new AtomicReference<>();
    private final AtomicBoolean stillTold = new AtomicBoolean();

    /** One fails, and the other, which does not end at once, is waited for: then who waits is told to end. */
    @Test
    void anInterruptWhileTheOthersEndHidesNoFailureAndIsPassedOn() throws Exception {
        Thread caller = new Thread(this::call);
        caller.start();
        failing.await();
        Until.so(LONG, () -> caller.getState() == Thread.State.TIMED_WAITING, () -> "it is " + caller.getState());
        caller.interrupt();
        Until.so(LONG, () -> !caller.isInterrupted(), () -> "it does not notice");
        lastWord.countDown();
        caller.join();

        assertThat(thrown.get()).isInstanceOf(HostException.class).hasMessage("it fails");
        assertThat(ended).as("it returned when all had ended").isTrue();
        assertThat(stillTold).as("who called is still told to end").isTrue();
    }

    private void call() {
        try {
            InParallel.each(List.of(true, false), new Cancellation(), fails -> {
                if (fails) {
                    begun.await();
                    failing.countDown();
                    throw new HostException("it fails");
                }
                untilTheLastWord();
            });
        } catch (Exception e) {
            thrown.set(e);
        }
        stillTold.set(Thread.currentThread().isInterrupted());
    }

    private void untilTheLastWord() {
        begun.countDown();
        Until.so(LONG, () -> lastWord.getCount() == 0, () -> "nobody said it");
        ended.set(true);
    }

    /** With many hosts, each thread that only waits for the others would be one more. */
    @Test
    void aThreadEndsWithWhatItDoesThoughOthersGoOn() throws Exception {
        AtomicReference<Thread> first = new AtomicReference<>();
        InParallel.each(List.of(true, false), new Cancellation(), one -> {
            if (one) {
                first.set(Thread.currentThread());
            } else {
                Until.so(LONG, () -> first.get() != null && !first.get().isAlive(), () -> "it goes on");
            }
        });
        assertThat(first.get().isAlive()).isFalse();
    }

    @Test
    void soManyAtOnceAreNoMore() throws Exception {
        Queue<Integer> done = new ConcurrentLinkedQueue<>();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        CountDownLatch both = new CountDownLatch(2);
        InParallel.each(List.of(1, 2, 3, 4, 5), 2, new Cancellation(), one -> {
            threads.add(Thread.currentThread());
            both.countDown();
            both.await();
            done.add(one);
        });
        assertThat(done).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(threads).hasSize(2);
    }

    @Test
    void whereTheFirstFailsNothingIsDoneToTheOthers() {
        Queue<Integer> done = new ConcurrentLinkedQueue<>();
        assertThatThrownBy(() -> InParallel.firstThenRest(List.of(1, 2, 3), one -> {
                    done.add(one);
                    throw new HostException("the first");
                }))
                .hasMessage("the first");
        assertThat(done).containsExactly(1);
    }

    @Test
    void afterTheFirstTheOthersAreDoneAtOnceEachToItsEnd() {
        CyclicBarrier together = new CyclicBarrier(3);
        Queue<Integer> done = new ConcurrentLinkedQueue<>();
        assertThatThrownBy(() -> InParallel.firstThenRest(List.of(1, 2, 3, 4), one -> {
                    if (one > 1) {
                        await(together);
                    }
                    if (one == 3) {
                        throw new HostException("the third");
                    }
                    done.add(one);
                }))
                .hasMessage("the third");
        assertThat(done).containsExactlyInAnyOrder(1, 2, 4);
    }

    /** An abort that one of them heeds ends no other. */
    @Test
    void eachGoesOnToItsEndThoughOneHeedsAnAbort() {
        Queue<Integer> done = new ConcurrentLinkedQueue<>();
        assertThatThrownBy(() -> InParallel.eachToItsEnd(List.of(1, 2, 3), one -> {
                    if (one == 1) {
                        begun.countDown();
                        throw new CancelledException();
                    }
                    begun.await();
                    Thread.sleep(100);
                    done.add(one);
                    if (one == 3) {
                        throw new HostException("the third");
                    }
                }))
                .isInstanceOf(CancelledException.class);
        assertThat(done).containsExactlyInAnyOrder(2, 3);
    }

    private static void await(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
