package io.jenkins.plugins.bluegreen.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.ssh.Sessions.Channels;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shells that are to be opened while hosts that hang keep all threads that open any. */
@Timeout(60)
class SparesTest {

    private static final int HELPERS = 16;
    private static final int KEPT = 3;
    private static final Duration SOON = Duration.ofSeconds(20);

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

    @Test
    void whatWasThereBeforeIsNotUsedAnyMore() {
        Shells shells = new Shells(0);
        shells.spares.begin();
        Until.so(SOON, () -> shells.fed.get() == KEPT, () -> shells.fed + " were fed");
        shells.spares.renew();
        assertOnlyNewOnesAreUsed(shells);
    }

    @Test
    void whatIsBeingOpenedMeanwhileIsNotUsedEither() {
        Shells shells = new Shells(1);
        shells.spares.begin();
        Until.so(SOON, () -> shells.made.size() == KEPT, () -> shells.made.size() + " are being opened");
        shells.spares.renew();
        shells.hang.countDown();
        assertOnlyNewOnesAreUsed(shells);
    }

    private static void assertOnlyNewOnesAreUsed(Shells shells) {
        List<Channel> old = List.copyOf(shells.made.subList(0, KEPT));
        Until.so(SOON, () -> shells.discarded.containsAll(old), () -> "only discarded " + shells.discarded);
        List<Channel> used = new ArrayList<>();
        Until.so(
                SOON,
                () -> {
                    shells.spares.take().ifPresent(spare -> used.add(spare.channel()));
                    return !used.isEmpty();
                },
                () -> "no other one came");
        assertThat(used).doesNotContainAnyElementsOf(old);
    }

    /** They come later, or others do. */
    @Test
    void thatTheyAreSlowToComeIsWaitedForOnce() {
        Shells shells = new Shells(1);
        shells.spares.begin();
        Until.so(SOON, () -> shells.made.size() == KEPT, () -> shells.made.size() + " are being opened");
        long begun = System.nanoTime();
        for (int i = 0; i < 2 * KEPT; i++) {
            assertThat(shells.spares.take()).isEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2 * KEPT));
        shells.hang.countDown();
        Until.so(SOON, () -> shells.spares.take().isPresent(), () -> "none comes any more");
    }

    @Test
    void whatIsBeingOpenedHasAPlaceAsLongAsItIs() {
        Shells shells = new Shells(1);
        shells.spares.begin();
        Until.so(SOON, () -> shells.made.size() == KEPT, () -> shells.made.size() + " are being opened");
        assertThat(shells.spares.giveUp()).isTrue();
        assertThat(shells.spares.giveUp()).isTrue();
        shells.hang.countDown();
        Until.so(SOON, () -> !shells.spares.giveUp(), () -> "it never gave them up");
        Until.so(SOON, () -> shells.discarded.containsAll(shells.made), () -> "only discarded " + shells.discarded);
    }

    /** Shells that are no more than that they were opened. */
    private static final class Shells implements Channels {

        private final CountDownLatch hang;
        private final List<Channel> made = new CopyOnWriteArrayList<>();
        private final Queue<Channel> discarded = new ConcurrentLinkedQueue<>();
        private final AtomicInteger fed = new AtomicInteger();
        private final Spares spares = new Spares(this, discarded::add);

        /** @param hanging 1 where they hang as they are opened, otherwise 0 */
        Shells(int hanging) {
            hang = new CountDownLatch(hanging);
        }

        @Override
        public <C extends Channel> C make(Class<C> kind, String type) {
            Shell shell = new Shell();
            made.add(shell);
            return kind.cast(shell);
        }

        private final class Shell extends ChannelExec {

            @Override
            public void setCommand(String command) {
                // Nothing runs.
            }

            @Override
            public void setOutputStream(OutputStream out) {
                // Nothing is said.
            }

            @Override
            public void setErrStream(OutputStream err) {
                // Nothing is said.
            }

            @Override
            public void connect() {
                SparesTest.await(hang);
            }

            @Override
            public OutputStream getOutputStream() {
                fed.incrementAndGet();
                return OutputStream.nullOutputStream();
            }

            @Override
            public boolean isConnected() {
                return true;
            }

            @Override
            public boolean isClosed() {
                return false;
            }

            @Override
            public boolean isEOF() {
                return false;
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
