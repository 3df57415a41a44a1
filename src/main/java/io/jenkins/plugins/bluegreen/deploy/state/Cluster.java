package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.host.ReconnectingHost;
import io.jenkins.plugins.bluegreen.deploy.journal.DeployLock;
import io.jenkins.plugins.bluegreen.deploy.journal.History;
import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.deploy.journal.LockLostException;
import io.jenkins.plugins.bluegreen.deploy.undo.UndoLog;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.CancelledException;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.RouterState;
import io.jenkins.plugins.bluegreen.port.TrafficRouter;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
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

/** The hosts of one deployment, connected: those of the application, each locked, and those of nginx. Closing frees all. */
public final class Cluster implements AutoCloseable {

    private final DeployPlan plan;
    private final Connector connector;
    private final Map<Target, ReconnectingHost> connected = new ConcurrentHashMap<>();
    private final List<ApplicationHost> app = new ArrayList<>();
    private final List<TrafficRouter> routers = new ArrayList<>();
    private final List<DeployLock> locks = new ArrayList<>();

    public Cluster(DeployPlan plan, Connector connector) {
        this.plan = plan;
        this.connector = connector;
    }

    public List<ApplicationHost> app() {
        return app;
    }

    public List<TrafficRouter> routers() {
        return routers;
    }

    /** Logs in everywhere at once: a host that is both the application's and nginx's is logged in to once. */
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
        plan.hosts().forEach(target -> app.add(new ApplicationHost(connected.get(target), plan)));
        plan.routerHosts().forEach(target -> routers.add(connector.proxy(connected.get(target))));
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
                if (begun.isPresent() && !app.get(i).survey().stillOf(begun.get())) {
                    throw new LockLostException(app.get(i));
                }
            }
        }
    }

    /** Throws if a lock was lost, for then somebody else may be deploying. */
    public void checkLocks() throws HostException {
        for (DeployLock lock : locks) {
            lock.check();
        }
    }

    public List<HostState> survey() throws HostException, InterruptedException {
        List<HostState> surveys = new ArrayList<>();
        for (ApplicationHost on : app) {
            surveys.add(on.survey());
        }
        return surveys;
    }

    /** Looks at all hosts at once, in one round trip each. */
    public ClusterState look(Cancellation cancellation) throws HostException, CancelledException, InterruptedException {
        Map<Target, List<CommandResult>> said = new ConcurrentHashMap<>();
        InParallel.each(
                List.copyOf(connected.keySet()),
                cancellation,
                target -> said.put(target, connected.get(target).run(questions(target), ApplicationHost.LONG)));
        List<HostState> surveys = new ArrayList<>();
        for (int i = 0; i < app.size(); i++) {
            surveys.add(app.get(i).found(said.get(plan.hosts().get(i)).get(0)));
        }
        return new ClusterState(surveys, () -> {
            List<RouterState> readings = new ArrayList<>();
            for (int i = 0; i < routers.size(); i++) {
                List<CommandResult> answers = said.get(plan.routerHosts().get(i));
                readings.add(routers.get(i).found(answers.get(answers.size() - 1)));
            }
            return readings;
        });
    }

    /** On the application's hosts what runs there comes first, on nginx's what that serves last. */
    private List<Command> questions(Target target) {
        List<Command> questions = new ArrayList<>();
        if (plan.hosts().contains(target)) {
            questions.add(app.get(plan.hosts().indexOf(target)).inspectCommand());
        }
        if (plan.routerHosts().contains(target)) {
            questions.add(routers.get(plan.routerHosts().indexOf(target)).inspectCommand());
        }
        return questions;
    }

    public List<RouterState> readRouters() throws HostException, InterruptedException {
        List<RouterState> readings = new ArrayList<>();
        for (TrafficRouter proxy : routers) {
            readings.add(proxy.read());
        }
        return readings;
    }

    /** Writes the journal on each host, as long as the locks are ours. */
    public void write(Journal journal) throws HostException, InterruptedException {
        checkLocks();
        for (ApplicationHost on : app) {
            on.write(journal);
        }
    }

    /** Closes the journal of a deployment on each host, as long as the locks are ours. */
    public void closeJournal(Journal journal, boolean deployed, Instant at) throws HostException, InterruptedException {
        checkLocks();
        for (ApplicationHost on : app) {
            on.closeJournal(journal.deployment(), History.line(deployed, journal, at));
        }
    }

    @Override
    public void close() {
        locks.forEach(DeployLock::close);
        connected.values().forEach(RemoteHost::close);
    }
}
