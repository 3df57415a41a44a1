package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.Channel;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.Sessions.Channels;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shells that are to be opened while hosts that hang keep all threads that open any. */
@Timeout(60)
class SparesTest {

    private static final int HELPERS = 16;

    private final AtomicInteger opened = new AtomicInteger();
    private final Spares spares = new Spares(
            new Channels() {
                @Override
                public <C extends Channel> C make(Class<C> kind, String type) throws HostException {
                    opened.incrementAndGet();
                    throw new HostException("the connection is over");
                }
            },
            channel -> {});

    /** By then the only place may be another's. */
    @Test
    void whatWasGivenUpMeanwhileIsNotOpened() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch behind = new CountDownLatch(HELPERS);
        for (int i = 0; i < HELPERS; i++) {
            SshThreads.beside(() -> await(hanging));
        }
        spares.begin();
        assertThat(spares.giveUp()).as("some were to come").isTrue();
        hanging.countDown();
        for (int i = 0; i < HELPERS; i++) {
            SshThreads.beside(() -> {
                behind.countDown();
                await(behind);
            });
        }
        behind.await();
        assertThat(opened).hasValue(0);
        assertThat(spares.take()).isEmpty();
    }

    @Test
    void nobodyWaitsForOneThatCannotBeOpened() {
        spares.begin();
        Until.so(Duration.ofSeconds(20), () -> opened.get() > 0, () -> "none was asked for");
        assertThat(spares.take()).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
