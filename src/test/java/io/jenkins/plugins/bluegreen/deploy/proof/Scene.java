package io.jenkins.plugins.bluegreen.deploy.proof;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.HealthProbe.Answer;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** A host with blue on 8080, green on 8081, a router whose user is 33, and the connections that a test puts there; its time passes at once. */
final class Scene extends UnableHost {

    static final Answer OK = new Answer(true, "200", "");
    static final Answer ILL = new Answer(false, "500", "");

    final List<String> connections = new ArrayList<>();
    final Time time = new Time();
    final DeployPlan plan;
    /** What happens in each pause. */
    Runnable meanwhile = () -> {};

    int asked;
    int looks;
    private int ports = 0xC000;
    private int bytes;

    Scene(Path folder) throws IOException {
        Bench bench = new Bench(folder);
        bench.slots = new SlotPair(8080, 8081);
        plan = bench.plan(Map.of());
    }

    /** Time that passes as soon as somebody waits. */
    final class Time extends Cancellation {

        private final Instant[] now;

        Time() {
            this(new Instant[] {Instant.EPOCH});
        }

        private Time(Instant... now) {
            super(() -> now[0]);
            this.now = now;
        }

        @Override
        protected boolean rest(Duration time) {
            pass(time);
            meanwhile.run();
            return stopped();
        }

        void pass(Duration time) {
            now[0] = now[0].plus(time);
        }
    }

    @Override
    public synchronized CommandResult run(Command command, Duration limit) {
        looks++;
        return new CommandResult(0, "own 10.0.0.7\n" + String.join("\n", connections), "");
    }

    /** The router opens a connection, and keeps it. */
    synchronized String keeps(Slot slot) {
        return adds(slot, "in %d %X 01 0100007F 0100007F\nout %1$d %2$X 01 0100007F 33 4711 0100007F");
    }

    /** Something comes over a connection that the router keeps to a slot. */
    synchronized void uses(String connection) {
        String[] words = connection.split(" ");
        String got = "got " + words[1] + " " + Integer.parseInt(words[2], 16) + " ";
        connections.removeIf(line -> line.startsWith(got));
        connections.add(got + ++bytes + " 127.0.0.1");
    }

    /** Somebody on another host opens one, and keeps it. */
    synchronized String elsewhereKeeps(Slot slot) {
        return adds(slot, "in %d %X 01 0700000A 0900000A");
    }

    /** Somebody on this host opened one that is over. */
    synchronized String cameAndWent(Slot slot) {
        return adds(slot, "in %d %X 06 0100007F 0100007F");
    }

    /** The router asks for one, which the slot does not take. */
    synchronized String knocks(Slot slot) {
        return adds(slot, "out %d %X 02 0100007F 33 4711 0100007F");
    }

    private String adds(Slot slot, String line) {
        String connection = line.formatted(plan.slots().port(slot), ports++);
        connections.add(connection);
        return connection;
    }

    synchronized void ends(String connection) {
        connections.remove(connection);
    }

    /** A router that is seen. */
    Way way(Question.Asking asking) {
        return way(Optional.of(this), Set.of(33), asking);
    }

    /** A router on this host; as whom it opens connections is not known. */
    Way unknown(Question.Asking asking) {
        return way(Optional.of(this), Set.of(), asking);
    }

    /** A front door, behind which nothing is seen of the routers. */
    Way frontDoor(Question.Asking asking) {
        return way(Optional.empty(), Set.of(), asking);
    }

    private Way way(Optional<RemoteHost> router, Set<Integer> users, Question.Asking asking) {
        Question question = new Question("here", () -> {
            asked++;
            return asking.ask();
        });
        return new Way(
                plan,
                new Arrivals(List.of(this), router, users, plan.slots()),
                List.of(question),
                time,
                new ReentrantLock());
    }
}
