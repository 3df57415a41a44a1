package io.jenkins.plugins.bluegreen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.lab.Extent;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.plan.Hook;
import io.jenkins.plugins.bluegreen.model.plan.Hooks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fault while a hook runs, over SSH. */
@Extent.InPart
class HookCutOffIT {

    private final FarHost host = FarHost.withFlag();

    @BeforeEach
    void deployOnce() throws Exception {
        assertThat(host.wrongAfter(host.deployHere())).isEmpty();
        host.hooks = new Hooks(
                Map.of(
                        Hook.BEFORE_START,
                        "echo $$ >'" + pid() + "'; echo begun; while :; do sleep 1; done",
                        Hook.ON_UNDO,
                        "echo taken back"),
                Duration.ofMinutes(1),
                false);
    }

    @AfterEach
    void close() {
        host.close();
    }

    private Path pid() {
        return host.scratch.path().resolve("pid");
    }

    private void awaitItsEnd() throws Exception {
        long pid = Long.parseLong(Files.readString(pid()).strip());
        Until.so(Duration.ofSeconds(30), () -> !Processes.alive(pid), () -> "the hook still runs");
    }

    private static Consumer<EngineProcess.Said> atTheHook(List<String> said, Consumer<EngineProcess.Said> fault) {
        return line -> {
            said.add(line.line());
            if (line.line().equals("- beforeStart | begun")) {
                fault.accept(line);
            }
        };
    }

    @Test
    void anEngineThatIsKilledEndsItAndTheNextDeploymentSaysSo() throws Exception {
        host.deployApart(atTheHook(new ArrayList<>(), EngineProcess.Said::kill));
        awaitItsEnd();
        assertThat(Files.readString(host.directory().resolve("journal"))).contains("hook=beforeStart on ");
        host.hooks = Hooks.NONE;
        List<String> next = host.deployHere();
        assertThat(host.wrongAfter(next)).isEmpty();
        assertThat(next).anyMatch(line -> line.contains("Its hook beforeStart on ") && line.contains("by half"));
        assertThat(next)
                .anyMatch(line -> line.contains("It is undone") && line.contains("Its hook onUndo was left out."));
    }

    @Test
    void anAbortEndsItAtOnce() throws Exception {
        List<String> said = new ArrayList<>();
        host.deployHere(atTheHook(said, EngineProcess.Said::abort));
        awaitItsEnd();
        assertThat(said).anyMatch(line -> line.startsWith("= ABORTED"));
        assertThat(said)
                .containsSubsequence(
                        "- beforeStart | begun", "> undo: what a hook left running", "- onUndo | taken back");
        assertThat(host.wrongNow()).isEmpty();
    }

    @Test
    void oneThatWritesWithoutEndIsEndedInItsTime() throws Exception {
        host.hooks =
                new Hooks(Map.of(Hook.BEFORE_START, "echo $$ >'" + pid() + "'; yes"), Duration.ofSeconds(2), false);
        List<String> said = host.deployHere();
        assertThat(said)
                .anyMatch(line -> line.startsWith("= UNDONE The hook beforeStart on ")
                        && line.contains("did not end within 2.0 s (hookTimeout)"));
        assertThat(said).hasSizeLessThan(1_100).anyMatch(line -> line.contains("it writes more than 1000 lines"));
        awaitItsEnd();
        assertThat(host.wrongNow()).isEmpty();
    }

    @Test
    void aConnectionThatIsCutUndoes() throws Exception {
        List<String> said = new ArrayList<>();
        host.deployHere(atTheHook(said, line -> host.link.cut()));
        awaitItsEnd();
        assertThat(said)
                .anyMatch(line -> line.startsWith("= UNDONE The hook beforeStart on ")
                        && line.contains("was ended with the connection to the host"));
        assertThat(said).contains("- onUndo | taken back");
        assertThat(host.wrongNow()).isEmpty();
    }
}
