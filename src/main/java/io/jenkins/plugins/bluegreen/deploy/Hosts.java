package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.Target;
import io.jenkins.plugins.bluegreen.site.Command;
import io.jenkins.plugins.bluegreen.site.CommandResult;
import io.jenkins.plugins.bluegreen.site.Connector;
import io.jenkins.plugins.bluegreen.site.HostException;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Patience.Stopped;
import io.jenkins.plugins.bluegreen.site.Progress;
import io.jenkins.plugins.bluegreen.site.RemoteHost;
import io.jenkins.plugins.bluegreen.site.ReverseProxy;
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
final class Hosts implements AutoCloseable {

    private final DeployPlan plan;
    private final Connector connector;
    private final Map<Target, ReconnectingHost> connected = new ConcurrentHashMap<>();
    private final List<HostDeployment> app = new ArrayList<>();
    private final List<ReverseProxy> proxies = new ArrayList<>();
    private final List<DeployLock> locks = new ArrayList<>();

    Hosts(DeployPlan plan, Connector connector) {
        this.plan = plan;
        this.connector = connector;
    }

    List<HostDeployment> app() {
        return app;
    }

    List<ReverseProxy> proxies() {
        return proxies;
    }

    /** Logs in everywhere at once: a host that is both the application's and nginx's is logged in to once. */
    void connect(Timeline timeline, Patience patience) throws HostException, Stopped, InterruptedException {
        Set<Target> targets = new LinkedHashSet<>(plan.hosts());
        targets.addAll(plan.proxyHosts());
        InParallel.each(List.copyOf(targets), patience, target -> {
            timeline.perform(target.toString(), "connect", () -> {
                connected.put(target, new ReconnectingHost(connector, target));
                return "";
            });
        });
        plan.hosts().forEach(target -> app.add(new HostDeployment(connected.get(target), plan)));
        plan.proxyHosts().forEach(target -> proxies.add(connector.proxy(connected.get(target))));
    }

    /** Locks the application on each of its hosts, waiting for each lock at most as long as the limit says. */
    void lock(Timeline timeline, Patience patience, Progress progress, Duration limit)
            throws HostException, Stopped, InterruptedException {
        for (HostDeployment on : app) {
            timeline.perform(on.name(), "lock " + plan.app(), () -> {
                locks.add(DeployLock.take(on, patience, progress, limit));
                return "";
            });
        }
    }

    /**
     * Makes sure that something can be undone or retired: connects again where a connection broke, and takes a lock that fell
     * with it.
     *
     * @param begun what was begun on the hosts, or nothing where all is as it was
     * @throws TakenOver if another deployment had a lock meanwhile
     * @throws HostException if that cannot be had, for example because another deployment has the lock by now
     */
    void regain(Optional<Journal> begun, Patience patience) throws HostException, InterruptedException {
        for (ReconnectingHost host : connected.values()) {
            host.reconnectIfLost();
        }
        for (int i = 0; i < locks.size(); i++) {
            if (!locks.get(i).held()) {
                locks.get(i).close();
                locks.set(i, DeployLock.retake(app.get(i), patience));
                if (begun.isPresent() && !app.get(i).survey().stillOf(begun.get())) {
                    throw new TakenOver(app.get(i));
                }
            }
        }
    }

    /** Throws if a lock was lost, for then somebody else may be deploying. */
    void checkLocks() throws HostException {
        for (DeployLock lock : locks) {
            lock.check();
        }
    }

    List<Survey> survey() throws HostException, InterruptedException {
        List<Survey> surveys = new ArrayList<>();
        for (HostDeployment on : app) {
            surveys.add(on.survey());
        }
        return surveys;
    }

    /** Looks at all hosts at once, in one round trip each. */
    Facts look(Patience patience) throws HostException, Stopped, InterruptedException {
        Map<Target, List<CommandResult>> said = new ConcurrentHashMap<>();
        InParallel.each(
                List.copyOf(connected.keySet()),
                patience,
                target -> said.put(target, connected.get(target).run(questions(target), HostDeployment.LONG)));
        List<Survey> surveys = new ArrayList<>();
        for (int i = 0; i < app.size(); i++) {
            surveys.add(app.get(i).found(said.get(plan.hosts().get(i)).get(0)));
        }
        return new Facts(surveys, () -> {
            List<ReverseProxy.Reading> readings = new ArrayList<>();
            for (int i = 0; i < proxies.size(); i++) {
                List<CommandResult> answers = said.get(plan.proxyHosts().get(i));
                readings.add(proxies.get(i).found(answers.get(answers.size() - 1)));
            }
            return readings;
        });
    }

    /** On the application's hosts what runs there comes first, on nginx's what that serves last. */
    private List<Command> questions(Target target) {
        List<Command> questions = new ArrayList<>();
        if (plan.hosts().contains(target)) {
            questions.add(app.get(plan.hosts().indexOf(target)).surveying());
        }
        if (plan.proxyHosts().contains(target)) {
            questions.add(proxies.get(plan.proxyHosts().indexOf(target)).looking());
        }
        return questions;
    }

    List<ReverseProxy.Reading> readProxies() throws HostException, InterruptedException {
        List<ReverseProxy.Reading> readings = new ArrayList<>();
        for (ReverseProxy proxy : proxies) {
            readings.add(proxy.read());
        }
        return readings;
    }

    /** Writes the journal on each host, as long as the locks are ours. */
    void write(Journal journal) throws HostException, InterruptedException {
        checkLocks();
        for (HostDeployment on : app) {
            on.write(journal);
        }
    }

    /** Closes the journal of a deployment on each host, as long as the locks are ours. */
    void closeJournal(Journal journal, boolean deployed, Instant at) throws HostException, InterruptedException {
        checkLocks();
        for (HostDeployment on : app) {
            on.closeJournal(journal.deployment(), History.line(deployed, journal, at));
        }
    }

    @Override
    public void close() {
        locks.forEach(DeployLock::close);
        connected.values().forEach(RemoteHost::close);
    }
}
