package io.jenkins.plugins.bluegreen.deploy.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.shell.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host whose disk hangs, so that it never says whether the lock is to be had. */
class DeployLockTest {

    @TempDir
    Path folder;

    @Test
    @Timeout(20)
    void anAbortEndsTheWaitForAHostThatHangs() throws Exception {
        Cancellation cancellation = new Cancellation();
        ApplicationHost on = Bench.on(new HangingHost(cancellation::stop), new Bench(folder).plan(Map.of()));
        assertThatThrownBy(() -> DeployLock.take(on, cancellation, new Silence(), Duration.ZERO))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    @Timeout(20)
    void theWaitHasALimit() throws Exception {
        ApplicationHost on = Bench.on(new HangingHost(() -> {}), new Bench(folder).plan(Map.of()));
        assertThatThrownBy(() -> DeployLock.attempt(on, new Cancellation(), Duration.ofMillis(100)))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("host did not answer within 100 ms whether")
                .hasMessageContaining("look whether the disk there hangs");
    }

    @Test
    void aHostThatIsNotUnderstoodKeepsNoChannelOpen() throws Exception {
        HangingHost host = new HangingHost(() -> {
            throw new IllegalStateException("odd");
        });
        ApplicationHost on = Bench.on(host, new Bench(folder).plan(Map.of()));
        assertThatThrownBy(() -> DeployLock.attempt(on, new Cancellation(), Duration.ofMinutes(1)))
                .hasMessage("odd");
        assertThat(host.closed.getCount()).isZero();
    }

    @Test
    void anAbortBeforeItHasBegunIsNoFailureOfTheHost() throws Exception {
        Cancellation cancellation = new Cancellation();
        UnableHost host = new UnableHost() {
            @Override
            public Lease hold(Command command, Duration heartbeat) throws HostException {
                cancellation.stop();
                throw new HostException("'lock' on host was interrupted while it was started.");
            }
        };
        ApplicationHost on = Bench.on(host, new Bench(folder).plan(Map.of()));
        assertThatThrownBy(() -> DeployLock.attempt(on, cancellation, Duration.ofMinutes(1)))
                .isInstanceOf(CancelledException.class);
    }

    private static final class HangingHost extends UnableHost {

        private final CountDownLatch closed = new CountDownLatch(1);
        private final Runnable whenAsked;

        HangingHost(Runnable whenAsked) {
            this.whenAsked = whenAsked;
        }

        @Override
        public Lease hold(Command command, Duration heartbeat) {
            return new Lease() {
                @Override
                public String readLine() throws HostException, InterruptedException {
                    whenAsked.run();
                    closed.await();
                    throw new HostException("'lock' on host was closed.");
                }

                @Override
                public boolean alive() {
                    return closed.getCount() > 0;
                }

                @Override
                public void close() {
                    closed.countDown();
                }
            };
        }
    }
}
