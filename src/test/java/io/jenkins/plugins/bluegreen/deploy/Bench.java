package io.jenkins.plugins.bluegreen.deploy;

import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.nginx.NginxProxy;
import io.jenkins.plugins.bluegreen.plan.AppName;
import io.jenkins.plugins.bluegreen.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.plan.HealthCheck;
import io.jenkins.plugins.bluegreen.plan.Limits;
import io.jenkins.plugins.bluegreen.plan.Owner;
import io.jenkins.plugins.bluegreen.plan.Pace;
import io.jenkins.plugins.bluegreen.plan.ProxyConfig;
import io.jenkins.plugins.bluegreen.plan.Release;
import io.jenkins.plugins.bluegreen.plan.ReleaseMark;
import io.jenkins.plugins.bluegreen.plan.Slot;
import io.jenkins.plugins.bluegreen.plan.SlotPair;
import io.jenkins.plugins.bluegreen.plan.StartCommand;
import io.jenkins.plugins.bluegreen.plan.StatusRange;
import io.jenkins.plugins.bluegreen.plan.Target;
import io.jenkins.plugins.bluegreen.plan.WarmUp;
import io.jenkins.plugins.bluegreen.probe.HttpProbe;
import io.jenkins.plugins.bluegreen.site.Connector;
import io.jenkins.plugins.bluegreen.site.FrontDoor;
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.site.Probe;
import io.jenkins.plugins.bluegreen.site.Progress;
import io.jenkins.plugins.bluegreen.site.RemoteHost;
import io.jenkins.plugins.bluegreen.site.ReverseProxy;
import io.jenkins.plugins.bluegreen.site.Visitor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A deploy directory on this machine, two free ports, and everything that a deployment of {@link TinyApp} there needs. */
final class Bench implements AutoCloseable {

    final Path folder;
    final SlotPair slots = FreePorts.slots();
    final List<String> console = new CopyOnWriteArrayList<>();
    FrontDoor frontDoor;
    Duration observe = Duration.ZERO;
    Map<String, String> headers = Map.of();
    ReleaseMark mark = ReleaseMark.NONE;
    Visitor visitor;
    WarmUp warmUp = WarmUp.NONE;
    int maxFailedRequests = Limits.ANY_NUMBER;
    Duration startTimeout = Duration.ofSeconds(5);
    int healthPort;
    int successes = 2;
    Probe probe;
    LocalHost host;
    PrivateNginx nginx;
    /** Where nginx is looked at alone, if not on the host. */
    RemoteHost nginxHost;

    Duration drainTimeout = Duration.ofSeconds(1);
    private final Map<String, Runnable> triggers = new ConcurrentHashMap<>();
    private int number;

    Bench(Path folder) throws IOException {
        this(folder, new LocalHost());
    }

    Bench(Path folder, LocalHost host) throws IOException {
        this.folder = folder;
        this.host = host;
        Files.createDirectories(folder.resolve("nginx"));
    }

    Path flag() {
        return folder.resolve("nginx/green");
    }

    Path directory() {
        return folder.resolve("app dir's");
    }

    /** Has something done as soon as a line of the console begins so. */
    void when(String line, Runnable action) {
        triggers.put(line, action);
    }

    /** Has nothing more done. */
    void clear() {
        triggers.clear();
    }

    /** Takes the flag file out of nginx's configuration. */
    void forgetTheFlag() throws IOException {
        String text = Files.readString(nginx.configuration());
        Files.writeString(nginx.configuration(), text.replace(flag().toString(), "/not/there"));
    }

    /** Deploys, and is gone at that line of the console: no undo, no word, as if the process had been killed there. */
    void dieAt(String line) throws InterruptedException {
        die(death -> when(line, death));
    }

    /** As {@link #dieAt}, when that script is about to be run. */
    void dieBefore(String script) throws InterruptedException {
        die(death -> host.before(script, death));
    }

    private void die(Consumer<Runnable> at) throws InterruptedException {
        Thread dying = new Thread(this::deployOrThrow);
        CountDownLatch dead = new CountDownLatch(1);
        at.accept(() -> {
            host.vanish();
            dead.countDown();
            LockSupport.park();
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
    void loseLocks() {
        host.vanish();
    }

    Outcome deployOrThrow() {
        try {
            return deploy(Map.of());
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Outcome deploy(Map<String, String> environment) throws InterruptedException, IOException {
        return deploy(environment, new Patience());
    }

    Outcome deploy(Map<String, String> environment, Patience patience) throws InterruptedException, IOException {
        return deploy(Files.writeString(folder.resolve("app.bin"), "release " + (number + 1)), environment, patience);
    }

    Outcome deploy(Path artifact, Map<String, String> environment, Patience patience)
            throws InterruptedException, IOException {
        if (nginx == null) {
            // Not before: a plan alone needs none.
            nginx = PrivateNginx.withFlagAt(flag(), slots);
        }
        number++;
        return new Rollout(new LocalConnector(), new Lines(), patience).run(plan(environment), artifact);
    }

    /** The number of the latest deployment. */
    int number() {
        return number;
    }

    /** Takes up the latest deployment, which died. */
    Outcome resume() throws InterruptedException {
        return resume(number);
    }

    Outcome resume(int which) throws InterruptedException {
        return new Resumption(new LocalConnector(), new Lines(), new Patience()).run(plan(which, Map.of()));
    }

    DeployPlan plan(Map<String, String> environment) {
        return plan(number, environment);
    }

    DeployPlan plan(Release release, Map<String, String> environment) {
        return plan(number, release, environment);
    }

    private DeployPlan plan(int which, Map<String, String> environment) {
        return plan(which, new Release("r" + which, "app.bin"), environment);
    }

    private DeployPlan plan(int which, Release release, Map<String, String> environment) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "exec '" + java + "' -Xshare:auto -XX:TieredStopAtLevel=1 -cp '" + classes() + "' "
                + TinyApp.class.getName();
        return new DeployPlan(
                "deployment-" + which,
                new Owner("http://jenkins.example/", "shop #" + which, "ann"),
                new AppName("shop"),
                List.of(Target.parse("local")),
                slots,
                directory().toString(),
                release,
                new StartCommand(command, environment),
                health(),
                proxy(),
                frontDoor == null ? null : URI.create("http://front.example/"),
                warmUp,
                new Limits(
                        observe,
                        Duration.ofSeconds(5),
                        drainTimeout,
                        Duration.ZERO,
                        2,
                        Duration.ofMillis(50),
                        maxFailedRequests));
    }

    private ProxyConfig proxy() {
        return nginx == null ? new ProxyConfig.Flag(List.of(), flag().toString()) : nginx.config();
    }

    String logOf(Slot slot) throws IOException {
        return Files.readString(directory().resolve("slots/" + slot.label() + "/log"));
    }

    String body(Slot slot) throws InterruptedException {
        return ask(slot, "/");
    }

    /** Returns the body of a slot's answer, or an empty text for none. */
    String ask(Slot slot, String path) throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + slots.port(slot) + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() throws Exception {
        HostDeployment on = new HostDeployment(host, plan(Map.of()));
        for (Slot slot : Slot.values()) {
            on.stop(slot, "");
        }
        if (nginx != null) {
            nginx.close();
        }
    }

    private HealthCheck health() {
        return new HealthCheck(
                "http",
                healthPort,
                "/",
                headers,
                StatusRange.parse(StatusRange.DEFAULT),
                "",
                mark,
                successes,
                Duration.ofSeconds(2),
                new Pace(Duration.ZERO, 0, Duration.ZERO, startTimeout));
    }

    private static String classes() {
        return Path.of(TinyApp.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }

    private final class LocalConnector implements Connector {

        @Override
        public RemoteHost connect(Target target) {
            return host;
        }

        @Override
        public Probe probe() {
            return probe == null ? new HttpProbe(health()) : probe;
        }

        @Override
        public Probe page(String path) {
            return new HttpProbe(health().page(path));
        }

        @Override
        public ReverseProxy proxy(RemoteHost on) {
            return NginxProxy.of(nginxHost == null ? on : nginxHost, Bench.this.proxy(), slots);
        }

        @Override
        public FrontDoor frontDoor() {
            return frontDoor;
        }

        @Override
        public Visitor visitor() {
            return visitor;
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
        public void sent(String on, long bytes, long total, Duration took) {
            // Not of interest here.
        }
    }
}
