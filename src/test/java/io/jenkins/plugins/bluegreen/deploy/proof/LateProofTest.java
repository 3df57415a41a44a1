package io.jenkins.plugins.bluegreen.deploy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What proves a switch to green before which nobody looked, as after a restart: the router, whose workers are user 33, answers over the
 * connections that it has, and makes no other.
 */
class LateProofTest {

    @TempDir
    Path folder;

    @Test
    void itsConnectionsToTheNewSlotAloneDo() throws Exception {
        assertThat(proven(to("green", 33))).contains("over connections that it keeps to green");
    }

    @Test
    void whereItHasSomeToTheOldOneAsWellTheyDoNot() {
        assertUnproven(to("green", 33) + to("blue", 33));
    }

    @Test
    void thoseOfOthersDoNot() {
        assertUnproven(to("green", 1000));
        assertUnproven("");
        assertUnproven("in PORT-green C3A4 01 0200000A 0700000A\n");
    }

    private static String to(String slot, int user) {
        return "in PORT-" + slot + " C3A4 01 0100007F 0100007F\nout PORT-" + slot + " C3A4 01 0100007F " + user
                + " 4711 0100007F\n";
    }

    private void assertUnproven(String connections) {
        assertThatThrownBy(() -> proven(connections))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("no connection came there");
    }

    private String proven(String connections) throws Exception {
        var plan = new Bench(folder).plan(Map.of());
        RemoteHost host = new UnableHost() {
            @Override
            public CommandResult run(Command command, Duration limit) {
                String table = connections
                        .replace("PORT-blue", String.valueOf(plan.slots().blue()))
                        .replace("PORT-green", String.valueOf(plan.slots().green()));
                return new CommandResult(0, table + "own 10.0.0.7\n", "");
            }
        };
        Arrivals arrivals = new Arrivals(List.of(host), Optional.of(host), Set.of(33), plan.slots());
        Question question = new Question("on it", () -> new Answer(true, "200", ""));
        Way way = new Way(plan, arrivals, List.of(question), new Hurried(), new ReentrantLock());
        return way.prove(Slot.GREEN, way.late(), Tally.When.LAST).said();
    }

    /** For whom each wait takes no time. */
    private static final class Hurried extends Cancellation {

        private final AtomicReference<Instant> now;

        Hurried() {
            this(new AtomicReference<>(Instant.EPOCH));
        }

        private Hurried(AtomicReference<Instant> now) {
            super(now::get);
            this.now = now;
        }

        @Override
        protected boolean rest(Duration time) {
            now.updateAndGet(then -> then.plus(time));
            return stopped();
        }
    }
}
