package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.bluegreen.deploy.host.ApplicationHost;
import io.jenkins.plugins.bluegreen.deploy.state.Cluster;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager.Stop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is ours and what is not: which process is asked, which is stopped, which file is removed. */
class OnlyOursIT extends DeployedOnce {

    private ApplicationHost host;

    @BeforeEach
    void logIn() throws Exception {
        host = Bench.on(new LocalHost(), bench.plan(Map.of()));
    }

    @Test
    void anAnswerOfAnotherProcessOnThePortIsNotThatOfTheNewBuild() throws Exception {
        AtomicReference<ServerSocket> stranger = new AtomicReference<>();
        bench.when("> await healthy", () -> stranger.set(listenOn(bench.slots.green())));
        bench.startTimeout = Duration.ofSeconds(5);
        Outcome outcome = bench.deploy(Map.of("BEHAVIOUR", "idle"));
        stranger.get().close();
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.sentence())
                .contains("did not get its port " + bench.slots.green())
                .contains("pid " + ProcessHandle.current().pid());
    }

    @Test
    void whatAFailedDeploymentLeftInTheIdleSlotIsStoppedFirst() throws Exception {
        startIn(Slot.GREEN);
        long leftover = Processes.listenerOf(bench.slots.green()).orElseThrow();
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.deployed()).as(outcome.sentence()).isTrue();
        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
        assertThat(Processes.alive(leftover)).isFalse();
        assertThat(bench.console).anyMatch(line -> line.contains("stopped what an earlier deployment left in green"));
    }

    @Test
    void aProcessThatGotThePidOfARecordSinceIsNotStopped() throws Exception {
        Path record = bench.directory().resolve("slots/blue/process");
        long pid = Processes.listenerOf(bench.slots.blue()).orElseThrow();
        String text = Files.readString(record);
        // It would have no mark of ours either.
        Files.writeString(
                record,
                text.replaceFirst("start=\\d+", "start=1").replaceFirst("deployment=\\S+", "deployment=of-yesterday"));
        assertThat(host.processes().stop(Slot.BLUE, "")).isEqualTo(Stop.ALREADY);
        Files.writeString(record, text.replaceFirst("boot=\\S+", "boot=of-yesterday"));
        assertThat(host.processes().stop(Slot.BLUE, "")).isEqualTo(Stop.ALREADY);
        assertThat(Processes.alive(pid)).isTrue();
        Files.writeString(record, text);
        assertThat(host.processes().stop(Slot.BLUE, "another-deployment")).isEqualTo(Stop.ALREADY);
        assertThat(Processes.alive(pid)).isTrue();
    }

    @Test
    void aProcessWhoseLeaderWasKilledIsStillOursByItsMark() throws Exception {
        long pid = Processes.listenerOf(bench.slots.blue()).orElseThrow();
        long leader = Long.parseLong(
                Cluster.inspect(host).slots().get(Slot.BLUE).process().orElseThrow());
        Processes.kill(ProcessHandle.of(leader).orElseThrow());
        assertThat(Cluster.inspect(host).running(Slot.BLUE)).isTrue();
        assertThat(host.processes().stop(Slot.BLUE, "")).isEqualTo(Stop.ASKED);
        assertThat(Processes.alive(pid)).isFalse();
    }

    @Test
    void aReleaseThatIsThereWithOtherContentIsRefusedAndStays() throws Exception {
        Path other = Files.createDirectories(bench.directory().resolve("releases/r2"))
                .resolve("app.bin");
        Files.writeString(other, "something else");
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.UNDONE);
        assertThat(outcome.evidence()).contains("The release r2 is there already, with other content");
        assertThat(other).hasContent("something else");
    }

    @Test
    void anUndoThatCannotBeDoneIsToldWithTheCommandsForIt() throws Exception {
        bench.when("< switch nginx", () -> removeTheFolderOf(bench.flag()));
        bench.frontDoor = () -> new HealthProbe.Answer(false, "502", "");
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).isEqualTo(Result.STUCK);
        assertThat(outcome.evidence())
                .contains(
                        "Not undone: switch nginx to green",
                        "rm -f",
                        bench.flag().toString());
        assertThat(bench.directory().resolve("journal")).exists();
        assertThat(bench.body(Slot.GREEN)).as("nginx may lead there still").contains("release=r" + bench.number());

        Files.createDirectories(bench.flag().getParent());
        bench.clear();
        bench.frontDoor = null;
        Outcome next = bench.deploy(Map.of());
        assertThat(next.deployed()).as(next.sentence() + next.evidence()).isTrue();
        assertThat(bench.directory().resolve("journal")).doesNotExist();
    }

    @Test
    void theReleasesThatTheSlotsNameAreKeptHoweverOldTheyAre() throws Exception {
        assertThat(bench.deploy(Map.of()).deployed()).isTrue();
        Path releases = bench.directory().resolve("releases");
        for (int i = 0; i < 4; i++) {
            shippedAt(
                    Files.createDirectory(releases.resolve("other" + i)),
                    Instant.now().minusSeconds(60 + i));
        }
        for (String slot : List.of("r1", "r2")) {
            shippedAt(releases.resolve(slot), Instant.EPOCH);
        }
        assertThat(host.releases().prune(2)).isEqualTo("2");
        assertThat(releases.toFile().list()).containsExactlyInAnyOrder("r1", "r2", "other0", "other1");

        // What was live until now is the previous one then, and the one before that is nobody's any more.
        assertThat(bench.deploy(Map.of()).deployed()).isTrue();
        assertThat(releases.toFile().list()).containsExactlyInAnyOrder("r2", "r3", "other0");
    }

    @Test
    void aReleaseThatAnyProcessRunsIsKept() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(bench.deploy(Map.of()).deployed()).isTrue();
        }
        Path kept = Files.createDirectories(bench.directory().resolve("releases/r-old"))
                .resolve("tool");
        Files.writeString(kept, "sleep 60 # " + kept);
        shippedAt(kept.getParent(), Instant.EPOCH);
        for (ProcessBuilder starting : List.of(
                new ProcessBuilder("sh", kept.toString()),
                // Its command line alone does not tell.
                new ProcessBuilder("sh", "tool").directory(kept.getParent().toFile()))) {
            Process process = starting.start();
            try {
                assertThat(bench.deploy(Map.of()).deployed()).isTrue();
                assertThat(kept).exists();
            } finally {
                Processes.stop(process);
            }
        }
        assertThat(bench.deploy(Map.of()).deployed()).isTrue();
        assertThat(kept).doesNotExist();
    }

    private static void shippedAt(Path release, Instant time) throws IOException {
        Path shipped = release.resolve(".shipped-by");
        if (!Files.exists(shipped)) {
            Files.createFile(shipped);
        }
        Files.setLastModifiedTime(shipped, FileTime.from(time));
    }

    private void startIn(Slot slot) throws Exception {
        ApplicationHost earlier = Bench.on(new LocalHost(), bench.plan(Map.of()));
        Files.createDirectories(bench.directory().resolve("releases/r1"));
        earlier.processes().start(slot);
        Processes.awaitListening(bench.slots.port(slot), Duration.ofSeconds(20));
    }

    private static ServerSocket listenOn(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void removeTheFolderOf(Path file) {
        try {
            Files.deleteIfExists(file);
            Files.delete(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
