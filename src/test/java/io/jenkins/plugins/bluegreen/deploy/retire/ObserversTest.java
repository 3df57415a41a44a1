package io.jenkins.plugins.bluegreen.deploy.retire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ObserversTest {

    private static final int HOSTS = 100;

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger looks = new AtomicInteger();

    /** Looks so often, each of them as soon as it may. */
    private final class Often implements Observers.Look {

        private final CountDownLatch first;
        private int left;

        Often(int often, CountDownLatch first) {
            this.left = often;
            this.first = first;
        }

        @Override
        public boolean due() {
            return true;
        }

        @Override
        public boolean again() throws InterruptedException {
            threads.add(Thread.currentThread());
            looks.incrementAndGet();
            first.countDown();
            first.await();
            left--;
            return left > 0;
        }
    }

    @Test
    void manyAreLookedAtByFewThreadsAtOnce() throws Exception {
        // None of them goes on until all threads are at one.
        CountDownLatch all = new CountDownLatch(Observers.MOST);
        new Observers(Stream.generate(() -> new Often(3, all)).limit(HOSTS).toList(), new Cancellation()).run();
        assertThat(threads).hasSize(Observers.MOST);
        assertThat(looks).hasValue(3 * HOSTS);
    }

    @Test
    void oneThatIsWaitedForHoldsNoOther() throws Exception {
        CountDownLatch others = new CountDownLatch(HOSTS);
        Look slow = new Look(true, others::await);
        new Observers(with(slow, new Look(true, others::countDown)), new Cancellation()).run();
        assertThat(others.getCount()).isZero();
    }

    @Test
    void oneThatFailsEndsThoseThatRest() {
        Look failing = new Look(true, () -> {
            throw new HostException("it fails");
        });
        assertThatThrownBy(() -> new Observers(with(failing, new Look(false, () -> {})), new Cancellation()).run())
                .isInstanceOf(HostException.class)
                .hasMessage("it fails");
    }

    private static List<Look> with(Look one, Look others) {
        return Stream.concat(Stream.of(one), Stream.generate(() -> others).limit(HOSTS))
                .toList();
    }

    private interface Done {
        void run() throws HostException, InterruptedException;
    }

    /** Looks once, if ever. */
    private record Look(boolean due, Done done) implements Observers.Look {

        @Override
        public boolean again() throws HostException, InterruptedException {
            done.run();
            return false;
        }
    }
}
