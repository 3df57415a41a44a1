package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.artifact.ReleaseDirectory;
import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.artifact.archive.Packing;
import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.recovery.CutOff;
import io.jenkins.plugins.bluegreen.deploy.recovery.RestartRecovery;
import io.jenkins.plugins.bluegreen.deploy.rollback.Discard;
import io.jenkins.plugins.bluegreen.deploy.rollback.Expire;
import io.jenkins.plugins.bluegreen.deploy.rollback.Rollback;
import io.jenkins.plugins.bluegreen.deploy.rollback.StoredReleaseInfo;
import io.jenkins.plugins.bluegreen.deploy.state.WhichHeld;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.PrivateRouter;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.HealthRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthyAnswer;
import io.jenkins.plugins.bluegreen.model.health.Pace;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.health.StatusRange;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.model.plan.Checks;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.ReleaseStore;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.port.router.Door;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.probe.HttpAvailabilityProbe;
import io.jenkins.plugins.bluegreen.probe.HttpFrontDoor;
import io.jenkins.plugins.bluegreen.probe.HttpHealthProbe;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A deploy directory on this machine, two free ports, and everything that a deployment of {@link TinyApp} there needs. */
public final class Bench implements AutoCloseable {

    /** The address of another host, where nginx is. */
    public static final String ROUTER = "router";

    public final Path folder;
    public SlotPair slots = FreePorts.slots();
    public String application = "shop";
    public final List<String> console = new CopyOnWriteArrayList<>();
    public FrontDoor frontDoor;
    /** Asked over HTTP, where nothing of the bench stands for it. */
    public URI frontDoorUrl;

    public Map<String, String> frontDoorHeaders = Map.of();
    public Duration frontDoorTimeout = Duration.ofSeconds(10);
    public Duration observe = Duration.ZERO;
    public Map<String, String> headers = Map.of();
    public ReleaseMark mark = ReleaseMark.NONE;
    public AvailabilityProbe availabilityProbe;
    public WarmUp warmUp = WarmUp.NONE;
    public Hooks hooks = Hooks.NONE;
    public Duration measureEvery = Duration.ofMillis(50);
    public int maxFailedRequests = Limits.ANY_NUMBER;
    /** Long, since the machine may be busy. A test in which nothing becomes healthy has to wait for all of it. */
    public Duration startTimeout = Duration.ofSeconds(30);

    public String healthPath = "/";
    public int keepReleases = 2;
    public Duration keepPrevious = Duration.ZERO;
    /** Whether the artifact is an archive of which the content is wanted. */
    public boolean unpack;
    /** The release's id, if not one of the deployment's number. */
    public String release;

    public Strategy strategy = new AllAtOnce();

    public int healthOffset;
    public int successes = 2;
    /** How many health questions at the most; 0 for no limit but the time. */
    public int retries;

    public HealthProbe probe;
    public LocalHost host;
    public PrivateNginx nginx;
    /** The router, if it is no nginx. */
    public PrivateRouter otherRouter;
    /**
     * Whether nginx keeps idle connections to the slots for as long as README says. Where it does, each proof takes five questions instead of
     * one, which is for the tests of that.
     */
    public boolean keepsConnections;
    /** The deploy directory, if not one of its own. */
    public Path shared;
    /** How that is switched, if not as it says itself. */
    public NginxConfig router;
    /** What is switched, if not nginx as it says itself. */
    public RouterAdapter adapter;
    /** How the host is logged in to, if not as it is. */
    public LogIn logIn = () -> host;
    /** How other hosts are logged in to, by their names. */
    public final Map<String, LogIn> others = new ConcurrentHashMap<>();
    /** Where nginx is looked at alone, if not on the host; a router that is said to be at {@link #ROUTER} is there. */
    public RemoteHost nginxHost;

    public String fileName = "app.bin";
    public String workingDirectory = "";
    public Duration drainTimeout = Duration.ofSeconds(1);
    public Duration stopTimeout = Duration.ofSeconds(5);
    /** What stands in the command of a process that may be adopted. */
    public String adopt = "";
    /** What is not started again once it has ended. */
    public static final SessionConfig NEVER_AGAIN = new SessionConfig(false, 50_000_000, 3, false);

    /** What starts it and keeps it up. */
    public ProcessAdapter process = SessionConfig.DEFAULT;
    /** The start command, if not that of {@link TinyApp}. */
    public String command;

    private final Map<String, Runnable> triggers = new ConcurrentHashMap<>();
    private int number;

    public Bench(Path folder) throws IOException {
        this(folder, new LocalHost());
    }

    public Bench(Path folder, LocalHost host) throws IOException {
        this.folder = folder;
        this.host = host;
        Files.createDirectories(folder.resolve("nginx"));
    }

    /** Logs in. */
    public interface LogIn {
        RemoteHost get() throws HostException;
    }

    public Path flag() {
        return folder.resolve("nginx/green");
    }

    public Path directory() {
        return shared == null ? folder.resolve("app dir's") : shared;
    }

    /** Has something done as soon as a line of the console begins so. */
    public void when(String line, Runnable action) {
        triggers.put(line, action);
    }

    /** Has nothing more done. */
    public void clear() {
        triggers.clear();
    }

    /** Takes the flag file out of nginx's configuration. */
    public void forgetTheFlag() throws IOException {
        String text = Files.readString(nginx.configuration());
        Files.writeString(nginx.configuration(), text.replace(flag().toString(), "/not/there"));
    }

    /** Deploys, and is gone at that line of the console: no undo, no word, as if the process had been killed there. */
    public void dieAt(String line) throws InterruptedException {
        die(death -> when(line, death), this::deployOrThrow);
    }

    /** As {@link #dieAt}, when that script is about to be run. */
    public void dieBefore(String script) throws InterruptedException {
        die(death -> host.before(script, death), this::deployOrThrow);
    }

    /** As {@link #dieAt}, of a rollback. */
    public void dieGoingBackAt(String line) throws InterruptedException {
        die(death -> when(line, death), () -> {
            try {
                goBack("");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** As {@link #dieAt}, of one whose release is to be held. */
    public void dieHoldingAt(String line, Hold hold) throws InterruptedException {
        die(death -> when(line, death), () -> {
            try {
                hold(hold);
            } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** As {@link #dieAt}, of a promotion. */
    public void diePromotingAt(String line) throws InterruptedException {
        die(death -> when(line, death), () -> {
            try {
                promote();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void die(Consumer<Runnable> at, Runnable work) throws InterruptedException {
        Thread dying = new Thread(work);
        CountDownLatch dead = new CountDownLatch(1);
        at.accept(() -> {
            LocalHost its = host;
            its.abandon();
            dead.countDown();
            its.endWithTheEngine();
        });
        dying.setDaemon(true);
        dying.start();
        if (!dead.await(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("it did not come to that: " + console);
        }
        triggers.clear();
        host = new LocalHost();
    }

    /** Has the locks fall that are held now, as when the script that holds one is killed. */
    public void loseLocks() {
        host.vanish();
    }

    /** As {@link #loseLocks}, and who held them does not hear of it. */
    public void loseLocksUnnoticed() {
        host.vanishUnnoticed();
    }

    /** Has somebody else take the locks at a line, and deploy twice, which the deployment at that line does not hear of. */
    public void overtakeUnnoticedAt(String line, AtomicReference<Outcome> rival) {
        when(line, () -> {
            clear();
            loseLocksUnnoticed();
            deployOrThrow();
            rival.set(deployOrThrow());
        });
    }

    public Outcome deployOrThrow() {
        try {
            return deploy(Map.of());
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Outcome deploy(Map<String, String> environment) throws InterruptedException, IOException {
        return deploy(environment, new Cancellation());
    }

    public Outcome deploy(Map<String, String> environment, Cancellation cancellation)
            throws InterruptedException, IOException {
        return deploy(
                Files.writeString(folder.resolve("app.bin"), "release " + (number + 1)), environment, cancellation);
    }

    public Outcome deploy(Path artifact, Map<String, String> environment, Cancellation cancellation)
            throws InterruptedException, IOException {
        return deploy(artifact, environment, cancellation, Rollout::run);
    }

    private Outcome deploy(Path artifact, Map<String, String> environment, Cancellation cancellation, Way way)
            throws InterruptedException, IOException {
        startRouter();
        number++;
        DeployPlan plan = plan(environment);
        return way.go(
                new Rollout(new LocalConnector(plan), strategy, new Lines(), cancellation),
                plan,
                release(plan, artifact));
    }

    private WorkspaceRelease release(DeployPlan plan, Path artifact) {
        return new WorkspaceRelease(plan, artifact, new Packing(folder.resolve("workspace"), unpack, ""));
    }

    /** Not before: a plan alone needs none. */
    private void startRouter() throws IOException, InterruptedException {
        if (nginx == null && otherRouter == null && adapter == null) {
            nginx = keepsConnections
                    ? PrivateNginx.withFlagAt(flag(), slots)
                    : PrivateNginx.withFlagAndShortKeepAlive(flag(), slots);
        }
    }

    /** Deploys, and has the release held for so long, without testers. */
    public Outcome hold(Duration time) throws InterruptedException, IOException {
        return hold(new Hold(time, Hold.Ends.DISCARD));
    }

    /** Deploys, and has the release held. */
    public Outcome hold(Hold hold) throws InterruptedException, IOException {
        return deploy(
                Files.writeString(folder.resolve("app.bin"), "release " + (number + 1)),
                Map.of(),
                new Cancellation(),
                (rollout, plan, release) -> rollout.hold(plan, release, hold));
    }

    /** Leads users to what is held. */
    public Outcome promote() throws InterruptedException {
        return promote(new Cancellation());
    }

    public Outcome promote(Cancellation cancellation) throws InterruptedException {
        number++;
        return rollback(cancellation).promote(planOfRollback(number));
    }

    /** Leads users to what one deployment left. */
    public Outcome promote(String deployment) throws InterruptedException {
        return promote(WhichHeld.of(deployment));
    }

    /** Leads users to a certain release that is held. */
    public Outcome promote(WhichHeld which) throws InterruptedException {
        number++;
        return rollback().promote(planOfRollback(number), which);
    }

    /** Has several do so at once. */
    public List<Outcome> promoteAtOnce(String deployment, int times) throws Exception {
        ExecutorService all = Executors.newFixedThreadPool(times);
        try {
            List<Callable<Outcome>> each = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                DeployPlan plan = planOfRollback(++number);
                each.add(() -> rollback().promote(plan, WhichHeld.of(deployment)));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> one : all.invokeAll(each)) {
                outcomes.add(one.get());
            }
            return outcomes;
        } finally {
            all.shutdown();
        }
    }

    /** Takes back what is held. */
    public Outcome discard() throws InterruptedException {
        return discard(WhichHeld.ANY);
    }

    /** Takes back a certain release that is held. */
    public Outcome discard(WhichHeld which) throws InterruptedException {
        DeployPlan plan = planOfRollback(++number);
        return discarding(plan).run(plan, which);
    }

    /** Takes back what is held, as who presses the button. */
    public Outcome discardEvenLast() throws InterruptedException {
        DeployPlan plan = planOfRollback(++number);
        return new Discard(new LocalConnector(plan), new Lines(), new Cancellation(), Discard.Last.GOES)
                .run(plan, WhichHeld.ANY);
    }

    /** Takes up what was to take back the release that a deployment held. */
    public Outcome resumeDiscarding(String deployment) throws InterruptedException {
        DeployPlan plan = planOfRollback(++number);
        return discarding(plan).resume(plan, WhichHeld.of(deployment));
    }

    private Discard discarding(DeployPlan plan) {
        return new Discard(new LocalConnector(plan), new Lines(), new Cancellation());
    }

    /** Settles what a deployment left, since its time is over. */
    public Outcome expire(String deployment) throws InterruptedException {
        number++;
        DeployPlan plan = planOfRollback(number).by(new AllAtOnce());
        return new Expire(new LocalConnector(plan), new Lines(), new Cancellation()).run(plan, deployment);
    }

    /** What a deployment is to come to. */
    private interface Way {
        Outcome go(Rollout rollout, DeployPlan plan, WorkspaceRelease release) throws InterruptedException;
    }

    /** Finds out what a deployment would do whose release is held. */
    public Outcome dryRun(Path artifact, Hold hold) throws InterruptedException, IOException {
        startRouter();
        DeployPlan plan = plan(number + 1, Map.of());
        return new DryRun(new LocalConnector(plan), new Lines(), new Cancellation())
                .run(plan, release(plan, artifact), Optional.of(hold));
    }

    /** Finds out what the next deployment would do. */
    public Outcome dryRun(Path artifact, Map<String, String> environment) throws InterruptedException, IOException {
        startRouter();
        DeployPlan plan = plan(number + 1, environment);
        return new DryRun(new LocalConnector(plan), new Lines(), new Cancellation()).run(plan, release(plan, artifact));
    }

    /** Goes back to a release, and marks what is left as bad. */
    public Outcome goBack(String wanted) throws InterruptedException {
        return goBack(wanted, true);
    }

    public Outcome goBack(String wanted, boolean markBad) throws InterruptedException {
        number++;
        return rollback().run(planOfRollback(number), wanted, markBad);
    }

    /** Takes up a rollback that died. */
    public Optional<Outcome> resumeGoingBack(int which) throws InterruptedException {
        return resumeGoingBack(which, new Cancellation());
    }

    public Optional<Outcome> resumeGoingBack(int which, Cancellation cancellation) throws InterruptedException {
        return rollback(cancellation).resume(planOfRollback(which), CutOff.by("Jenkins was restarted"));
    }

    /** Returns what lies on the hosts. */
    public List<StoredReleaseInfo> releases() throws Exception {
        return rollback().releases(planOfRollback(number));
    }

    private Rollback rollback() {
        return rollback(new Cancellation());
    }

    private Rollback rollback(Cancellation cancellation) {
        return new Rollback(LocalConnector::new, new Lines(), cancellation);
    }

    private DeployPlan planOfRollback(int which) {
        return plan(which, new Release("none", "none"), Map.of());
    }

    /** Looks whether a deployment would find what it needs. */
    public List<Finding> test() throws InterruptedException {
        DeployPlan plan = plan(Map.of());
        return PreflightCheck.inspect(plan, new LocalConnector(plan));
    }

    /** Makes the connections of the latest deployment. */
    public Connector connector() {
        return new LocalConnector(plan(Map.of()));
    }

    /** The number of the latest deployment. */
    public int number() {
        return number;
    }

    /** Takes up the latest deployment, which died. */
    public Outcome resume() throws InterruptedException {
        return resume(number);
    }

    public Outcome resume(int which) throws InterruptedException {
        return resume(which, CutOff.by("Jenkins was restarted"), new Cancellation())
                .orElseThrow();
    }

    public Optional<Outcome> resume(int which, CutOff cutOff, Cancellation cancellation) throws InterruptedException {
        DeployPlan plan = plan(which, Map.of());
        return new RestartRecovery(new LocalConnector(plan), new Lines(), cancellation).run(plan, cutOff);
    }

    public DeployPlan plan(Map<String, String> environment) {
        return plan(number, environment);
    }

    public DeployPlan plan(Release release, Map<String, String> environment) {
        return plan(number, release, environment);
    }

    private DeployPlan plan(int which, Map<String, String> environment) {
        return plan(which, new Release(release == null ? "r" + which : release, fileName), environment);
    }

    private DeployPlan plan(int which, Release release, Map<String, String> environment) {
        return new DeployPlan(
                "deployment-" + which,
                new Owner("http://jenkins.example/", "shop #" + which, "ann"),
                new Application(
                        new ApplicationName(application),
                        List.of(Target.parse("local")),
                        adapter(),
                        process,
                        slots,
                        directory().toString(),
                        new StartCommand(
                                command == null ? TinyApp.STUBBORN + "exec " + tinyApp() : command,
                                environment,
                                workingDirectory),
                        adopt),
                release,
                new Checks(
                        health(),
                        new FrontDoorRequest(
                                frontDoorUrl == null && frontDoor != null
                                        ? URI.create("http://front.example/")
                                        : frontDoorUrl,
                                frontDoorHeaders,
                                frontDoorTimeout),
                        warmUp),
                hooks,
                new Limits(
                        observe,
                        stopTimeout,
                        drainTimeout,
                        Duration.ZERO,
                        keepReleases,
                        keepPrevious,
                        measureEvery,
                        maxFailedRequests),
                strategy);
    }

    private RouterAdapter adapter() {
        if (adapter != null) {
            return adapter.of(new ApplicationName(application));
        }
        return otherRouter == null ? new NginxRouterConfig(proxy()) : otherRouter.adapter();
    }

    private NginxConfig proxy() {
        if (router != null) {
            return router;
        }
        return nginx == null ? new NginxConfig.Flag(List.of(), flag().toString()) : nginx.config();
    }

    /** Returns the words that run {@link TinyApp}. */
    public static String tinyApp() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return "'" + java + "' " + TinyApp.JVM + " -cp '" + classes() + "' " + TinyApp.class.getName();
    }

    /** Returns who may do what with a file, such as {@code rw-------}. */
    public static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    public String logOf(Slot slot) throws IOException {
        return Files.readString(directory().resolve("slots/" + slot.label() + "/log"));
    }

    public String body(Slot slot) throws InterruptedException {
        return ask(slot, "/");
    }

    /** Returns the body of a slot's answer, or an empty text for none. */
    public String ask(Slot slot, String path) throws InterruptedException {
        try {
            URL url = new URL("http://127.0.0.1:" + slots.port(slot) + path);
            HttpURLConnection asked = (HttpURLConnection) url.openConnection();
            // One that stays open would be taken for the router's, who is the same user here.
            asked.setRequestProperty("Connection", "close");
            try (InputStream body = asked.getResponseCode() < 400 ? asked.getInputStream() : asked.getErrorStream()) {
                return body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            return "";
        }
    }

    /** Stops what runs in a slot. */
    public void stop(Slot slot) throws HostException, InterruptedException {
        on(host, plan(Map.of())).processes().stop(slot, "");
    }

    /** Returns a host as that of the application. */
    public static ApplicationHost on(RemoteHost host, DeployPlan plan) {
        return new ApplicationHost(
                host,
                ((ProcessAdapter) plan.application().process()).on(host, plan),
                new ReleaseDirectory(host, plan.directory()),
                plan);
    }

    @Override
    public void close() throws HostException, InterruptedException {
        for (Slot slot : Slot.values()) {
            stop(slot);
        }
        if (nginx != null) {
            nginx.close();
        }
        if (otherRouter != null) {
            otherRouter.close();
        }
    }

    private HealthCheck health() {
        return new HealthCheck(
                new HealthRequest("http", healthOffset, healthPath, headers),
                new HealthyAnswer(StatusRange.parse(StatusRange.DEFAULT), "", mark),
                successes,
                Duration.ofSeconds(2),
                new Pace(Duration.ZERO, retries, Duration.ZERO, startTimeout));
    }

    private static String classes() {
        return Programs.classesOf(TinyApp.class).toString();
    }

    private final class LocalConnector implements Connector {

        private final DeployPlan plan;

        LocalConnector(DeployPlan plan) {
            this.plan = plan;
        }

        @Override
        public RemoteHost connect(Target target) throws HostException {
            if (others.containsKey(target.host())) {
                return others.get(target.host()).get();
            }
            return target.host().equals(ROUTER) ? nginxHost : logIn.get();
        }

        @Override
        public HealthProbe probe() {
            return probe(plan.health());
        }

        @Override
        public HealthProbe probe(HealthCheck check) {
            return probe == null ? new HttpHealthProbe(check) : probe;
        }

        @Override
        public HealthProbe page(String path) {
            return new HttpHealthProbe(plan.health().page(path));
        }

        @Override
        public HealthProbe door(Door door, String path) {
            return HttpHealthProbe.at(door, path, plan);
        }

        @Override
        public ProcessManager processes(RemoteHost on) {
            return process.on(on, plan);
        }

        @Override
        public ReleaseStore releases(RemoteHost on) {
            return new ReleaseDirectory(on, directory().toString());
        }

        @Override
        public TrafficRouter router(RemoteHost on) {
            return adapter().on(nginxHost == null ? on : nginxHost, slots);
        }

        @Override
        public FrontDoor frontDoor() {
            return frontDoorUrl == null || frontDoor != null ? frontDoor : new HttpFrontDoor(plan, "");
        }

        @Override
        public AvailabilityProbe availabilityProbe() {
            return frontDoorUrl == null || availabilityProbe != null
                    ? availabilityProbe
                    : new HttpAvailabilityProbe(plan, "");
        }
    }

    private final class Lines implements Progress {

        private void say(String line) {
            console.add(line);
            triggers.forEach((start, action) -> {
                if (line.startsWith(start)) {
                    action.run();
                }
            });
        }

        @Override
        public void begin(String on, String step) {
            say("> " + step);
        }

        @Override
        public void end(String on, String step, Duration took, String detail) {
            say("< " + step + " " + took.toMillis() + " ms " + detail);
        }

        @Override
        public void failed(String on, String step, Duration took) {
            say("! " + step + " " + took.toMillis() + " ms");
        }

        @Override
        public void note(String on, String text) {
            say("  " + text);
        }

        @Override
        public void chosen(String release) {
            say("= " + release);
        }

        @Override
        public void sent(String on, long bytes, long total, Duration took) {
            // Not of interest here.
        }
    }
}
