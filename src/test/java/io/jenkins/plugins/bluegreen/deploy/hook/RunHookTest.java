package io.jenkins.plugins.bluegreen.deploy.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.hook.RunHook.EndUnseenException;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.shell.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks on a host that does not tell how they began, or ended. */
class RunHookTest {

    @TempDir
    Path folder;

    private final Cancellation cancellation = new Cancellation();
    private boolean renewed;

    /** Its script may have been fed, and its first line have been lost. */
    @Test
    void whatDidNotBeginAsFarAsWeKnowMayHaveToBeEnded() {
        assertThatThrownBy(() -> hook(new HostException("'hook' on host could not be started within 30 s.")))
                .isInstanceOf(EndUnseenException.class)
                .hasMessage("'hook' on host could not be started within 30 s.");
        assertThat(renewed).isTrue();
    }

    @Test
    void anAbortMeanwhileIsNoFailureOfTheHook() {
        cancellation.stop();
        assertThatThrownBy(() -> hook(new HostException("'hook' on host was interrupted while it was started.")))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void whatFollowsFindsTheEnvironmentThatItLeft() {
        assertThatThrownBy(() -> hook(null)).isInstanceOf(EndUnseenException.class);
        assertThat(renewed).isTrue();
    }

    /** @param failure of what was to begin, or null where it begins and says nothing */
    private void hook(HostException failure) throws Exception {
        Bench bench = new Bench(folder);
        bench.hooks = new Hooks(Map.of(Hook.BEFORE_START, "true"), Duration.ofMinutes(1), false);
        UnableHost host = new UnableHost() {
            @Override
            public Lease hold(Command command, Duration heartbeat) throws HostException {
                if (failure != null) {
                    throw failure;
                }
                return new Ended();
            }

            @Override
            public void renew() {
                renewed = true;
            }
        };
        new RunHook(Bench.on(host, bench.plan(Map.of())), Hook.BEFORE_START, Map.of(), new Silence(), cancellation)
                .run();
    }

    /** A script that is gone. */
    private static final class Ended implements Lease {

        @Override
        public String readLine() {
            return null;
        }

        @Override
        public boolean alive() {
            return false;
        }

        @Override
        public void close() {
            // It has ended.
        }
    }
}
