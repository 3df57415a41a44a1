package io.jenkins.plugins.bluegreen.deploy.status;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.journal.LockHolder;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.HealthSummary;
import io.jenkins.plugins.bluegreen.deploy.state.HealthSummary.Health;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.status.HostStatus.Releases;
import io.jenkins.plugins.bluegreen.deploy.undo.Defect;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is found at one host, in one round trip and a question to each slot; another thread may take what there is of that at any moment. */
final class Look {

    private final DeployPlan plan;
    private final Target target;
    private final Connector connector;
    private final Duration limit;

    private boolean over;
    private volatile String unknown;
    private volatile HostState state;
    private volatile LockHolder lock;
    private volatile Map<Slot, String> builds = Map.of();
    private volatile List<String> notKeptUp = List.of();
    private volatile Releases releases = Releases.UNKNOWN;
    private volatile RouterState router;
    private volatile RouterTerms terms;
    private volatile String routerUnknown;
    private final Map<Slot, Health> health = new ConcurrentHashMap<>();

    /** @param limit how long all of it may take */
    Look(DeployPlan plan, Target target, Connector connector, Duration limit) {
        this.plan = plan;
        this.target = target;
        this.connector = connector;
        this.limit = limit;
        this.unknown = "it was not looked at.";
        this.routerUnknown = unknown;
    }

    /** Looks; whatever fails is told as what it found. */
    void run() throws InterruptedException {
        try (RemoteHost host = connector.connect(target)) {
            look(host);
        } catch (HostException e) {
            fail(e.getMessage());
        } catch (RuntimeException | Error e) {
            fail(Defect.of(e).getMessage());
        }
    }

    /** Has all that is not known by now be unknown for good, since it takes too long. */
    synchronized void tooLong() {
        fail("it did not answer within " + TimeSpan.show(limit) + ".");
        over = true;
    }

    private synchronized void fail(String why) {
        if (over) {
            return; // of what was given up, only that is to be told
        }
        if (unknown != null) {
            unknown = why;
        }
        if (routerUnknown != null) {
            routerUnknown = why;
        }
    }

    private void look(RemoteHost host) throws HostException, InterruptedException {
        ApplicationHost on = plan.hosts().contains(target) ? ApplicationHost.of(host, connector, plan) : null;
        TrafficRouter switched = plan.routerHosts().contains(target) ? connector.router(host) : null;
        List<Command> questions = new ArrayList<>();
        if (on != null) {
            questions.addAll(Cluster.questions(on));
            questions.add(LockHolder.command(plan.directory()));
            questions.add(on.releases().buildsCommand());
            questions.add(on.processes().upkeepCommand());
            questions.add(on.releases().inspectCommand());
        }
        if (switched != null) {
            questions.add(switched.inspectCommand());
        }
        List<CommandResult> answers =
                host.run(questions.stream().map(Command::looking).toList(), limit);
        if (switched != null) {
            read(switched, answers.get(answers.size() - 1));
        }
        if (on != null) {
            HostState found = Cluster.parse(on, answers);
            lock = LockHolder.parse(on.name(), answers.get(2)).orElse(null);
            builds = on.releases().builds(answers.get(3));
            notKeptUp = on.processes().notKeptUp(answers.get(4));
            releases = releases(on, answers.get(5));
            state = found;
            unknown = null;
            ask(on, found);
        }
    }

    /** How the slots are is told also where this cannot be. */
    private static Releases releases(ApplicationHost on, CommandResult answer) {
        try {
            return Releases.of(on.releases().parse(answer));
        } catch (HostException e) {
            return Releases.UNKNOWN;
        }
    }

    /** What runs there is told also where this cannot be. */
    private void read(TrafficRouter switched, CommandResult answer) {
        try {
            terms = switched.terms();
            router = switched.parse(answer);
            routerUnknown = null;
        } catch (HostException e) {
            routerUnknown = e.getMessage();
        }
    }

    private void ask(ApplicationHost on, HostState found) throws InterruptedException {
        HealthSummary summary = new HealthSummary(plan, List.of(on), connector.probe());
        for (Slot slot : Slot.values()) {
            health.put(slot, summary.health(found, slot));
        }
    }

    Target target() {
        return target;
    }

    /** Returns what there is on a host of the application, if that is known. */
    Optional<HostState> state() {
        return Optional.ofNullable(state);
    }

    /** Returns who holds the lock, or null. */
    LockHolder lock() {
        return lock;
    }

    /** Returns which build deployed the release in a slot, or an empty text. */
    String build(Slot slot) {
        return builds.getOrDefault(slot, "");
    }

    /** Returns which releases lie there. */
    Releases releases() {
        return releases;
    }

    /** Returns why it is not known what there is on a host of the application. */
    String unknown() {
        return unknown;
    }

    /** Returns what is not started again after a crash or a reboot. */
    List<String> notKeptUp() {
        return notKeptUp;
    }

    /** Returns what the router serves, if that is known. */
    Optional<RouterState> router() {
        return Optional.ofNullable(router);
    }

    RouterTerms terms() {
        return terms;
    }

    /** Returns why it is not known what the router serves. */
    String routerUnknown() {
        return routerUnknown;
    }

    /** Returns what a slot answered, as far as it was asked. */
    Health health(Slot slot) {
        return health.getOrDefault(slot, Health.NOT_ASKED);
    }
}
