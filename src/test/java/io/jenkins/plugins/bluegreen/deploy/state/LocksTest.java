package io.jenkins.plugins.bluegreen.deploy.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.lab.Silence;
import io.jenkins.plugins.bluegreen.lab.UnableHost;
import io.jenkins.plugins.bluegreen.lab.Until;
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
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.host.HostException;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The locks of an application on more hosts than are locked one after the other, where others want some of these as well. */
@Timeout(60)
class LocksTest {

    private static final String OURS = "ours";
    private static final String ANOTHER = "another";

    private static final Duration LONG = Duration.ofDays(1_000);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int TIMES = 20;

    private final Map<String, Locked> locks = new ConcurrentHashMap<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Queue<String> looked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();

    /** What happens when a host is asked for its lock. */
    private final Map<String, Happening> happenings = new ConcurrentHashMap<>();

    private final Cancellation cancellation = new Waiting();

    private interface Happening {
        void now() throws HostException;
    }

    /** A lock on a host. */
    private static final class Locked {

        private String holder;

        /** Who had it last. */
        private String last = "";

        /** Who gets it as soon as it was looked at. */
        private String next;

        /** How often it is still seen after it was let go. */
        private int seen;

        /** How often it will be then. */
        private int lingers = 2;

        /** When it is let go by whom this test does not try, or never. */
        private int asks = -1;

        synchronized boolean taken(String by) {
            if (asks > 0) {
                asks--;
            } else if (asks == 0) {
                holder = null;
                asks = -1;
            }
            if (holder == null && seen > 0) {
                seen--;
                return false;
            }
            if (holder == null) {
                holder = by;
                last = by;
                return true;
            }
            return false;
        }

        synchronized void letGo() {
            holder = null;
            seen = lingers;
        }

        synchronized String looked() {
            String shown = holder == null && seen > 0 ? last : holder;
            if (next != null) {
                holder = next;
                last = next;
                next = null;
            }
            return shown;
        }

        synchronized String holder() {
            return holder;
        }

        synchronized String last() {
            return last;
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
        assertThat(looked).containsExactlyInAnyOrder("h2", "h3", "h4", "h5", "h6");
        cluster.close();
        assertThat(held(OURS)).isEmpty();
    }

    @Test
    void whereSomebodyHasTheFirstNoOtherIsTouched() {
        of("h1").taken(ANOTHER);
        assertThatThrownBy(() -> lock()).hasMessageContaining("is being deployed by another");
        assertThat(asked).containsOnly("h1");
        assertThat(looked).isEmpty();
    }

    /** Who deploys to that one and others may have tried all at once, and not got them. */
    @Test
    void theFirstMayBeBeingLetGo() throws Exception {
        of("h1").taken(ANOTHER);
        of("h1").asks = 3;
        Cluster cluster = lock();
        assertThat(held(OURS)).containsExactly("h1", "h2", "h3", "h4", "h5", "h6");
        cluster.close();
    }

    @Test
    void whereSomebodyHasOneForLongNoneBehindItIsTouched() {
        of("h3").taken(ANOTHER);
        assertThatThrownBy(() -> lock()).hasMessageContaining("is being deployed by another");
        assertThat(asked).containsOnly("h1", "h2", "h3");
        assertThat(held(OURS)).isEmpty();
        assertThat(held(ANOTHER)).containsExactly("h3");
    }

    @Test
    void whereSomebodyGetsOneMeanwhileAllAreLetGo() {
        of("h3").next = ANOTHER;
        assertThatThrownBy(() -> lock()).hasMessageContaining("is being deployed by another");
        assertThat(asked).contains("h4", "h5", "h6");
        assertThat(held(OURS)).isEmpty();
        assertThat(held(ANOTHER)).containsExactly("h3");
    }

    /** Those behind it were let go, and their hosts notice only a moment later; that is no other host under the same name. */
    @Test
    void whatWasLetGoIsTakenAgainInTurn() throws Exception {
        of("h3").next = ANOTHER;
        of("h3").asks = 1;
        Cluster cluster = lock();
        assertThat(held(OURS)).containsExactly("h1", "h2", "h3", "h4", "h5", "h6");
        assertThat(asked.stream().filter("h4"::equals)).hasSizeGreaterThan(2);
        cluster.close();
        assertThat(held(OURS)).isEmpty();
    }

    /** Its host hears nothing of us for a minute, and then gives us up. */
    @Test
    void whatWasLetGoOverALinkThatStallsIsOursAWhileLonger() throws Exception {
        of("h3").next = ANOTHER;
        of("h3").asks = 1;
        of("h5").lingers = 60;
        Cluster cluster = lock();
        assertThat(held(OURS)).containsExactly("h1", "h2", "h3", "h4", "h5", "h6");
        cluster.close();
    }

    @Test
    void twoNamesOfOneHostAreTold() {
        locks.put("h6", of("h5"));
        assertThatThrownBy(() -> lock()).hasMessageContaining("is locked by this very deployment");
        assertThat(held(OURS)).isEmpty();
    }

    @Test
    void anAbortMeanwhileLeavesNone() {
        happenings.put("h4", cancellation::stop);
        assertThatThrownBy(() -> lock()).isInstanceOf(CancelledException.class);
        assertThat(held(OURS)).isEmpty();
    }

    @Test
    void anAbortWithTheLastOneLeavesNone() {
        happenings.put("h2", cancellation::stop);
        assertThatThrownBy(() -> lock(OURS, List.of("h1", "h2"), cancellation, Duration.ZERO))
                .isInstanceOf(CancelledException.class);
        assertThat(held(OURS)).isEmpty();
    }

    @Test
    void aHostThatFailsMeanwhileLeavesNone() {
        happenings.put("h4", () -> {
            throw new HostException("h4 is gone.");
        });
        assertThatThrownBy(() -> lock()).hasMessage("h4 is gone.");
        assertThat(held(OURS)).isEmpty();
    }

    /** They have four hosts in common, and name them in different orders. */
    @Test
    void twoWhoWantTheSameGetThemInTurn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        AtomicInteger ended = new AtomicInteger();
        try {
            Future<?> one = threads.submit(() -> again("one", List.of("h6", "h5", "h4", "h3", "h2", "h1"), ended));
            Future<?> two = threads.submit(() -> again("two", List.of("h3", "h4", "h5", "h6", "h7", "h8"), ended));
            one.get();
            two.get();
        } finally {
            threads.shutdownNow();
        }
    }

    private Void again(String name, List<String> hosts, AtomicInteger ended) throws Exception {
        String[] all = hosts.stream().sorted().toArray(String[]::new);
        for (int i = 0; i < TIMES; i++) {
            String owner = name + i;
            Cluster cluster = lock(owner, hosts, new Waiting(), LONG);
            int before = refused.get();
            assertThat(held(owner)).containsExactly(all);
            Until.so(SOON, () -> refused.get() > before || ended.get() > 0, () -> "the other one does not ask");
            assertThat(held(owner)).containsExactly(all);
            cluster.close();
        }
        ended.incrementAndGet();
        return null;
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
        return lock(OURS, List.of("h1", "h2", "h3", "h4", "h5", "h6"), cancellation, Duration.ZERO);
    }

    private Cluster lock(String owner, List<String> hosts, Cancellation ended, Duration limit) throws Exception {
        Cluster cluster = new Cluster(plan(hosts), connector(owner));
        boolean locked = false;
        try {
            UndoLog log = new UndoLog(new Silence(), ended);
            cluster.connect(log, ended);
            cluster.lock(log, ended, new Silence(), limit);
            locked = true;
            return cluster;
        } finally {
            if (!locked) {
                cluster.close();
            }
        }
    }

    private static DeployPlan plan(List<String> names) {
        List<Target> hosts = names.stream().map(Target::parse).toList();
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

    private Connector connector(String owner) {
        return (Connector) Proxy.newProxyInstance(
                Connector.class.getClassLoader(), new Class<?>[] {Connector.class}, (proxy, method, words) -> {
                    if (method.getName().equals("connect")) {
                        return new LockedHost(words[0].toString(), owner);
                    }
                    return null;
                });
    }

    /** A host that can be locked, and says which one it is. */
    private final class LockedHost extends UnableHost {

        private final String name;
        private final String owner;

        LockedHost(String name, String owner) {
            this.name = name;
            this.owner = owner;
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
            if (!command.name().equals("holder")) {
                return new CommandResult(0, name, "");
            }
            looked.add(name);
            String holder = of(name).looked();
            return new CommandResult(0, holder == null ? "" : "held=" + holder + "\ndeployment=d\n", "");
        }

        @Override
        public Lease hold(Command command, Duration heartbeat) throws HostException {
            asked.add(name);
            if (happenings.containsKey(name)) {
                happenings.get(name).now();
            }
            Locked lock = of(name);
            if (lock.taken(owner)) {
                return new Said(lock, new ArrayDeque<>(List.of("locked")));
            }
            refused.incrementAndGet();
            String holder = lock.last();
            return new Said(
                    null,
                    new ArrayDeque<>(
                            holder.equals(owner) ? List.of("ours=yes", "held=" + holder) : List.of("held=" + holder)));
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
                lock.letGo();
            }
            closed = true;
        }
    }
}
