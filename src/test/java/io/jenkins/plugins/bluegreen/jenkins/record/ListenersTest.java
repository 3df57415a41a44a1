package io.jenkins.plugins.bluegreen.jenkins.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.record.DeploymentRecord;
import io.jenkins.plugins.bluegreen.record.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenersTest {

    private static final DeploymentRecord RECORD = Records.full("backend", "shop-1-abcdef");

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch all = new CountDownLatch(2);

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    private final class Good extends DeploymentListener {
        @Override
        public void started(DeploymentRecord record) {
            heard.add("started " + record.id());
            all.countDown();
        }

        @Override
        public void deployed(DeploymentRecord record) {
            heard.add("deployed " + record.id());
            all.countDown();
        }
    }

    private static final class Failing extends DeploymentListener {
        @Override
        public void started(DeploymentRecord record) {
            throw new NoClassDefFoundError("test");
        }
    }

    private static final class Slow extends DeploymentListener {
        private final CountDownLatch end = new CountDownLatch(1);
        private final List<String> heard = new ArrayList<>();

        @Override
        public void started(DeploymentRecord record) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            heard.add("started");
        }
    }

    private void tell(Listeners listeners) {
        listeners.tell(DeploymentListener::started, RECORD);
        listeners.tell(DeploymentListener::deployed, RECORD);
    }

    @Test
    void oneThatFailsOrIsSlowHurtsNoOther() throws Exception {
        Slow slow = new Slow();
        List<DeploymentListener> three = List.of(new Failing(), slow, new Good());
        tell(new Listeners(() -> three, executor));

        assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(heard).containsExactly("started shop-1-abcdef", "deployed shop-1-abcdef");
        assertThat(slow.heard).isEmpty();
        slow.end.countDown();
    }

    @Test
    void oneThatFailedHearsOfWhatComesNext() throws Exception {
        CountDownLatch next = new CountDownLatch(1);
        DeploymentListener failing = new DeploymentListener() {
            @Override
            public void started(DeploymentRecord record) {
                throw new NoClassDefFoundError("test");
            }

            @Override
            public void deployed(DeploymentRecord record) {
                next.countDown();
            }
        };
        tell(new Listeners(() -> List.of(failing), executor));
        assertThat(next.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneThatNeverEndsLeavesNoMoreWaitingThanAFew() throws Exception {
        Slow slow = new Slow();
        Listeners listeners = new Listeners(() -> List.of(slow), executor);
        for (int i = 0; i < 10_000; i++) {
            listeners.tell(DeploymentListener::started, RECORD);
        }
        slow.end.countDown();
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(slow.heard).hasSizeBetween(100, 101);
    }

    @Test
    void nobodyIsToldWhereThatCannotBe() {
        new Listeners(
                        () -> {
                            throw new IllegalStateException("Jenkins is gone");
                        },
                        executor)
                .tell(DeploymentListener::started, RECORD);
        Listeners listeners = new Listeners(() -> List.of(new Good()), task -> {
            throw new RejectedExecutionException("it stops");
        });
        tell(listeners);
        assertThat(heard).isEmpty();
    }
}
