package io.jenkins.plugins.bluegreen.deploy.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.HealthRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthyAnswer;
import io.jenkins.plugins.bluegreen.model.health.Pace;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.health.StatusRange;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.model.plan.Checks;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The locks of an application on more hosts than are locked one after the other, where others want some of these as well. */
@Timeout(60)
class LocksTest {

    private static final String OURS = "ours";
    private static final String ANOTHER = "another";

    private final Map<String, Locked> locks = new ConcurrentHashMap<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    /** A lock on a host. */
    private static final class Locked {

        private String holder;

        /** How often it is still seen after it was let go. */
        private int seen;

        /** When it is let go by whom this test does not try, or never. */
        private int asks = -1;

        synchronized boolean taken(String by) {
            if (asks > 0) {
                asks--;
            } else if (asks == 0) {
                holder = null;
            }
            if (holder == null && seen > 0) {
                seen--;
                return false;
            }
            if (holder == null) {
                holder = by;
                return true;
            }
            return false;
        }

        synchronized void letGo(int stillSeen) {
            holder = null;
            seen = stillSeen;
        }

        synchronized String holder() {
            return holder;
        }
    }

    /** Time passes when somebody waits. */
    private static final class Waiting extends Cancellation {

        private final AtomicReference<Instant> now;

        Waiting() {
            this(new AtomicReference<>(Instant.EPOCH));
        }

        private Waiting(AtomicReference<Instant> now) {
            super(now::get);
            this.now = now;
        }

        @Override
        protected boolean rest(Duration time) {
            now.updateAndGet(before -> before.plus(time));
            Thread.yield();
            return false;
        }
    }

    @Test
    void whereNobodyHasOneAllAreTaken() throws Exception {
        Cluster cluster = lock();
        assertThat(held(OURS)).containsExactly("h1", "h2", "h3", "h4", "h5", "h6");
        assertThat(asked).startsWith("h1").hasSize(6);
        cluster.close();
        assertThat(held(OURS)).isEmpty();
    }

    @Test
    void whereSomebodyHasTheFirstNoOtherIsTouched() {
        of("h1").taken(ANOTHER);
        assertThatThrownBy(() -> lock()).hasMessageContaining("is being deployed by another");
        assertThat(asked).containsExactly("h1");
    }

    @Test
    void whereSomebodyHasOneForLongAllAreLetGo() {
        of("h3").taken(ANOTHER);
        assertThatThrownBy(() -> lock()).hasMessageContaining("is being deployed by another");
        assertThat(held(OURS)).isEmpty();
        assertThat(held(ANOTHER)).containsExactly("h3");
    }

    /** Those behind it were let go, and their hosts notice only a moment later; that is no other host under the same name. */
    @Test
    void whatWasLetGoIsTakenAgainInTurn() throws Exception {
        of("h3").taken(ANOTHER);
        of("h3").asks = 1;
        Cluster cluster = lock();
        assertThat(held(OURS)).containsExactly("h1", "h2", "h3", "h4", "h5", "h6");
        assertThat(asked.stream().filter("h4"::equals)).hasSizeGreaterThan(2);
        cluster.close();
        assertThat(held(OURS)).isEmpty();
    }

    private Locked of(String host) {
        return locks.computeIfAbsent(host, name -> new Locked());
    }

    private List<String> held(String by) {
        return locks.keySet().stream()
                .filter(host -> by.equals(of(host).holder()))
                .sorted()
                .toList();
    }

    /** Deploys to six hosts, and waits for nobody. */
    private Cluster lock() throws Exception {
        Cancellation cancellation = new Waiting();
        Cluster cluster = new Cluster(plan(), connector());
        boolean locked = false;
        try {
            UndoLog log = new UndoLog(new Silence(), cancellation);
            cluster.connect(log, cancellation);
            cluster.lock(log, cancellation, new Silence(), Duration.ZERO);
            locked = true;
            return cluster;
        } finally {
            if (!locked) {
                cluster.close();
            }
        }
    }

    private static DeployPlan plan() {
        List<Target> hosts =
                IntStream.rangeClosed(1, 6).mapToObj(i -> Target.parse("h" + i)).toList();
        HealthCheck health = new HealthCheck(
                new HealthRequest("http", 0, "/", Map.of()),
                new HealthyAnswer(StatusRange.parse("200"), "", ReleaseMark.NONE),
                1,
                Duration.ofSeconds(20),
                new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(60)));
        return new DeployPlan(
                "d1",
                new Owner("", "shop #1", "ann"),
                new Application(
                        new ApplicationName("shop"),
                        hosts,
                        new NginxRouterConfig(new NginxConfig.Flag(hosts.subList(0, 1), "/srv/flag")),
                        SessionConfig.DEFAULT,
                        new SlotPair(8081, 8082),
                        "/srv/shop",
                        new StartCommand("exec shop", Map.of())),
                new Release("r1", "shop.jar"),
                new Checks(health, FrontDoorRequest.at(null), WarmUp.NONE),
                Hooks.NONE,
                new Limits(
                        Duration.ZERO,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        2,
                        Duration.ZERO,
                        Limits.ANY_NUMBER),
                new AllAtOnce());
    }

    private Connector connector() {
        return (Connector) Proxy.newProxyInstance(
                Connector.class.getClassLoader(), new Class<?>[] {Connector.class}, (proxy, method, words) -> {
                    if (method.getName().equals("connect")) {
                        return new LockedHost(words[0].toString());
                    }
                    return null;
                });
    }

    /** A host that can be locked, and says which one it is. */
    private final class LockedHost extends UnableHost {

        private final String name;

        LockedHost(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String identity() {
            return name;
        }

        @Override
        public CommandResult run(Command command, Duration limit) {
            return new CommandResult(0, name, "");
        }

        @Override
        public Lease hold(Command command, Duration heartbeat) {
            asked.add(name);
            Locked lock = of(name);
            if (lock.taken(OURS)) {
                return new Said(lock, new ArrayDeque<>(List.of("locked")));
            }
            String holder = lock.holder();
            return holder == null || holder.equals(OURS)
                    ? new Said(null, new ArrayDeque<>(List.of("ours=yes", "held=" + OURS)))
                    : new Said(null, new ArrayDeque<>(List.of("held=" + holder)));
        }
    }

    /** What is said of a lock, and whether it is held. */
    private static final class Said implements Lease {

        private final Locked lock;
        private final Deque<String> lines;
        private boolean closed;

        Said(Locked lock, Deque<String> lines) {
            this.lock = lock;
            this.lines = lines;
        }

        @Override
        public String readLine() {
            return lines.poll();
        }

        @Override
        public boolean alive() {
            return lock != null && !closed;
        }

        @Override
        public synchronized void close() {
            if (lock != null && !closed) {
                lock.letGo(2);
            }
            closed = true;
        }
    }
}
