package io.jenkins.plugins.bluegreen.faults;

import io.jenkins.plugins.bluegreen.demo.DemoArtifact;
import io.jenkins.plugins.bluegreen.deploy.Outcome;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.jenkins.HostConnector;
import io.jenkins.plugins.bluegreen.lab.CuttableLink;
import io.jenkins.plugins.bluegreen.lab.FreePorts;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.PrivateSshd;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Scratch;
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
import io.jenkins.plugins.bluegreen.site.Patience;
import io.jenkins.plugins.bluegreen.ssh.SshLogin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** A host with sshd and nginx, behind a link that can fail, and what is deployed onto it. */
final class FarHost implements AutoCloseable {

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

    final SlotPair slots = FreePorts.slots();
    final Scratch scratch = Scratch.create("faults");
    final PrivateSshd sshd = PrivateSshd.start();
    final CuttableLink link = new CuttableLink(sshd.target().port());
    final PrivateNginx nginx;
    private int number;

    private FarHost(Function<SlotPair, PrivateNginx> nginx) {
        this.nginx = nginx.apply(slots);
    }

    static FarHost withFlag() {
        return new FarHost(FarHost::nginx);
    }

    static FarHost withInclude() {
        return new FarHost(PrivateNginx::withInclude);
    }

    /** One whose idle connections to the old slot end soon: there are many deployments to make. */
    private static PrivateNginx nginx(SlotPair slots) {
        PrivateNginx nginx = PrivateNginx.withFlag(slots);
        try {
            String text = Files.readString(nginx.configuration());
            Files.writeString(nginx.configuration(), text.replace("keepalive_timeout 2s;", "keepalive_timeout 100ms;"));
            new ProcessBuilder("sh", "-c", nginx.reloadCommand()).start().waitFor();
            return nginx;
        } catch (IOException | InterruptedException e) {
            nginx.close();
            throw new IllegalStateException(e);
        }
    }

    /** Packs the version of a number. */
    Path artifact(int number) throws IOException {
        return DemoArtifact.pack(scratch.path(), Integer.toString(number), 200);
    }

    SshLogin login() {
        SshLogin login = sshd.login();
        String known = login.trust().lines().replace("]:" + sshd.target().port(), "]:" + link.port());
        return new SshLogin(login.user(), login.method(), known);
    }

    DeployPlan plan(int number, Path artifact, Duration lockTimeout) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        HealthCheck health = new HealthCheck(
                "http",
                0,
                "/health",
                Map.of(),
                StatusRange.parse("200"),
                "",
                ReleaseMark.NONE,
                1,
                Duration.ofSeconds(5),
                new Pace(Duration.ZERO, 0, Duration.ZERO, Duration.ofSeconds(30)));
        return new DeployPlan(
                "deployment-" + number,
                new Owner("", "demo #" + number, "ann"),
                new AppName("demo"),
                List.of(new Target("", "127.0.0.1", link.port())),
                slots,
                directory().toString(),
                new Release("r" + number, artifact.getFileName().toString()),
                new StartCommand(
                        StartCommand.DEFAULT.replaceFirst("java", java + " -XX:TieredStopAtLevel=1"), Map.of()),
                health,
                nginx.config(),
                nginx.url(),
                WarmUp.NONE,
                new Limits(
                        Duration.ofMillis(500),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(5),
                        lockTimeout,
                        2,
                        Duration.ofMillis(50),
                        Limits.ANY_NUMBER));
    }

    /** Returns how many deployments were begun. */
    int deployments() {
        return number;
    }

    Path directory() {
        return scratch.path().resolve("srv");
    }

    /** Deploys from a process of its own, which can be killed. */
    void deployApart(Consumer<EngineProcess.Said> listener) throws IOException, InterruptedException {
        number++;
        Path artifact = artifact(number);
        EngineProcess.run(plan(number, artifact, LOCK_TIMEOUT), login(), artifact, scratch.path(), listener);
    }

    /** Deploys in this process, which saves the start of another one, and returns what was said. */
    List<String> deployHere() throws IOException, InterruptedException {
        return deployHere(artifact(number + 1));
    }

    List<String> deployHere(Path artifact) throws InterruptedException {
        number++;
        DeployPlan plan = plan(number, artifact, LOCK_TIMEOUT);
        List<String> said = new CopyOnWriteArrayList<>();
        EngineProcess.Lines lines = new EngineProcess.Lines(said::add);
        Outcome outcome = new Rollout(new HostConnector(plan, login()), lines, new Patience()).run(plan, artifact);
        said.add("= " + outcome.result() + " " + outcome.sentence() + "\n" + outcome.evidence());
        return said;
    }

    /** Tells what is not as it should be after a good deployment; an empty text for nothing. */
    String wrongAfter(List<String> said) throws IOException {
        List<String> wrong = new ArrayList<>();
        if (said.stream().noneMatch(line -> line.startsWith("= DEPLOYED"))) {
            wrong.add("not deployed");
        }
        Slot live = live();
        if (!Processes.listening(slots.port(live))) {
            wrong.add("nobody listens on the live port");
        }
        if (Processes.listening(slots.port(live.other()))) {
            wrong.add("somebody listens on the idle port");
        }
        if (Files.exists(directory().resolve("journal"))) {
            wrong.add("a journal is left");
        }
        try (Stream<Path> releases = Files.list(directory().resolve("releases"))) {
            List<String> names =
                    releases.map(path -> path.getFileName().toString()).toList();
            if (names.stream().anyMatch(name -> name.startsWith(".")) || !names.contains("r" + number)) {
                wrong.add("releases are " + names);
            }
        }
        return String.join(", ", wrong);
    }

    private Slot live() throws IOException {
        boolean green = nginx.config() instanceof ProxyConfig.Flag
                ? Files.exists(nginx.switchFile())
                : Files.readString(nginx.switchFile()).contains(" " + slots.green() + ";");
        return green ? Slot.GREEN : Slot.BLUE;
    }

    @Override
    public void close() {
        Processes.stopAllIn(scratch.path());
        nginx.close();
        link.close();
        sshd.close();
        scratch.close();
    }
}
