package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Extent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A switch of the include layout that is killed on the host between its parts: the file may be replaced and not read, read and not
 * looked at. The delays are spread over the time that it takes.
 */
class IncludeFaultsIT {

    private static final List<Integer> DELAYS = Stream.of(0, 20, 40, 60, 90, 130, 180, 250)
            .filter(delay -> Extent.tries(delay % 60 == 0))
            .toList();

    private final FarHost host = FarHost.withInclude();

    @BeforeEach
    void deployTwice() throws Exception {
        assertThat(host.wrongAfter(host.deployHere())).isEmpty();
        assertThat(host.wrongAfter(host.deployHere())).isEmpty();
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void aSwitchThatIsKilledOnTheHostIsPutRight() throws Exception {
        for (int delay : DELAYS) {
            host.deployHere(said -> {
                if (said.line().startsWith("> switch nginx")) {
                    sleep(delay);
                    host.sshd.killSessions();
                }
            });
            List<String> next = host.deployHere();
            assertThat(host.wrongAfter(next)).as(delay + " ms: " + next).isEmpty();
        }
    }

    @Test
    void aSwitchThatIsKilledWithItsEngineIsPutRight() throws Exception {
        for (int delay : DELAYS) {
            host.deployApart(said -> {
                if (said.line().startsWith("> switch nginx")) {
                    sleep(delay);
                    said.kill();
                    host.sshd.killSessions();
                }
            });
            List<String> next = host.deployHere();
            assertThat(host.wrongAfter(next)).as(delay + " ms: " + next).isEmpty();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
