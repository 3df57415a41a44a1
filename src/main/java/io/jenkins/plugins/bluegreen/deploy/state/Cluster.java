package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.host.InParallel;
import io.jenkins.plugins.bluegreen.deploy.host.ReconnectingHost;
import io.jenkins.plugins.bluegreen.deploy.host.SameHost;
import io.jenkins.plugins.bluegreen.deploy.journal.FencedHost;
import io.jenkins.plugins.bluegreen.deploy.journal.History;
import io.jenkins.plugins.bluegreen.deploy.journal.HostPreflight;
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
import io.jenkins.plugins.bluegreen.port.Space;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.Fence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The hosts of one deployment, connected: those of the application, each locked, and those of its router. Closing frees all. */
public final class Cluster implements AutoCloseable {

    /** Looking at a host may have to wait for a script that removes a whole release. */
    private static final Duration LOOK = Duration.ofMinutes(15);

    /** No more logins are worked at ({@code ssh/login/Admission}), so no more are waited for. */
    private static final int AT_ONCE = 64;

    /** How the login is called as a step. */
    public static final String CONNECT = "connect";

    private final DeployPlan plan;
    private final Connector connector;
    /** Names the holding of the locks by this very deployment, which another one that takes it up is not; empty where none are taken. */
    private final String holding;

    private final Map<Target, ReconnectingHost> logins = new ConcurrentHashMap<>();
    private final Map<Target, RemoteHost> connected = new ConcurrentHashMap<>();
    private final List<ApplicationHost> app = new ArrayList<>();
    private final List<TrafficRouter> routers = new ArrayList<>();
    private final Locks locks;
    private final ReadWriteLock asking = new ReentrantReadWriteLock(true);
    private final Map<ApplicationHost, Room> rooms = new LinkedHashMap<>();

    /** Connects nowhere yet. */
    public Cluster(DeployPlan plan, Connector connector) {
        this(plan, connector, plan.deploymentId() + "/" + UUID.randomUUID());
    }

    private Cluster(DeployPlan plan, Connector connector, String holding) {
        this.plan = plan;
        this.connector = connector;
        this.holding = holding;
        this.locks = new Locks(lockStep(plan));
    }

    /** Returns one that is only looked at, whoever has the locks. */
    public static Cluster unlocked(DeployPlan plan, Connector connector) {
        return new Cluster(plan, connector, "");
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
        InParallel.each(List.copyOf(targets), AT_ONCE, cancellation, target -> {
            undoLog.perform(target.toString(), CONNECT, () -> {
                logins.put(target, new ReconnectingHost(connector, target));
                return "";
            });
        });
        logins.forEach((target, login) -> connected.put(target, fenced(target, login)));
        SameHost.refuse(plan.hosts(), connected);
        plan.hosts().forEach(target -> app.add(ApplicationHost.of(connected.get(target), connector, plan)));
        plan.routerHosts().forEach(target -> routers.add(connector.router(connected.get(target))));
    }

    /** A router's own host has no lock to lose, nor has who only looks. */
    private RemoteHost fenced(Target target, RemoteHost login) {
        return plan.hosts().contains(target) && !holding.isEmpty()
                ? new FencedHost(login, new Fence(holding, plan.directory()), plan.app())
                : login;
    }

    /**
     * Locks the application on each of its hosts.
     *
     * @param limit how long to wait for all locks together
     */
    public void lock(UndoLog undoLog, Cancellation cancellation, Progress progress, Duration limit)
            throws HostException, CancelledException, InterruptedException {
        locks.take(app, undoLog, cancellation, progress, limit);
    }

    /** Returns what that is called on each host. */
    public static String lockStep(DeployPlan plan) {
        return "lock " + plan.app();
    }

    /**
     * Makes sure, locking nothing, that the application could be locked on each of its hosts, and waits for who deploys it as long as the
     * plan allows.
     *
     * @throws HostException if it could not be locked, as {@link #lock} says it
     */
    public void couldBeLocked(Cancellation cancellation, Progress progress)
            throws HostException, CancelledException, InterruptedException {
        InParallel.each(app, cancellation, on -> new HostPreflight(on.host(), plan.directory()).check());
        Locks.awaitFree(app, cancellation, progress, plan.limits().lockTimeout());
    }

    /**
     * Makes sure that the old slot can be retired: connects again where a connection broke, and takes a lock that fell with it.
     *
     * @param begun what was begun on the hosts
     * @throws LockLostException if another deployment had a lock meanwhile
     * @throws HostException if that cannot be had, for example because another deployment has the lock by now
     */
    public void reconnectAndRelock(Journal begun, Cancellation cancellation)
            throws HostException, InterruptedException {
        InParallel.firstThenRest(List.copyOf(logins.values()), ReconnectingHost::reconnectIfLost);
        relock(Optional.of(begun), cancellation);
    }

    /**
     * Makes sure that what was done can be undone likewise. A host that only a router runs on has no lock, and does not keep the others from
     * being led back: what cannot be undone there is told by its own steps, of which one keeps the process where a router may still lead to it.
     * Where nothing was live before, nobody can be led back, and it keeps all.
     *
     * @param live whether a slot was live before
     * @param begun what was begun on the hosts, or nothing where all is as it was
     * @throws LockLostException as {@link #reconnectAndRelock}
     * @throws HostException likewise
     */
    public void reconnectToUndo(Optional<Journal> begun, boolean live, Cancellation cancellation)
            throws HostException, InterruptedException {
        for (Map.Entry<Target, ReconnectingHost> login : logins.entrySet()) {
            try {
                login.getValue().reconnectIfLost();
            } catch (HostException e) {
                if (!live || plan.hosts().contains(login.getKey())) {
                    throw e;
                }
            }
        }
        relock(begun, cancellation);
    }

    private void relock(Optional<Journal> begun, Cancellation cancellation) throws HostException, InterruptedException {
        locks.retakeLost(cancellation, on -> {
            if (begun.isPresent() && !inspect(on).stillOf(begun.get())) {
                throw new LockLostException(plan.app(), on.name());
            }
        });
        confirmLocks();
    }

    /**
     * Asks the hosts whether the locks are still ours, which a connection that hangs does not tell.
     *
     * @throws LockLostException if another deployment has had one since
     */
    public void confirmLocks() throws HostException, InterruptedException {
        InParallel.firstThenRest(locks.hosts(), on -> on.host().run(journal(on).inspectCommand(), LOOK));
    }

    /** Returns what {@link #confirmLocks} throws where another deployment has had a lock; nothing also where no host can be asked. */
    public Optional<LockLostException> lost() throws InterruptedException {
        try {
            confirmLocks();
            return Optional.empty();
        } catch (LockLostException e) {
            return Optional.of(e);
        } catch (HostException e) {
            return Optional.empty();
        }
    }

    /** Returns what is held while a slot is asked; many may do so at once. */
    public Lock asking() {
        return asking.readLock();
    }

    /** Returns what is held while it is looked who else asks a slot: then nobody of us may. */
    public Lock looking() {
        return asking.writeLock();
    }

    /** Tells whether all locks are ours, as far as that is known here. */
    public boolean locked() {
        return locks.held();
    }

    /** Throws if a lock was lost, for then somebody else may be deploying. */
    public void checkLocks() throws HostException {
        locks.check();
    }

    /** Looks at the application's hosts. */
    public List<HostState> inspectHosts() throws HostException, InterruptedException {
        Map<ApplicationHost, HostState> states = new ConcurrentHashMap<>();
        InParallel.firstThenRest(app, on -> states.put(on, inspect(on)));
        return app.stream().map(states::get).toList();
    }

    /** Looks at one host of the application, in one round trip. */
    public static HostState inspect(ApplicationHost on) throws HostException, InterruptedException {
        return parse(on, on.host().run(questions(on), LOOK));
    }

    /** Looks at all hosts at once, in one round trip each. */
    public ClusterState inspect(UndoLog undoLog, Cancellation cancellation)
            throws HostException, CancelledException, InterruptedException {
        Map<Target, List<CommandResult>> answers = new ConcurrentHashMap<>();
        InParallel.each(
                List.copyOf(connected.keySet()),
                cancellation,
                target -> undoLog.perform(target.toString(), "look at " + whatIsOn(target), () -> {
                    answers.put(target, connected.get(target).run(asked(target), LOOK));
                    return "";
                }));
        List<HostState> states = new ArrayList<>();
        for (int i = 0; i < app.size(); i++) {
            List<CommandResult> said = answers.get(plan.hosts().get(i));
            states.add(parse(app.get(i), said));
            if (!holding.isEmpty()) {
                rooms.put(app.get(i), Room.parse(said.get(2)));
            }
        }
        return new ClusterState(
                states,
                () -> parseRouters(answers),
                routers.stream().map(TrafficRouter::terms).toList());
    }

    /** Who has no locks may not keep a deployment waiting that has. */
    private List<Command> asked(Target target) {
        List<Command> questions = questions(target);
        return holding.isEmpty() ? questions.stream().map(Command::looking).toList() : questions;
    }

    private String whatIsOn(Target target) {
        List<String> what = new ArrayList<>();
        if (plan.hosts().contains(target)) {
            what.add("what runs");
        }
        if (plan.routerHosts().contains(target)) {
            what.add(plan.router());
        }
        return String.join(" and ", what);
    }

    private List<RouterState> parseRouters(Map<Target, List<CommandResult>> answers) throws HostException {
        List<RouterState> states = new ArrayList<>();
        for (int i = 0; i < routers.size(); i++) {
            Target target = plan.routerHosts().get(i);
            List<CommandResult> of = answers.get(target);
            if (!plan.hosts().contains(target)) {
                HostPreflight.checkTools(connected.get(target), of.get(0));
            }
            states.add(routers.get(i).parse(of.get(of.size() - 1)));
        }
        return states;
    }

    /** On the application's hosts what runs there comes first, on others what they lack; on a router's what that serves last. */
    private List<Command> questions(Target target) {
        List<Command> questions = new ArrayList<>();
        if (plan.hosts().contains(target)) {
            ApplicationHost on = app.get(plan.hosts().indexOf(target));
            questions.addAll(questions(on));
            // Who changes nothing needs none.
            if (!holding.isEmpty()) {
                questions.add(Room.command(on));
            }
        } else {
            questions.add(HostPreflight.toolsCommand());
        }
        if (plan.routerHosts().contains(target)) {
            questions.add(routers.get(plan.routerHosts().indexOf(target)).inspectCommand());
        }
        return questions;
    }

    /** Returns the scripts that find out what there is on a host of the application. */
    public static List<Command> questions(ApplicationHost on) {
        return List.of(on.processes().inspectCommand(), journal(on).inspectCommand());
    }

    /**
     * Tells what {@link #questions(ApplicationHost)} found.
     *
     * @throws HostException also where that is another application's, or on other ports
     */
    public static HostState parse(ApplicationHost on, List<CommandResult> answers) throws HostException {
        JournalFile journal = journal(on);
        CommandResult said = answers.get(1);
        HostState state = new HostState(on.name(), on.processes().parse(answers.get(0)), journal.parse(said));
        new Identity(on, state, journal.belongs(said)).check();
        return state;
    }

    private static JournalFile journal(ApplicationHost on) {
        return new JournalFile(on.host(), on.plan().directory());
    }

    /**
     * Refuses a release for which there is no room, by what was found when all was looked at.
     *
     * @param release what it takes while it is shipped
     * @throws HostException naming the first host on which there is too little
     */
    public void checkRoom(Space release) throws HostException {
        for (Map.Entry<ApplicationHost, Room> each : rooms.entrySet()) {
            each.getValue().check(each.getKey(), release);
        }
    }

    /** Looks how much room there is on each host, where that was not looked at with all else. */
    public void lookForRoom(Cancellation cancellation) throws HostException, CancelledException, InterruptedException {
        Map<ApplicationHost, Room> found = new ConcurrentHashMap<>();
        InParallel.each(
                app, cancellation, on -> found.put(on, Room.parse(on.host().run(Room.command(on), LOOK))));
        app.forEach(on -> rooms.put(on, found.get(on)));
    }

    /**
     * Looks how much room there is on a host.
     *
     * @return it, for a reader
     * @throws HostException if not even a release such as the newest one has room
     */
    public static String room(ApplicationHost on) throws HostException, InterruptedException {
        Room room = Room.parse(on.host().run(Room.command(on), LOOK));
        room.checkForAnother(on);
        return on.plan().directory() + ": " + room.shown();
    }

    /** Returns the files by which the router goes that is on a host of the application, if one is. */
    public List<String> switches(ApplicationHost on) {
        int router = plan.routerHosts().indexOf(plan.hosts().get(app.indexOf(on)));
        return router < 0 ? List.of() : routers.get(router).switches();
    }

    /** Reads what the routers serve. */
    public List<RouterState> readRouters() throws HostException, InterruptedException {
        Map<TrafficRouter, RouterState> states = new ConcurrentHashMap<>();
        InParallel.firstThenRest(routers, router -> states.put(router, router.read()));
        return routers.stream().map(states::get).toList();
    }

    /** Writes the journal on each host, as long as the locks are ours. */
    public void write(Journal journal) throws HostException, InterruptedException {
        checkLocks();
        InParallel.firstThenRest(app, on -> journal(on).write(journal));
    }

    /** Closes the journal of a deployment on each host, as long as the locks are ours. */
    public void closeJournal(Journal journal, boolean deployed, Instant at) throws HostException, InterruptedException {
        checkLocks();
        InParallel.firstThenRest(app, on -> journal(on).close(journal, deployed, at));
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

    /** Returns what was deployed last, where that was after a deployment that has ended well, as the history of a host tells. */
    public Optional<History> deployedAfter(History end) throws HostException, InterruptedException {
        for (ApplicationHost on : app) {
            List<History> deployed = journal(on).deployed();
            if (deployed.contains(end)) {
                return Optional.of(deployed.get(deployed.size() - 1)).filter(last -> !last.equals(end));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        locks.close();
        logins.values().forEach(RemoteHost::close);
    }
}
