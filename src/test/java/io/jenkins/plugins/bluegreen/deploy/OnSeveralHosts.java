package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.artifact.ReleaseDirectory;
import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.deploy.state.HostState;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.deploy.strategy.Strategy;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Silence;
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
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.AvailabilityProbe;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.port.Connector;
import io.jenkins.plugins.bluegreen.port.FrontDoor;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.Progress;
import io.jenkins.plugins.bluegreen.port.ReleaseStore;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.port.router.Door;
import io.jenkins.plugins.bluegreen.port.router.RouterAdapter;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.probe.HttpHealthProbe;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import io.jenkins.plugins.bluegreen.router.nginx.NginxRouterConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One application on several hosts, each with an nginx of its own. */
abstract class OnSeveralHosts {

    @TempDir
    Path folder;

    final SlotPair slots = FreePorts.slots();
    final List<SeparateHost> hosts = new ArrayList<>();
    final Map<String, LocalHost> logins = new ConcurrentHashMap<>();
    Path shared;
    PrivateNginx nginx;
    List<Target> app;
    List<Target> front = List.of();
    FrontDoor frontDoor;
    Duration lockTimeout = Duration.ZERO;
    Duration frontDoorTimeout = Duration.ofSeconds(10);
    Duration observe = Duration.ZERO;
    Hooks hooks = Hooks.NONE;
    Strategy strategy = new AllAtOnce();
    int number;

    private final List<String> names;

    OnSeveralHosts(String... names) {
        this.names = List.of(names);
        this.app = Target.parseAll(String.join(" ", names));
    }

    @BeforeEach
    void makeHosts() throws IOException {
        assumeThat(SeparateHost.possible()).as("only root can make hosts").isTrue();
        shared = Files.createDirectories(folder.resolve("shared"));
        for (String name : names) {
            hosts.add(new SeparateHost(name, Files.createDirectories(folder.resolve(name)), shared));
        }
        // Processes are not apart, so all hosts see this one.
        nginx = PrivateNginx.withFlagAt(shared.resolve("green"), slots);
        hosts.forEach(nginx::startAlsoAt);
    }

    @AfterEach
    void stopAll() {
        Processes.stopAllIn(folder);
        hosts.forEach(SeparateHost::close);
        if (nginx != null) {
            nginx.close();
        }
    }

    /** Is called once a deployment has logged in to a host. */
    void loggedIn(SeparateHost host, LocalHost login) {
        // Mostly nothing.
    }

    static void assertDeployed(Outcome outcome) {
        assertThat(outcome.deployed())
                .as(outcome.sentence() + "\n" + outcome.evidence())
                .isTrue();
    }

    Outcome deployOrThrow(Progress progress) {
        try {
            return deploy(progress);
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    HostState state(SeparateHost host) throws Exception {
        return Cluster.inspect(Bench.on(host.login(), plan()));
    }

    Outcome deploy() throws InterruptedException, IOException {
        return deploy(new Silence());
    }

    Outcome deploy(Progress progress) throws InterruptedException, IOException {
        return deploy(progress, new Cancellation());
    }

    Outcome deploy(Progress progress, Cancellation cancellation) throws InterruptedException, IOException {
        number++;
        DeployPlan plan = plan();
        Path artifact = Files.writeString(folder.resolve("app-" + number), "release " + number);
        return new Rollout(connector(plan), Strategy.of(plan), progress, cancellation)
                .run(plan, new WorkspaceRelease(plan, artifact));
    }

    /** Finds out what the next deployment would do. */
    Outcome dryRun() throws IOException {
        number++;
        try {
            DeployPlan plan = plan();
            Path artifact = Files.writeString(folder.resolve("app-" + number), "release " + number);
            return new DryRun(connector(plan), new Silence(), new Cancellation())
                    .run(plan, new WorkspaceRelease(plan, artifact));
        } finally {
            number--;
        }
    }

    DeployPlan plan() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "[ ! -e " + shared + "/broken ] || exit 3; exec " + java + " " + TinyApp.JVM + " -cp '"
                + Programs.classesOf(TinyApp.class) + "' " + TinyApp.class.getName();
        HealthCheck health = new HealthCheck(
                new HealthRequest("http", 0, "/", Map.of()),
                new HealthyAnswer(StatusRange.parse("200"), "", new ReleaseMark(frontDoor == null ? "" : "X-Release")),
                1,
                Duration.ofSeconds(2),
                new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(20)));
        return new DeployPlan(
                "deployment-" + number,
                new Owner("", "shop #" + number, ""),
                new Application(
                        new ApplicationName("shop"),
                        app,
                        new NginxRouterConfig(new NginxConfig.Flag(
                                front, shared.resolve("green").toString())),
                        SessionConfig.DEFAULT,
                        slots,
                        shared.resolve("app").toString(),
                        new StartCommand(command, Map.of())),
                new Release("r" + number, "app.bin"),
                new Checks(
                        health,
                        new FrontDoorRequest(
                                frontDoor == null ? null : URI.create("http://front.example/"),
                                Map.of(),
                                frontDoorTimeout),
                        WarmUp.NONE),
                hooks,
                new Limits(
                        observe,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(1),
                        lockTimeout,
                        5,
                        Duration.ofMillis(50),
                        Limits.ANY_NUMBER),
                strategy);
    }

    /** Returns what connects to these hosts; any other name leads to the last one. */
    Connector connector(DeployPlan plan) {
        return new Hosts(plan);
    }

    private final class Hosts implements Connector {

        private final DeployPlan plan;

        Hosts(DeployPlan plan) {
            this.plan = plan;
        }

        @Override
        public RemoteHost connect(Target target) {
            int named = names.indexOf(target.host());
            SeparateHost host = hosts.get(named < 0 ? hosts.size() - 1 : named);
            LocalHost login = host.login();
            logins.put(target.host(), login);
            loggedIn(host, login);
            return login;
        }

        @Override
        public HealthProbe probe() {
            // That the port is held by the process that was started is looked at before; a question would not reach it
            // from here.
            return (host, port, release) -> new HealthProbe.Answer(true, "200", "");
        }

        @Override
        public HealthProbe probe(HealthCheck check) {
            return probe();
        }

        @Override
        public HealthProbe page(String path) {
            return probe();
        }

        @Override
        public HealthProbe door(Door door, String path) {
            return HttpHealthProbe.at(door, path, plan);
        }

        @Override
        public ProcessManager processes(RemoteHost host) {
            return SessionConfig.DEFAULT.on(host, plan);
        }

        @Override
        public ReleaseStore releases(RemoteHost host) {
            return new ReleaseDirectory(host, plan.directory());
        }

        @Override
        public TrafficRouter router(RemoteHost host) {
            return ((RouterAdapter) plan.application().router()).on(host, slots);
        }

        @Override
        public FrontDoor frontDoor() {
            return frontDoor;
        }

        @Override
        public AvailabilityProbe availabilityProbe() {
            return null;
        }
    }
}
