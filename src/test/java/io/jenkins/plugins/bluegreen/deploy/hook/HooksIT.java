package io.jenkins.plugins.bluegreen.deploy.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.DeployedOnce;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of a team's own, in deployments of real processes. */
class HooksIT extends DeployedOnce {

    /** In a second release, so that there is something to go back to. */
    @Override
    public void prepare() {
        bench.keepReleases = 3;
    }

    private Path said() {
        return folder.resolve("said");
    }

    private List<String> said(String name) throws IOException {
        return Files.exists(said())
                ? Files.readAllLines(said()).stream()
                        .filter(line -> line.startsWith(name))
                        .toList()
                : List.of();
    }

    private void hooks(Duration timeout, Map<Hook, String> commands) {
        bench.hooks = new Hooks(commands, timeout, false);
    }

    private void hook(Hook hook, String command) {
        hooks(Duration.ofMinutes(1), Map.of(hook, command));
    }

    /** Each says that it is run, and does this then. */
    private void allSay(String then) {
        Map<Hook, String> commands = new EnumMap<>(Hook.class);
        for (Hook hook : Hook.values()) {
            commands.put(
                    hook,
                    "printf '%s\\n' \"" + hook.label()
                            + " $RELEASE after $PREVIOUS_RELEASE in $SLOT:$PORT rollback=$ROLLBACK at $(basename \"$PWD\")\" >>'"
                            + said() + "'; " + then);
        }
        hooks(Duration.ofMinutes(1), commands);
    }

    /** A process that is told by its argument, which sleeps. */
    private static String sleeper(String name) {
        return "sh -c 'while :; do sleep 1; done' " + name;
    }

    private static long running(String name) {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> commandLine(process).contains("done\0" + name + "\0"))
                    .count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitItsEnd(String name) {
        Until.so(Duration.ofSeconds(20), () -> running(name) == 0, () -> name + " still runs");
    }

    /** Starts what leads a session, as a hook does. */
    private static Process inASession(String deployment, String name) throws IOException {
        ProcessBuilder hook = new ProcessBuilder("setsid", "sh", "-c", sleeper(name) + " & wait");
        hook.environment().put("BLUE_GREEN_DEPLOYMENT", deployment);
        Process started = hook.start();
        Until.so(Duration.ofSeconds(20), () -> running(name) == 1, () -> name + " does not run");
        return started;
    }

    private void recorded(Process hook, String deployment) throws IOException {
        Files.writeString(bench.directory().resolve("hook"), hook.pid() + "\n" + deployment + "\n");
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void eachIsRunAtItsMoment() throws Exception {
        allSay("echo 'one line'; flock -n \"$DEPLOY_DIR/lock\" true || echo 'under the lock'");
        deployed(Map.of());
        String where = "r2 after r1 in green:" + bench.slots.green() + " rollback=false at r2";
        assertThat(Files.readAllLines(said()))
                .containsExactly(
                        "beforeStart " + where,
                        "beforeSwitch " + where,
                        "afterSwitch " + where,
                        "afterDeploy " + where);
        assertThat(bench.console.stream()
                        .map(line -> line.replaceFirst("(> switch nginx|> drain blue|> start green) .*", "$1")
                                .replaceFirst(" \\d+ ms.*", "")))
                .containsSubsequence(
                        "< ship app.bin (0.0 kB)",
                        "> hook beforeStart",
                        "  beforeStart | one line",
                        "  beforeStart | under the lock",
                        "< hook beforeStart",
                        "> start green",
                        "> hook beforeSwitch",
                        "> switch nginx",
                        "> hook afterSwitch",
                        "> drain blue",
                        "< prune releases",
                        "> hook afterDeploy",
                        "  afterDeploy | under the lock",
                        "< hook afterDeploy");
    }

    @Test
    void aRollbackRunsThemAsSuch() throws Exception {
        hook(Hook.BEFORE_START, "printf '%s' \"$EXTRA\" >'" + said() + "'; exit 0");
        bench.deploy(Map.of("EXTRA", "two"));
        assertThat(said()).content().isEqualTo("two");
        allSay("printf 'extra %s\\n' \"$EXTRA\" >>'" + said() + "'");
        Files.delete(said());
        bench.deploy(Map.of("EXTRA", "three"));
        Files.delete(said());
        Outcome back = bench.goBack("");
        assertThat(back.deployed()).as(back.sentence() + back.evidence()).isTrue();
        assertThat(said("beforeStart"))
                .singleElement()
                .asString()
                .contains("beforeStart r2 after r3 in green", "rollback=true");
        assertThat(said("extra"))
                .as("the environment that was kept")
                .containsOnly("extra two")
                .hasSize(4);
    }

    private static Set<String> environment(ProcessHandle process) {
        try {
            return Arrays.stream(Files.readString(Path.of("/proc/" + process.pid() + "/environ"))
                            .split("[\\x00\\n]"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compared with what the process itself was started with. */
    @Test
    void theirEnvironmentIsThatOfTheApplication() throws Exception {
        hook(Hook.BEFORE_SWITCH, "tr '\\0' '\\n' </proc/self/environ >'" + said() + "'");
        deployed(Map.of("EXTRA", "it's $HOME `id`; ü\nsecond line", "PORT", "1", "dir", "x", "bg_mark", "y"));
        Set<String> hook = new TreeSet<>(Files.readAllLines(said()));
        String record = Files.readString(bench.directory().resolve("slots/green/process"));
        String leader = record.replaceFirst("(?s).*pid=(\\d+).*", "$1");
        ProcessHandle app = ProcessHandle.of(Long.parseLong(leader))
                .orElseThrow()
                .children()
                .filter(child -> environment(child).contains("SLOT=green"))
                .findFirst()
                .orElseThrow();
        Set<String> own = environment(app);
        List<String> places = List.of("PWD=", "OLDPWD=", "SHLVL=", "_=");
        hook.removeIf(line -> places.stream().anyMatch(line::startsWith));
        own.removeIf(line -> places.stream().anyMatch(line::startsWith));
        assertThat(hook).contains("PREVIOUS_RELEASE=r1", "ROLLBACK=false");
        hook.removeAll(List.of("PREVIOUS_RELEASE=r1", "ROLLBACK=false"));
        assertThat(hook).isEqualTo(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEFORE_START", "BEFORE_SWITCH", "AFTER_SWITCH"})
    void oneThatFailsLeadsBackAndSaysWhy(Hook hook) throws Exception {
        hooks(
                Duration.ofMinutes(1),
                Map.of(
                        hook,
                        "echo 'relation \"orders\" does not exist' >&2; exit 3",
                        Hook.ON_UNDO,
                        "pwd >'" + said() + "'"));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).startsWith("The hook " + hook.label() + " on local failed with exit status 3.");
        assertThat(outcome.evidence()).contains("relation \"orders\" does not exist");
        assertRolledBackToBlue(outcome);
        assertThat(bench.flag()).doesNotExist();
        assertThat(said()).content().isEqualTo(bench.directory().resolve("releases/r2") + "\n");
        assertThat(bench.directory().resolve("slots/green/log").toFile().exists())
                .as("it was started")
                .isEqualTo(hook != Hook.BEFORE_START);
        assertThat(bench.directory().resolve("hook")).doesNotExist();
    }

    @Test
    void whatIsRunAfterAllIsOnlyReported() throws Exception {
        hook(Hook.AFTER_DEPLOY, "echo no mail server; exit 7");
        Outcome outcome = deployed(Map.of());
        assertThat(outcome.sentence())
                .contains("serves release r2 from green", "The hook afterDeploy on local failed with exit status 7.");
        assertSaid("no mail server");

        hooks(Duration.ofMinutes(1), Map.of(Hook.BEFORE_START, "exit 3", Hook.ON_UNDO, "echo cannot revert; exit 8"));
        Outcome undone = bench.deploy(Map.of());
        assertThat(undone.result()).isEqualTo(Result.UNDONE);
        assertThat(undone.sentence())
                .startsWith("The hook beforeStart on local failed with exit status 3. green")
                .endsWith("The hook onUndo on local failed with exit status 8.");
        assertThat(bench.directory().resolve("releases/r3")).doesNotExist();
    }

    @Test
    void oneThatTakesTooLongIsEndedWithAllThatItStarted() throws Exception {
        hooks(
                Duration.ofSeconds(1),
                Map.of(Hook.BEFORE_START, "trap '' TERM; " + sleeper("too-long-1") + " & " + sleeper("too-long-2")));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence())
                .startsWith("The hook beforeStart on local did not end within 1.0 s (hookTimeout), so it was ended.");
        assertRolledBackToBlue(outcome);
        assertThat(running("too-long-1") + running("too-long-2")).isZero();
    }

    @Test
    void whatOneLeavesRunningIsEndedWithIt() throws Exception {
        hook(Hook.BEFORE_START, sleeper("left-behind") + " & echo begun");
        deployed(Map.of());
        assertThat(running("left-behind")).isZero();
    }

    @Test
    void anAbortEndsIt() throws Exception {
        hook(Hook.BEFORE_SWITCH, "echo begun; " + sleeper("aborted"));
        Cancellation cancellation = new Cancellation();
        bench.when("  beforeSwitch | begun", cancellation::stop);
        Outcome outcome = bench.deploy(Map.of(), cancellation);
        assertThat(outcome.result()).as(outcome.sentence()).isEqualTo(Result.ABORTED);
        assertLeftAsBefore(outcome);
        assertThat(running("aborted")).isZero();
    }

    @Test
    void anAbortThatComesTooLateEndsNone() throws Exception {
        hook(Hook.AFTER_DEPLOY, "echo begun; sleep 0.5; echo done >'" + said() + "'");
        Cancellation cancellation = new Cancellation();
        bench.when("> stop blue", cancellation::stop);
        Outcome outcome = bench.deploy(Map.of(), cancellation);
        assertThat(outcome.deployed()).as(outcome.sentence()).isTrue();
        assertThat(outcome.sentence()).doesNotContain("hook");
        assertThat(said()).content().isEqualTo("done\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEFORE_START", "AFTER_SWITCH"})
    void theNextDeploymentSaysWhichMayHaveRunByHalf(Hook hook) throws Exception {
        hooks(
                Duration.ofMinutes(1),
                Map.of(hook, "echo begun; " + sleeper("cut-off"), Hook.AFTER_DEPLOY, "true", Hook.ON_UNDO, "true"));
        bench.dieAt("  " + hook.label() + " | begun");
        assertThat(bench.directory().resolve("journal"))
                .content()
                .contains("hook=" + hook.label() + " on local\n", "hooks=afterDeploy,onUndo\n");
        awaitItsEnd("cut-off");
        bench.hooks = Hooks.NONE;

        Outcome next = deployed(Map.of());

        assertSaid("Its hook " + hook.label() + " on local was begun", "may have run by half");
        if (hook == Hook.AFTER_SWITCH) {
            assertSaid("Its release serves in green", "Its hook afterDeploy was left out.");
            assertThat(next.live()).isEqualTo(Slot.BLUE);
        } else {
            assertSaid("It is undone", "Its hook onUndo was left out.");
            assertThat(next.live()).isEqualTo(Slot.GREEN);
        }
        assertThat(bench.directory().resolve("hook")).doesNotExist();
    }

    /** As where all was killed that looked after it on the host. */
    @Test
    void oneThatWasLeftRunningIsEndedAndNobodyElse() throws Exception {
        hook(Hook.BEFORE_SWITCH, "echo begun; " + sleeper("looked-after"));
        bench.dieAt("  beforeSwitch | begun");
        awaitItsEnd("looked-after");
        bench.hooks = Hooks.NONE;
        Process left = inASession("deployment-2", "left-running");
        recorded(left, "deployment-2");
        deployed(Map.of());
        assertThat(left.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(running("left-running")).isZero();

        hook(Hook.BEFORE_START, "true");
        Process stranger = inASession("deployment-7", "stranger");
        recorded(stranger, "deployment-2");
        deployed(Map.of());
        assertThat(running("stranger")).as("who has its number by now").isOne();
        Process another = inASession("deployment-4", "another");
        recorded(another, "deployment-4");
        deployed(Map.of());
        assertThat(running("another")).as("of a deployment that is over").isZero();
        stranger.descendants().forEach(ProcessHandle::destroyForcibly);
        stranger.destroyForcibly();
    }

    @Test
    void oneThatIsTakenUpSaysSoInItsEnd() throws Exception {
        hooks(Duration.ofMinutes(1), Map.of(Hook.AFTER_DEPLOY, "echo begun; " + sleeper("taken-up")));
        bench.dieAt("  afterDeploy | begun");
        Outcome outcome = bench.resume();
        assertThat(outcome.deployed()).as(outcome.sentence()).isTrue();
        assertThat(outcome.sentence()).contains("Its hook afterDeploy on local was begun and its end was not seen");
        awaitItsEnd("taken-up");
    }

    @Test
    void oneThatIsOverLeavesNothingToSayWhereItsDeploymentIsCutOffLater() throws Exception {
        allSay("true");
        bench.dieAt("> await healthy");
        assertThat(bench.directory().resolve("journal"))
                .content()
                .doesNotContain("hook=")
                .contains("hooks=beforeSwitch,afterSwitch,afterDeploy,onUndo\n");
        bench.hooks = Hooks.NONE;
        deployed(Map.of());
        assertThat(bench.console).noneMatch(line -> line.contains("by half"));
    }

    /** All else here is run by the machine's own sh, which is dash. */
    @ParameterizedTest
    @ValueSource(strings = {"bash", "busybox"})
    void worksInOtherShellsAsWell(String shell) throws Exception {
        LocalHost host = LocalHost.in(shell, Files.createDirectories(folder.resolve(shell)));
        try (Bench other = new Bench(Files.createDirectories(folder.resolve("other")), host)) {
            other.hooks = new Hooks(
                    Map.of(Hook.BEFORE_START, "printf 'no line break'", Hook.AFTER_DEPLOY, "exit 9"),
                    Duration.ofMinutes(1),
                    true);
            Outcome first = other.deploy(Map.of());
            assertThat(first.deployed()).as(first.sentence() + first.evidence()).isTrue();
            assertThat(first.sentence())
                    .endsWith("The hook afterDeploy on " + host.name() + " failed with exit status 9.");
            assertThat(other.console).contains("  beforeStart | no line break");
            other.hooks = new Hooks(
                    Map.of(Hook.BEFORE_START, "echo begun; " + sleeper("in-" + shell)), Duration.ofSeconds(1), false);
            assertThat(other.deploy(Map.of()).sentence()).contains("did not end within 1.0 s");
            assertThat(running("in-" + shell)).isZero();
            other.hooks = new Hooks(other.hooks.commands(), Duration.ofMinutes(1), false);
            other.dieAt("  beforeStart | begun");
            awaitItsEnd("in-" + shell);
            other.hooks = Hooks.NONE;
            other.host = LocalHost.in(shell, Files.createDirectories(folder.resolve(shell + "-again")));
            assertThat(other.deploy(Map.of()).live()).isEqualTo(Slot.GREEN);
        }
    }
}
