package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.host.ReconnectingHost;
import io.jenkins.plugins.bluegreen.deploy.journal.DeployLock;
import io.jenkins.plugins.bluegreen.deploy.journal.History;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.journal.JournalFile;
import io.jenkins.plugins.bluegreen.deploy.journal.LockLostException;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The hosts of one deployment, connected: those of the application, each locked, and those of its router. Closing frees all. */
public final class Cluster implements AutoCloseable {

    /** Looking at a host may have to wait for a script that removes a whole release. */
    private static final Duration LOOK = Duration.ofMinutes(15);

    private final DeployPlan plan;
    private final Connector connector;
    private final Map<Target, ReconnectingHost> connected = new ConcurrentHashMap<>();
    private final List<ApplicationHost> app = new ArrayList<>();
    private final List<TrafficRouter> routers = new ArrayList<>();
    private final List<DeployLock> locks = new ArrayList<>();

    /** Connects nowhere yet. */
    public Cluster(DeployPlan plan, Connector connector) {
        this.plan = plan;
        this.connector = connector;
    }

    /** Returns the application's hosts, in their order. */
    public List<ApplicationHost> app() {
        return List.copyOf(app);
    }

    /** Returns the routers, in the order of their hosts. */
    public List<TrafficRouter> routers() {
        return List.copyOf(routers);
    }

    /** Returns the routers' hosts, in the same order. */
    public List<RemoteHost> routerHosts() {
        return plan.routerHosts().stream().<RemoteHost>map(connected::get).toList();
    }

    /** Logs in everywhere at once: a host that is both the application's and a router's is logged in to once. */
    public void connect(UndoLog undoLog, Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        Set<Target> targets = new LinkedHashSet<>(plan.hosts());
        targets.addAll(plan.routerHosts());
        InParallel.each(List.copyOf(targets), cancellation, target -> {
            undoLog.perform(target.toString(), "connect", () -> {
                connected.put(target, new ReconnectingHost(connector, target));
                return "";
            });
        });
        plan.hosts().forEach(target -> app.add(ApplicationHost.of(connected.get(target), connector, plan)));
        plan.routerHosts().forEach(target -> routers.add(connector.router(connected.get(target))));
    }

    /** Locks the application on each of its hosts, waiting for each lock at most as long as the limit says. */
    public void lock(UndoLog undoLog, Cancellation cancellation, Progress progress, Duration limit)
            throws HostException, CancelledException, InterruptedException {
        for (ApplicationHost on : app) {
            undoLog.perform(on.name(), "lock " + plan.app(), () -> {
                locks.add(DeployLock.take(on, cancellation, progress, limit));
                return "";
            });
        }
    }

    /**
     * Makes sure that something can be undone or retired: connects again where a connection broke, and takes a lock that fell
     * with it.
     *
     * @param begun what was begun on the hosts, or nothing where all is as it was
     * @throws LockLostException if another deployment had a lock meanwhile
     * @throws HostException if that cannot be had, for example because another deployment has the lock by now
     */
    public void reconnectAndRelock(Optional<Journal> begun, Cancellation cancellation)
            throws HostException, InterruptedException {
        for (ReconnectingHost host : connected.values()) {
            host.reconnectIfLost();
        }
        for (int i = 0; i < locks.size(); i++) {
            if (!locks.get(i).held()) {
                locks.get(i).close();
                locks.set(i, DeployLock.retake(app.get(i), cancellation));
                if (begun.isPresent() && !inspect(app.get(i)).stillOf(begun.get())) {
                    throw new LockLostException(app.get(i));
                }
            }
        }
    }

    /** Tells whether all locks are ours, as far as that is known here. */
    public boolean locked() {
        return locks.stream().allMatch(DeployLock::held);
    }

    /** Throws if a lock was lost, for then somebody else may be deploying. */
    public void checkLocks() throws HostException {
        for (DeployLock lock : locks) {
            lock.check();
        }
    }

    /** Looks at the application's hosts, one after the other. */
    public List<HostState> inspectHosts() throws HostException, InterruptedException {
        List<HostState> states = new ArrayList<>();
        for (ApplicationHost on : app) {
            states.add(inspect(on));
        }
        return states;
    }

    /** Looks at one host of the application, in one round trip. */
    public static HostState inspect(ApplicationHost on) throws HostException, InterruptedException {
        return parse(on, on.host().run(questions(on), LOOK));
    }

    /** Looks at all hosts at once, in one round trip each. */
    public ClusterState inspect(Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        Map<Target, List<CommandResult>> answers = new ConcurrentHashMap<>();
        InParallel.each(
                List.copyOf(connected.keySet()),
                cancellation,
                target -> answers.put(target, connected.get(target).run(questions(target), LOOK)));
        List<HostState> states = new ArrayList<>();
        for (int i = 0; i < app.size(); i++) {
            states.add(parse(app.get(i), answers.get(plan.hosts().get(i))));
        }
        return new ClusterState(
                states,
                () -> parseRouters(answers),
                routers.stream().map(TrafficRouter::terms).toList());
    }

    private List<RouterState> parseRouters(Map<Target, List<CommandResult>> answers) throws HostException {
        List<RouterState> states = new ArrayList<>();
        for (int i = 0; i < routers.size(); i++) {
            List<CommandResult> of = answers.get(plan.routerHosts().get(i));
            states.add(routers.get(i).parse(of.get(of.size() - 1)));
        }
        return states;
    }

    /** On the application's hosts what runs there comes first, on a router's what that serves last. */
    private List<Command> questions(Target target) {
        List<Command> questions = new ArrayList<>();
        if (plan.hosts().contains(target)) {
            questions.addAll(questions(app.get(plan.hosts().indexOf(target))));
        }
        if (plan.routerHosts().contains(target)) {
            questions.add(routers.get(plan.routerHosts().indexOf(target)).inspectCommand());
        }
        return questions;
    }

    private static List<Command> questions(ApplicationHost on) {
        return List.of(on.processes().inspectCommand(), journal(on).inspectCommand());
    }

    private static HostState parse(ApplicationHost on, List<CommandResult> answers) throws HostException {
        return new HostState(
                on.name(), on.processes().parse(answers.get(0)), journal(on).parse(answers.get(1)));
    }

    private static JournalFile journal(ApplicationHost on) {
        return new JournalFile(on.host(), on.plan().directory());
    }

    /** Reads what the routers serve, one after the other. */
    public List<RouterState> readRouters() throws HostException, InterruptedException {
        List<RouterState> states = new ArrayList<>();
        for (TrafficRouter router : routers) {
            states.add(router.read());
        }
        return states;
    }

    /** Writes the journal on each host, as long as the locks are ours. */
    public void write(Journal journal) throws HostException, InterruptedException {
        checkLocks();
        for (ApplicationHost on : app) {
            journal(on).write(journal);
        }
    }

    /** Closes the journal of a deployment on each host, as long as the locks are ours. */
    public void closeJournal(Journal journal, boolean deployed, Instant at) throws HostException, InterruptedException {
        checkLocks();
        for (ApplicationHost on : app) {
            journal(on).close(journal.deployment(), History.line(deployed, journal, at));
        }
    }

    /** Returns how a deployment ended, if any host's history tells. */
    public Optional<History> ended(String deployment) throws HostException, InterruptedException {
        for (ApplicationHost on : app) {
            Optional<History> end = journal(on).ended(deployment);
            if (end.isPresent()) {
                return end;
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        locks.forEach(DeployLock::close);
        connected.values().forEach(RemoteHost::close);
    }
}
