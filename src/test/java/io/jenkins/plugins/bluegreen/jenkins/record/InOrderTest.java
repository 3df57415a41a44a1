package io.jenkins.plugins.bluegreen.jenkins.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class InOrderTest {

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final InOrder later = new InOrder(executor);
    private final List<Integer> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    @Test
    void doesOneAfterTheOther() {
        List<Integer> all = IntStream.range(0, 1_000).boxed().toList();
        all.forEach(i -> later.add(() -> done.add(i)));
        later.finish();
        assertThat(done).isEqualTo(all);
    }

    /** Whatever it fails with. */
    @Test
    void oneThatFailsHoldsUpNone() {
        later.add(() -> {
            throw new NoClassDefFoundError("test");
        });
        later.add(() -> done.add(1));
        later.finish();
        assertThat(done).containsExactly(1);
    }

    @Test
    void isFinishedAlsoByAThreadThatIsToldToEnd() {
        CountDownLatch begun = new CountDownLatch(1);
        later.add(() -> {
            try {
                begun.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            done.add(1);
        });
        later.add(() -> done.add(2));
        Thread.currentThread().interrupt();
        executor.execute(begun::countDown);
        later.finish();
        assertThat(Thread.interrupted()).as("it is told still").isTrue();
        assertThat(done).containsExactly(1, 2);
    }
}
