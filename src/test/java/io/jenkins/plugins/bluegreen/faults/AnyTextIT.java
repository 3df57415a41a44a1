package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.artifact.WorkspaceRelease;
import io.jenkins.plugins.bluegreen.deploy.Rollout;
import io.jenkins.plugins.bluegreen.deploy.TinyApp;
import io.jenkins.plugins.bluegreen.deploy.strategy.AllAtOnce;
import io.jenkins.plugins.bluegreen.jenkins.ssh.HostConnector;
import io.jenkins.plugins.bluegreen.lab.Extent;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.health.FrontDoorRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthCheck;
import io.jenkins.plugins.bluegreen.model.health.HealthRequest;
import io.jenkins.plugins.bluegreen.model.health.HealthyAnswer;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.plan.Application;
import io.jenkins.plugins.bluegreen.model.plan.Checks;
import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.plan.Owner;
import io.jenkins.plugins.bluegreen.model.plan.StartCommand;
import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Paths;
import io.jenkins.plugins.bluegreen.model.value.Release;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import io.jenkins.plugins.bluegreen.shell.Quoting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever a user enters and a host gets: it is refused with a sentence, or arrives there as it is. The texts are random; a
 * failure tells the seed, which {@code -Dseed} takes.
 */
class AnyTextIT {

    private static final int ROUNDS = Extent.of(3, 20);
    private static final String SECRET = "s3cret-" + ProcessHandle.current().pid();

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final AnyText any = new AnyText(seed);
    private final FarHost host = FarHost.withFlag();

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void namesAreRefusedOrStayAsTheyAre() {
        for (int i = 0; i < Extent.of(300, 10_000); i++) {
            assertThat(any.taken(text ->
                            assertThat(new ApplicationName(text).value()).isEqualTo(text)))
                    .as("seed " + seed)
                    .matches("[A-Za-z0-9][A-Za-z0-9._-]*");
            any.taken(text -> assertThat(Target.parse("a" + text + "@host").user())
                    .as("seed " + seed)
                    .isEqualTo("a" + text));
        }
    }

    @Test
    void whatIsNotRefusedArrivesAsItIsAndNoSecretIsOnACommandLine() throws Exception {
        try (CommandLines commandLines = new CommandLines(SECRET)) {
            for (int round = 0; round < ROUNDS; round++) {
                deploy(round);
                Processes.stopAllIn(host.scratch.path());
            }
            assertThat(commandLines.seen()).as("seed " + seed).isEmpty();
        }
    }

    private void deploy(int round) throws Exception {
        String file = any.taken(text -> new Release("r1", text));
        // One for each round: the same text comes twice at times, and the same release then has other content.
        String parent = host.scratch.path().resolve("round" + round).toString();
        String directory =
                parent + "/" + any.taken(text -> Paths.checkAbsolute("deployDirectory", parent + "/" + text));
        String name = "V" + any.taken(text -> new StartCommand("x", Map.of("V" + text, "")));
        Map<String, String> environment = Map.of(name, any.next() + SECRET, "W", SECRET + any.next());
        List<String> arguments = Stream.generate(any::next).limit(5).toList();
        DeployPlan like = host.plan(1, host.artifact(1), Duration.ZERO);
        String header = any.taken(text -> check(like.health(), text.strip())).strip();
        DeployPlan plan = new DeployPlan(
                "deployment-1",
                new Owner("http://jenkins.example/" + any.next(), any.next(), any.next()),
                new Application(
                        like.app(),
                        like.hosts(),
                        like.application().router(),
                        like.application().process(),
                        like.slots(),
                        directory,
                        new StartCommand(command(arguments), environment)),
                new Release("r1", file),
                new Checks(check(like.health(), header), FrontDoorRequest.at(null), like.warmUp()),
                like.hooks(),
                like.limits(),
                like.strategy());
        String said = "seed " + seed + ", round " + round + ": " + plan + environment + " header " + header;
        Path artifact = Files.writeString(host.scratch.path().resolve("artifact"), any.next());
        Outcome outcome = new Rollout(
                        new HostConnector(plan, host.login()),
                        new AllAtOnce(),
                        new EngineProcess.Lines(line -> {}),
                        new Cancellation())
                .run(plan, new WorkspaceRelease(plan, artifact));
        assertThat(outcome.deployed())
                .as(said + "\n" + outcome.sentence() + outcome.evidence())
                .isTrue();
        assertArrived(said, plan, artifact, arguments, header);
    }

    private static void assertArrived(
            String said, DeployPlan plan, Path artifact, List<String> arguments, String header) throws IOException {
        Path directory = Path.of(plan.directory());
        assertThat(Path.of(plan.artifactPath())).as(said).hasSameBinaryContentAs(artifact);
        assertThat(words(directory.resolve("environ")))
                .as(said)
                .contains("ARTIFACT=" + plan.artifactPath(), "DEPLOY_DIR=" + plan.directory())
                .containsAll(plan.application().start().environment().entrySet().stream()
                        .map(variable -> variable.getKey() + "=" + variable.getValue())
                        .toList());
        assertThat(words(directory.resolve("arguments"))).as(said).isEqualTo(arguments);
        Path slot = directory.resolve("slots/blue");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(slot.resolve("env"))))
                .isEqualTo("rw-------");
        String asked = Base64.getEncoder().encodeToString(header.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Files.readString(slot.resolve("log"))).as(said).contains("asked=" + asked + "\n");
        assertThat(Files.readAllLines(directory.resolve("history")))
                .as(said)
                .singleElement()
                .asString()
                .endsWith("owner=" + plan.owner());
    }

    /** Has the shell write down what it was given, since Java would read it by the host's locale. */
    private static String command(List<String> arguments) {
        StringBuilder words = new StringBuilder();
        arguments.forEach(argument -> words.append(' ').append(Quoting.quote(argument)));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Programs.classesOf(HeaderApp.class).toString();
        return "cat /proc/self/environ >\"$DEPLOY_DIR/environ\"; printf '%s\\0'" + words
                + " >\"$DEPLOY_DIR/arguments\"; exec " + java + " " + TinyApp.JVM + " -cp " + Quoting.quote(classes)
                + " " + HeaderApp.class.getName();
    }

    private static HealthCheck check(HealthCheck like, String header) {
        return new HealthCheck(
                new HealthRequest(like.scheme(), like.request().portOffset(), like.path(), Map.of("X-Literal", header)),
                new HealthyAnswer(like.expected().status(), like.expected().body(), like.expectRelease()),
                like.successes(),
                like.timeout(),
                like.pace());
    }

    private static List<String> words(Path file) throws IOException {
        return List.of(Files.readString(file).split("\0", -1)).stream()
                .limit(Files.readString(file).chars().filter(c -> c == 0).count())
                .toList();
    }
}
