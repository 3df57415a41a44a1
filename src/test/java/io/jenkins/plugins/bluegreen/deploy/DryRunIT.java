package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.strategy.CanaryText;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.model.health.WarmUp;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.outcome.StepReport;
import io.jenkins.plugins.bluegreen.model.plan.Hold;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a dry run foresees is what the deployment right after it does, and it leaves no trace. */
class DryRunIT extends OnBench {

    private static final Pattern SENT = Pattern.compile("([\\d.]+ [kM]B) to send \\((\\d+) bytes\\).*");

    private final Random random = new Random(16);

    @Test
    void foreseesAFirstDeploymentAndTheNextOneByTheByte() throws Exception {
        byte[] content = new byte[400_000];
        random.nextBytes(content);

        Outcome first = foreseen(Files.write(folder.resolve("app.bin"), content), Map.of());
        assertThat(first.live()).isNull();
        assertThat(step(first, "ship").detail()).isEqualTo("0.4 MB to send (400000 bytes)");
        assertThat(first.sentence())
                .startsWith("shop would serve release r1 from blue (port " + bench.slots.blue()
                        + "). 400000 bytes would be sent. Nothing was changed.");

        random.nextBytes(content = content.clone());
        byte[] next = Files.readAllBytes(folder.resolve("app.bin"));
        System.arraycopy(content, 0, next, 123_456, 777);
        String blue = pid(Slot.BLUE);
        Outcome second = foreseen(Files.write(folder.resolve("app.bin"), next), Map.of());
        assertThat(step(second, "stop").detail()).contains("release r1 runs as pid " + blue);
        assertThat(second.live()).isEqualTo(Slot.BLUE);
        assertThat(second.sentence())
                .startsWith("shop would serve release r2 from green (port " + bench.slots.green() + "); blue (port "
                        + bench.slots.blue() + ") would be stopped.");

        Outcome same = foreseen(folder.resolve("app.bin"), Map.of());
        assertThat(step(same, "ship").detail()).isEqualTo("nothing to send, it is the same as release r2");
    }

    @Test
    void foreseesWhatElseIsAskedFor() throws Exception {
        bench.hooks = new Hooks(
                Map.of(
                        Hook.BEFORE_START, ":",
                        Hook.BEFORE_SWITCH, ":",
                        Hook.AFTER_SWITCH, ":",
                        Hook.AFTER_DEPLOY, ":",
                        Hook.ON_UNDO, ":"),
                Duration.ofSeconds(20),
                false);
        bench.warmUp = new WarmUp(List.of("/"), Duration.ofMillis(200));
        foreseen(artifact(), Map.of());
        bench.frontDoorUrl = bench.nginx.url();
        foreseen(artifact(), Map.of());
    }

    @Test
    void foreseesAReloadAndWhatWasStartedByHand() throws Exception {
        bench.nginx = PrivateNginx.withInclude(bench.slots);
        foreseen(artifact(), Map.of());
        foreseen(artifact(), Map.of());
    }

    @Test
    void foreseesWhatStandsByAndWhatIsHeld() throws Exception {
        bench.nginx = PrivateNginx.withPreview(bench.flag(), bench.slots);
        bench.keepPrevious = Duration.ofMinutes(15);
        deployed(Map.of());
        Outcome standby = foreseen(artifact(), Map.of());
        assertThat(standby.sentence())
                .contains("blue (port " + bench.slots.blue() + ") would stay as a standby for 15 min");
        Hold how = new Hold(Duration.ofHours(4), Hold.Ends.DISCARD).seenBy(PreviewToken.random());
        Outcome hold = bench.dryRun(artifact(), how);
        assertThat(hold.result()).as(hold.sentence()).isEqualTo(Result.DRY_RUN);
        assertThat(hold.sentence()).contains("would hold release r3 in blue", "for 240 min, without users");
        assertThat(step(hold, "ship").detail()).contains("first stops the standby in blue");
        assertThat(step(hold, "lead testers to blue (port " + bench.slots.blue() + ")")
                        .host())
                .isEqualTo("local");
        Outcome held = bench.hold(how);
        assertThat(held.result()).as(held.sentence()).isEqualTo(Result.HELD);
        assertThat(byHost(hold)).isEqualTo(byHost(held));
        assertRefused("is held, which the next deployment settles first", "promote or discard");
    }

    @Test
    void foreseesTheSharesOfACanaryAndRefusesOneThatCannotBe() throws Exception {
        deployed(Map.of());
        bench.strategy = new CanaryText(Map.of("steps", "5%, 25%", "every", "1s", "tooFew", "promote")).canary();
        assertRefusedAlike("cannot lead a share of the clients to a slot");

        bench.nginx.close();
        bench.nginx = PrivateNginx.withCanary(bench.flag(), bench.slots);
        Outcome dry = foreseen(artifact(), Map.of());
        assertThat(dry.steps())
                .extracting(StepReport::step)
                .containsSubsequence(
                        "lead 5 % of the clients to green (port " + bench.slots.green() + ")",
                        "judge green by 5 % of the clients",
                        "lead 25 % of the clients to green (port " + bench.slots.green() + ")",
                        "judge green by 25 % of the clients");
    }

    /** It is drained and stopped all the same: what looks after it might just start it again. */
    @Test
    void foreseesWhatIsDoneWithALiveSlotThatHasEnded() throws Exception {
        deployed(Map.of());
        ProcessHandle leader = ProcessHandle.of(Long.parseLong(pid(Slot.BLUE))).orElseThrow();
        List<ProcessHandle> started = leader.descendants().toList();
        // First of all who would start it again.
        Processes.kill(leader);
        started.forEach(Processes::kill);
        Outcome dry = foreseen(artifact(), Map.of());
        assertThat(step(dry, "drain blue").host()).isEqualTo("local");
    }

    @Test
    void refusesWhatTheDeploymentWouldRefuseInTheSameWords() throws Exception {
        deployed(Map.of());
        try (ServerSocket stranger = new ServerSocket(bench.slots.green())) {
            assertThat(stranger.isBound()).isTrue();
            assertRefusedAlike("is held by a process that this plugin did not start");
        }
        Path parent = bench.directory();
        bench.shared = Path.of("/etc/passwd/nowhere");
        assertRefusedAlike("may not write to /etc/passwd");
        bench.shared = parent;
        bench.application = "blog";
        assertRefusedAlike("belongs to application shop");
        bench.application = "shop";
        bench.release = "r1";
        Files.writeString(folder.resolve("app.bin"), "another r1");
        assertThat(dry(folder.resolve("app.bin"), Map.of()).evidence())
                .isEqualTo("The release r1 is there already, with other content.");
        bench.release = null;
        foreseen(artifact(), Map.of());
    }

    @Test
    void refusesWhileSomebodyDeploysAndAfterOneThatWasCutOff() throws Exception {
        deployed(Map.of());
        bench.when("< ship", () -> {
            bench.clear();
            try {
                assertRefused("The application shop on local is being deployed by shop #2", "or set lockTimeout");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        deployed(Map.of());

        bench.dieAt("> switch");
        assertRefused("was cut off, which the next deployment settles first");
        deployed(Map.of());
    }

    private Path artifact() throws IOException {
        return Files.writeString(folder.resolve("app.bin"), "release " + (bench.number() + 1));
    }

    /** Both are refused, and say why in the same words, as long as nothing was changed. */
    private void assertRefusedAlike(String why) throws Exception {
        Outcome dry = assertRefused(why);
        Outcome real = bench.deploy(Map.of());
        assertThat(real.result()).isEqualTo(Result.UNDONE);
        assertThat(dry.sentence()).isEqualTo(real.sentence());
    }

    private Outcome assertRefused(String... why) throws Exception {
        Outcome dry = dry(artifact(), Map.of());
        assertThat(dry.result()).as(dry.sentence()).isEqualTo(Result.UNDONE);
        assertThat(dry.sentence()).contains(why).endsWith("Nothing was changed.");
        return dry;
    }

    private Outcome dry(Path artifact, Map<String, String> environment) throws Exception {
        Map<String, String> before = tree();
        Outcome dry = bench.dryRun(artifact, environment);
        assertThat(tree()).isEqualTo(before);
        return dry;
    }

    /** Deploys what was foreseen, and compares. */
    private Outcome foreseen(Path artifact, Map<String, String> environment) throws Exception {
        Outcome dry = dry(artifact, environment);
        assertThat(dry.result()).as(dry.sentence() + "\n" + dry.evidence()).isEqualTo(Result.DRY_RUN);
        assertThat(dry.steps()).allMatch(step -> step.status() == StepReport.Status.PLANNED);
        bench.console.clear();
        Outcome real = bench.deploy(artifact, environment, new Cancellation());
        assertThat(real.result()).as(real.sentence() + "\n" + real.evidence()).isEqualTo(Result.DEPLOYED);
        assertThat(byHost(dry)).isEqualTo(byHost(real));
        Matcher sent = SENT.matcher(step(dry, "ship").detail());
        String how = step(real, "ship").detail();
        if (sent.matches() && how.contains(" sent, ")) {
            assertThat(how).contains(", " + sent.group(1) + " sent, the rest was there in release ");
        }
        return dry;
    }

    /** What is done on a host has an order; what is done on several at once has none. A last look may come twice on a slow machine. */
    private static Map<String, List<String>> byHost(Outcome outcome) {
        Map<String, List<String>> steps = new LinkedHashMap<>();
        for (String host : List.of("", "local")) {
            steps.put(
                    host,
                    outcome.steps().stream()
                            .filter(step -> step.host().equals(host))
                            .map(StepReport::step)
                            .distinct()
                            .toList());
        }
        return steps;
    }

    private static StepReport step(Outcome outcome, String name) {
        return outcome.steps().stream()
                .filter(step -> step.step().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private String pid(Slot slot) throws IOException {
        return Files.readAllLines(bench.directory().resolve("slots/" + slot.label() + "/process")).stream()
                .filter(line -> line.startsWith("pid="))
                .map(line -> line.substring(4))
                .findFirst()
                .orElseThrow();
    }

    /** All that lies on the host, but for what the running application writes itself. */
    private Map<String, String> tree() throws Exception {
        Map<String, String> tree = new TreeMap<>();
        for (Path root : List.of(bench.directory(), bench.flag().getParent())) {
            if (!Files.exists(root)) {
                tree.put(root.toString(), "is not there");
                continue;
            }
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.toList()) {
                    tree.put(path.toString(), Programs.run("stat", "-c", "%F %a %s %i %Y %Z", path.toString()));
                }
            }
        }
        return tree;
    }
}
