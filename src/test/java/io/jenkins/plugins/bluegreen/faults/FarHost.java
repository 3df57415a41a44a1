package io.jenkins.plugins.bluegreen.faults;

import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.TinyApp;
import io.jenkins.plugins.bluegreen.deploy.TinyArtifact;
import io.jenkins.plugins.bluegreen.deploy.rollback.Rollback;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.deploy.strategy.CanaryText;
import io.jenkins.plugins.bluegreen.deploy.strategy.Rolling;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.lab.CuttableLink;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Scratch;
import io.jenkins.plugins.bluegreen.lab.SystemdHost;
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
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.plan.Limits;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import io.jenkins.plugins.bluegreen.process.systemd.SystemdConfig;
import io.jenkins.plugins.bluegreen.process.systemd.UnitFile;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.ssh.login.SshLogin;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A host with sshd and nginx, behind a link that can fail, and what is deployed onto it. */
final class FarHost implements AutoCloseable {

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    static final int QUOTA_KB = 2_000;

    final SlotPair slots = FreePorts.slots();
    final Scratch scratch = Scratch.create("faults");
    final PrivateSshd sshd;
    final CuttableLink link;
    final PrivateNginx nginx;
    private final SystemdHost systemd;
    private final PrivateSshd besides;
    /** What users come to where each outpost has an nginx of its own; null where they come to the one there is. */
    private PrivateNginx balancer;

    private final ProcessAdapter process;
    private Strategy strategy = new AllAtOnce();
    /** How it is deployed in this process, if not likewise. */
    private Strategy here;

    private boolean frontDoor = true;
    /** What is run beside a deployment. */
    Hooks hooks = Hooks.NONE;

    private final List<Outpost> outposts = new ArrayList<>();
    private int number;

    private FarHost(List<String> outposts, Function<FarHost, PrivateNginx> nginx, String... sshdConfig) {
        this(null, outposts, nginx, sshdConfig);
    }

    private FarHost(
            SystemdHost systemd, List<String> outposts, Function<FarHost, PrivateNginx> nginx, String... sshdConfig) {
        this.systemd = systemd;
        this.sshd = PrivateSshd.startAt(systemd, sshdConfig);
        // nginx is none of the processes of a host that systemd has booted.
        this.besides = systemd == null ? null : PrivateSshd.start();
        this.link = new CuttableLink(sshd.target().port());
        outposts.forEach(name -> this.outposts.add(new Outpost(name, scratch)));
        this.nginx = nginx.apply(this);
        adapt();
        this.process = systemd == null ? SessionConfig.DEFAULT : units();
    }

    private static PrivateNginx byFlag(FarHost host) {
        return PrivateNginx.withFlag(host.slots);
    }

    private static PrivateNginx byFlagOfEachHost(FarHost host) {
        return PrivateNginx.withFlagAt(host.scratch.path().resolve("srv/green"), host.slots);
    }

    private boolean eachHasItsOwn() {
        return nginx.switchFile().startsWith(scratch.path());
    }

    static FarHost withFlag() {
        return new FarHost(List.of(), FarHost::byFlag);
    }

    /** One of which nobody says by which URL users come. */
    static FarHost withoutFrontDoor() {
        FarHost host = withFlag();
        host.frontDoor = false;
        return host;
    }

    /** One on which systemd runs what is deployed, behind an nginx on another one. */
    static FarHost withSystemd() {
        SystemdHost.assumePossible();
        return new FarHost(new SystemdHost(), List.of(), FarHost::byFlag);
    }

    static FarHost withInclude() {
        return new FarHost(List.of(), host -> PrivateNginx.withInclude(host.slots));
    }

    /** One that can be logged in to at one more address. */
    static FarHost reachedAt(String address) {
        return new FarHost(List.of(), FarHost::byFlag, "ListenAddress " + address);
    }

    /** One on which nobody who logs in may write a file of more than {@link #QUOTA_KB}. */
    static FarHost withQuota() {
        FarHost host = withFlag();
        host.sshd.limitFiles(QUOTA_KB);
        return host;
    }

    /** One that only nginx runs on, before two hosts of the application. */
    static FarHost beforeTwo() {
        return new FarHost(List.of("one", "two"), FarHost::byFlag);
    }

    /** Two that have an nginx each, of which one is switched after the other, behind one that asks both in turn. */
    static FarHost rolling() {
        FarHost host = new FarHost(List.of("one", "two"), FarHost::byFlagOfEachHost);
        try {
            host.strategy = Rolling.of("1", "200ms");
            host.nginx.moveTo(host.outposts.get(0).host);
            host.nginx.startAlsoAt(host.outposts.get(1).host);
            host.balance();
            return host;
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    /** One whose nginx leads shares of the clients to a slot; what settles a canary is none itself. */
    static FarHost canary() {
        FarHost host = new FarHost(List.of(), of -> PrivateNginx.withCanary(of.slots));
        host.here = host.strategy;
        host.strategy = new CanaryText(Map.of("steps", "5%, 50%", "every", "2s", "tooFew", "promote")).canary();
        return host;
    }

    private void balance() {
        balancer = PrivateNginx.withFlag(slots);
        int port = nginx.url().getPort();
        String servers = outposts.stream()
                .map(outpost -> "server " + outpost.cable.far() + ":" + port + " max_fails=0;")
                .collect(Collectors.joining(" "));
        balancer.edit(text -> text.substring(0, text.indexOf("scgi_temp_path temp/scgi;"))
                + "scgi_temp_path temp/scgi; upstream all { " + servers + " } server { listen 127.0.0.1:"
                // What one of them cannot answer is to be seen.
                + balancer.url().getPort() + "; proxy_next_upstream off; location / { proxy_pass http://all; } } }");
    }

    /** Returns where users come. */
    URI url() {
        return (balancer == null ? nginx : balancer).url();
    }

    /** Has idle connections to the old slot end soon, for there are many deployments to make; and leads to the outposts. */
    private void adapt() {
        try {
            // Without the backup, which would hide that nginx leads to a slot where nobody is.
            String text = Files.readString(nginx.configuration())
                    .replace("keepalive_timeout 2s;", "keepalive_timeout 100ms;")
                    .replaceAll("server 127.0.0.1:\\d+ max_fails=0 backup;", "");
            String servers = outposts.stream()
                    .map(outpost -> "server " + outpost.cable.far() + ":$1;")
                    .collect(Collectors.joining(" "));
            Files.writeString(
                    nginx.configuration(),
                    eachHasItsOwn()
                            ? text.replace("listen 127.0.0.1:", "listen ")
                            : outposts.isEmpty()
                                    ? text
                                    : text.replaceAll("server 127.0.0.1:(\\d+) max_fails=0;", servers));
            new ProcessBuilder("sh", "-c", nginx.reloadCommand()).start().waitFor();
        } catch (IOException | InterruptedException e) {
            close();
            throw new IllegalStateException(e);
        }
    }

    private SystemdConfig units() {
        SystemdConfig units = SystemdConfig.of(null, null);
        UnitFile file = units.file(
                new ApplicationName("demo"),
                directory().toString(),
                sshd.target().user(),
                STOP_TIMEOUT);
        systemd.unit("demo@.service", file.template());
        return units;
    }

    /** Packs the version of a number. */
    Path artifact(int number) throws IOException {
        return TinyArtifact.pack(scratch.path().resolve("demo-" + number + ".jar"), Integer.toString(number));
    }

    SshLogin login() {
        String known = sshd.knownHosts().replace("]:" + sshd.target().port(), "]:" + link.port());
        List<String> keys = new ArrayList<>(List.of(sshd.privateKey("ed25519", "")));
        for (Outpost outpost : outposts) {
            known += outpost.sshd.knownHostsAt(outpost.cable.far());
            keys.add(outpost.sshd.privateKey("ed25519", ""));
        }
        if (besides != null) {
            known += besides.knownHosts();
            keys.add(besides.privateKey("ed25519", ""));
        }
        return new SshLogin(sshd.target().user(), new SshLogin.Keys(keys, null), known);
    }

    DeployPlan plan(int number, Path artifact, Duration lockTimeout) {
        Target here = new Target("", "127.0.0.1", link.port());
        if (besides != null) {
            return plan(number, artifact, lockTimeout, List.of(here), List.of(besides.target()));
        }
        List<Target> hosts = outposts.stream().map(Outpost::target).toList();
        if (hosts.isEmpty()) {
            return plan(number, artifact, lockTimeout, List.of(here), List.of());
        }
        return plan(number, artifact, lockTimeout, hosts, eachHasItsOwn() ? List.of() : List.of(here));
    }

    DeployPlan plan(int number, Path artifact, Duration lockTimeout, List<Target> hosts, List<Target> routers) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        HealthCheck health = new HealthCheck(
                new HealthRequest("http", 0, "/health", Map.of()),
                new HealthyAnswer(StatusRange.parse("200"), "", ReleaseMark.NONE),
                1,
                Duration.ofSeconds(5),
                new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(30)));
        return new DeployPlan(
                "deployment-" + number,
                new Owner("", "demo #" + number, "ann"),
                new Application(
                        new ApplicationName("demo"),
                        hosts,
                        new NginxRouterConfig(
                                routers.isEmpty()
                                        ? nginx.config()
                                        : new NginxConfig.Flag(
                                                routers, nginx.switchFile().toString())),
                        process,
                        slots,
                        directory().toString(),
                        new StartCommand(
                                StartCommand.DEFAULT.replaceFirst("java", java + " " + TinyApp.JVM),
                                Map.of("ADDRESS", "0.0.0.0"))),
                new Release("r" + number, artifact.getFileName().toString()),
                new Checks(health, FrontDoorRequest.at(frontDoor ? url() : null), WarmUp.NONE),
                hooks,
                new Limits(
                        Duration.ofMillis(500),
                        STOP_TIMEOUT,
                        Duration.ofSeconds(5),
                        lockTimeout,
                        2,
                        Duration.ofMillis(50),
                        Limits.ANY_NUMBER),
                strategy);
    }

    /** Returns how many deployments were begun. */
    int deployments() {
        return number;
    }

    Path directory() {
        return scratch.path().resolve("srv/app");
    }

    /** Kills the sessions on the host, or on one of the two. */
    void killSessions() {
        (outposts.isEmpty() ? sshd : outposts.get(1).sshd).killSessions();
    }

    /** Deploys from a process of its own, which can be killed. */
    void deployApart(Consumer<EngineProcess.Said> listener) throws IOException, InterruptedException {
        number++;
        Path artifact = artifact(number);
        EngineProcess.run(plan(number, artifact, LOCK_TIMEOUT), login(), artifact, scratch.path(), listener);
    }

    /** Deploys an artifact from a process of its own with so little memory, and returns what was said. */
    List<String> deployWithin(String memory, Path artifact) throws IOException, InterruptedException {
        number++;
        List<String> said = new ArrayList<>();
        DeployPlan plan = plan(number, artifact, LOCK_TIMEOUT);
        EngineProcess.run(
                command -> command.stream()
                        .map(word -> word.startsWith("-XX:TieredStopAtLevel") ? "-Xmx" + memory : word)
                        .toList(),
                plan,
                login(),
                artifact,
                scratch.path(),
                line -> said.add(line.line()));
        return said;
    }

    /** Deploys in this process, which saves the start of another one, and returns what was said. */
    List<String> deployHere() throws IOException, InterruptedException {
        return deployHere(artifact(number + 1));
    }

    List<String> deployHere(Path artifact) throws InterruptedException {
        List<String> said = new CopyOnWriteArrayList<>();
        said.add(last(deploy(artifact, said::add, new Cancellation())));
        return said;
    }

    /** The same, and hands over each line on a thread of its own: as from another process, the deployment goes on meanwhile. */
    void deployHere(Consumer<EngineProcess.Said> listener) throws IOException, InterruptedException {
        Here engine = new Here(new Cancellation());
        ExecutorService reader = Executors.newSingleThreadExecutor();
        List<Future<?>> heard = new CopyOnWriteArrayList<>();
        Consumer<String> say =
                line -> heard.add(reader.submit(() -> listener.accept(new EngineProcess.Said(line, engine))));
        try {
            say.accept(last(deploy(artifact(number + 1), say, engine.cancellation())));
            for (Future<?> each : heard) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            reader.shutdown();
        }
    }

    private static String last(Outcome outcome) {
        return "= " + outcome.result() + " " + outcome.sentence() + "\n" + outcome.evidence();
    }

    private record Here(Cancellation cancellation) implements EngineProcess.Engine {

        @Override
        public void kill() {
            throw new UnsupportedOperationException("this process is to live");
        }

        @Override
        public void abort() {
            cancellation.stop();
        }
    }

    /** Deploys a file. */
    Outcome deploy(Path artifact) throws InterruptedException {
        return deploy(artifact, line -> {}, new Cancellation());
    }

    private Outcome deploy(Path artifact, Consumer<String> said, Cancellation cancellation)
            throws InterruptedException {
        number++;
        Strategy by = here == null ? strategy : here;
        DeployPlan plan = plan(number, artifact, LOCK_TIMEOUT).by(by);
        return new Rollout(new HostConnector(plan, login()), by, new EngineProcess.Lines(said), cancellation)
                .run(plan, new WorkspaceRelease(plan, artifact));
    }

    /** Goes back to the release before. */
    Outcome goBack(List<String> said) throws IOException, InterruptedException {
        number++;
        DeployPlan plan = plan(number, artifact(1), LOCK_TIMEOUT);
        EngineProcess.Lines lines = new EngineProcess.Lines(said::add);
        return new Rollback(of -> new HostConnector(of, login()), lines, new Cancellation()).run(plan, "", true);
    }

    /** Tells what is not as it should be after a good deployment; an empty text for nothing. */
    String wrongAfter(List<String> said) throws IOException {
        List<String> wrong = new ArrayList<>();
        if (said.stream().noneMatch(line -> line.startsWith("= DEPLOYED"))) {
            wrong.add("not deployed");
        }
        if (outposts.isEmpty()) {
            wrong.addAll(wrongAt(scratch.path().resolve("srv"), Processes::listening));
        }
        for (Outpost outpost : outposts) {
            wrong.addAll(wrongAt(outpost.host.own(), outpost.host::listening));
        }
        wrong.addAll(apart());
        return String.join(", ", wrong);
    }

    /** Tells what is not as it should be where nothing is under way; an empty text for nothing. */
    String wrongNow() throws IOException {
        List<String> wrong = new ArrayList<>();
        if (outposts.isEmpty()) {
            wrong.addAll(unsettledAt(scratch.path().resolve("srv"), Processes::listening));
        }
        for (Outpost outpost : outposts) {
            wrong.addAll(unsettledAt(outpost.host.own(), outpost.host::listening));
        }
        wrong.addAll(apart());
        return String.join(", ", wrong);
    }

    private List<String> apart() throws IOException {
        Set<Slot> live = new HashSet<>();
        for (Outpost outpost : outposts) {
            live.add(live(outpost.host.own()));
        }
        return live.size() > 1 ? List.of("one nginx leads to blue and one to green") : List.of();
    }

    private List<String> unsettledAt(Path srv, IntPredicate listening) throws IOException {
        List<String> wrong = new ArrayList<>();
        Slot live = live(srv);
        if (!listening.test(slots.port(live))) {
            wrong.add("nobody listens on the live port");
        }
        if (listening.test(slots.port(live.other()))) {
            wrong.add("somebody listens on the idle port");
        }
        if (Files.exists(srv.resolve("app/journal"))) {
            wrong.add("a journal is left");
        }
        if (!shares().isEmpty()) {
            wrong.add("clients are led elsewhere by " + shares());
        }
        return wrong;
    }

    /** Returns the files by which shares of the clients are led to a slot. */
    List<String> shares() throws IOException {
        if (!Files.exists(nginx.switchFile().getParent())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(nginx.switchFile().getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".canary-"))
                    .sorted()
                    .toList();
        }
    }

    private List<String> wrongAt(Path srv, IntPredicate listening) throws IOException {
        List<String> wrong = unsettledAt(srv, listening);
        try (Stream<Path> releases = Files.list(srv.resolve("app/releases"))) {
            List<String> names =
                    releases.map(path -> path.getFileName().toString()).toList();
            if (names.stream().anyMatch(name -> name.startsWith(".")) || !names.contains("r" + number)) {
                wrong.add("releases are " + names);
            }
        }
        return wrong;
    }

    private Slot live(Path srv) throws IOException {
        if (eachHasItsOwn()) {
            return Files.exists(srv.resolve(nginx.switchFile().getFileName())) ? Slot.GREEN : Slot.BLUE;
        }
        boolean green = nginx.config() instanceof NginxConfig.Flag
                ? Files.exists(nginx.switchFile())
                : Files.readString(nginx.switchFile()).contains(" " + slots.green() + ";");
        return green ? Slot.GREEN : Slot.BLUE;
    }

    @Override
    public void close() {
        Processes.stopAllIn(scratch.path());
        outposts.forEach(Outpost::close);
        nginx.close();
        if (balancer != null) {
            balancer.close();
        }
        link.close();
        sshd.close();
        if (systemd != null) {
            besides.close();
            systemd.close();
        }
        scratch.close();
    }
}
