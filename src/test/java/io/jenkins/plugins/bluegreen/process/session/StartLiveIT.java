package io.jenkins.plugins.bluegreen.process.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Rebooted;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Shells;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager.Stop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After a reboot, the file start-live brings back what the last finished deployment left live. */
class StartLiveIT extends OnBench {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Rebooted rebooted;

    @BeforeEach
    void onlyRootCan() {
        assumeThat(SeparateHost.possible()).as("only root can mount").isTrue();
    }

    @AfterEach
    void goDown() {
        if (rebooted != null) {
            bench.host = new LocalHost();
            rebooted.close();
        }
    }

    /** Ends all processes of the application at once, and comes up again. */
    private void reboot() throws Exception {
        for (Slot slot : Slot.values()) {
            Path record = bench.directory().resolve("slots/" + slot.label() + "/process");
            if (Files.exists(record)) {
                for (String line : Files.readAllLines(record)) {
                    if (line.startsWith("pid=")) {
                        ProcessHandle.of(Long.parseLong(line.substring(4))).ifPresent(Processes::kill);
                    }
                }
            }
        }
        Processes.stopAllIn(bench.directory());
        for (Slot slot : Slot.values()) {
            Until.so(LIMIT, () -> !Processes.listening(bench.slots.port(slot)), () -> slot + " stays");
        }
        rebooted = new Rebooted(folder);
    }

    /** Asks all processes of the application to end first, as a host does that goes down in an orderly way. */
    private void rebootInOrder() throws Exception {
        for (Slot slot : Slot.values()) {
            String leader = Files.readAllLines(bench.directory().resolve("slots/" + slot.label() + "/process")).stream()
                    .filter(line -> line.startsWith("pid="))
                    .map(line -> line.substring(4))
                    .findFirst()
                    .orElseThrow();
            new ProcessBuilder("kill", "-TERM", "--", "-" + leader).start().waitFor();
            Until.so(LIMIT, () -> !Processes.alive(Long.parseLong(leader)), () -> slot + " does not end");
        }
        reboot();
    }

    private Process begin(List<String> words) {
        try {
            return new ProcessBuilder(words).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process startLive(String shell) {
        return begin(
                rebooted.at("env", "-i", "PATH=" + System.getenv("PATH"), shell, bench.directory() + "/start-live"));
    }

    private static String said(Process process) throws Exception {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private String startLive() throws Exception {
        return said(startLive("sh"));
    }

    private void awaitServing(Slot slot) {
        Processes.awaitListening(bench.slots.port(slot), LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void bringsBackWhatWasLiveWithItsOwnSettingsAndOnlyOnce(String shell) throws Exception {
        Path bin = Shells.linkedAsSh(shell, folder);
        // The login has variables that cron has not, one of them with a byte that is no text by its locale.
        bench.host = new LocalHost(
                "local",
                List.of(
                        "sh",
                        "-c",
                        "export LC_ALL=C.UTF-8 LATIN=\"$(printf 'caf\\351')\"; exec env \"$@\"",
                        "login",
                        "LOGIN=it's\nthe login's",
                        bin.resolve("sh").toString()),
                bin + ":" + System.getenv("PATH"));
        bench.command = "printf '%s\\n' \"login says $LOGIN\"; exec " + Bench.tinyApp();
        deployed(Map.of("EXTRA", "first"));
        deployed(Map.of("EXTRA", "it's\nthe second"));
        assertThat(Files.readString(bench.directory().resolve("slots/green/again"), StandardCharsets.ISO_8859_1))
                .contains("export LATIN='caf\u00e9'\n");
        reboot();

        String sh = bin.resolve("sh").toString();
        Process one = startLive(sh);
        Process other = startLive(sh);
        String both = said(one) + said(other);

        assertThat(both).containsOnlyOnce("starting release r2 in green").contains("release r2 runs in green already");
        assertThat(List.of(one.exitValue(), other.exitValue())).containsOnly(0);
        awaitServing(Slot.GREEN);
        assertThat(bench.body(Slot.GREEN)).contains("release=r2", "extra=it's\nthe second");
        assertThat(bench.logOf(Slot.GREEN)).endsWith("login says it's\nthe login's\n");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        LocalHost host = rebooted.login(System.getenv("PATH"));
        ProcessManager there = Bench.on(host, bench.plan(Map.of())).processes();
        assertThat(there.notKeptUp(host.run(there.upkeepCommand(), LIMIT)))
                .anyMatch(lack -> lack.startsWith("this host was rebooted since green was deployed, at ")
                        && lack.endsWith(" and green was started again"));
        // It is kept up as before, and ours to stop.
        long serves = Processes.listenerOf(bench.slots.green()).orElseThrow();
        Processes.kill(ProcessHandle.of(serves).orElseThrow());
        // The port of one with several threads is free a moment later than it is a zombie.
        Until.so(
                LIMIT,
                () -> Processes.listenerOf(bench.slots.green())
                        .filter(now -> now != serves)
                        .isPresent(),
                () -> "it does not come back");
        assertThat(there.stop(Slot.GREEN, "")).isEqualTo(Stop.ASKED);
        assertThat(startLive()).contains("no deployment has left anything here");
        assertThat(Processes.listening(bench.slots.green())).isFalse();
    }

    @Test
    void isToldWhereNothingHasBroughtItBack() throws Exception {
        deployed(Map.of());
        reboot();
        LocalHost host = rebooted.login(System.getenv("PATH"));
        ProcessManager there = Bench.on(host, bench.plan(Map.of())).processes();
        assertThat(there.notKeptUp(host.run(there.upkeepCommand(), LIMIT)))
                .anyMatch(lack -> lack.startsWith("this host was rebooted since blue was deployed, at ")
                        && lack.endsWith(
                                ", and nothing has started blue again: run " + bench.directory() + "/start-live"))
                .anyMatch(lack -> lack.startsWith("nothing starts this application after a reboot: "));
    }

    @Test
    void waitsForADeploymentThatIsUnderWayAndDoesNothingThen() throws Exception {
        deployed(Map.of());
        AtomicReference<Process> run = new AtomicReference<>();
        bench.when(
                "> await healthy",
                () -> run.compareAndSet(null, begin(List.of("sh", bench.directory() + "/start-live"))));
        deployed(Map.of());
        assertThat(said(run.get()))
                .contains("waiting for shop #2, started by ann")
                .contains("release r2 runs in green already")
                .doesNotContain("starting");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        deployed(Map.of());
    }

    @Test
    void noDeploymentBeginsMeanwhile() throws Exception {
        deployed(Map.of());
        reboot();
        // As long as another script is at work on the host, it waits.
        String held = "echo held; exec cat";
        Process busy = begin(List.of("flock", "-F", bench.directory() + "/busy", "sh", "-c", held));
        assertThat(busy.inputReader().readLine()).isEqualTo("held");
        Process run = startLive("sh");
        Path lock = bench.directory().resolve("lock");
        Until.so(LIMIT, () -> holder(lock).startsWith("start-live on this host, since "), () -> holder(lock));
        assertThat(bench.deploy(Map.of()).sentence()).contains("start-live on this host, since ");
        busy.getOutputStream().close();
        assertThat(said(run)).contains("starting release r1 in blue");
    }

    private static String holder(Path lock) {
        try {
            return Files.readString(lock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a deployment was at when the host went down; of what it started itself only that which a router may lead to is started. */
    @ParameterizedTest
    @CsvSource({
        "< await healthy, false",
        "> switch nginx, true",
        "< switch nginx, true",
        "> undo: switch nginx, true",
        "> undo: start, true",
        "< undo: start, false"
    })
    void bringsBackWhatServedBeforeADeploymentThatWasCutOff(String line, boolean both) throws Exception {
        deployed(Map.of());
        if (line.contains("undo")) {
            bench.observe = Duration.ofMillis(500);
            bench.frontDoor = () -> new HealthProbe.Answer(false, "502", "");
            bench.frontDoorTimeout = Duration.ofMillis(500);
        }
        bench.dieAt(line);
        reboot();
        assertThat(startLive()).contains("starting release r1 in blue");
        awaitServing(Slot.BLUE);
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
        if (both) {
            awaitServing(Slot.GREEN);
        } else {
            assertThat(startLive()).doesNotContain("green");
            assertThat(Processes.listening(bench.slots.green())).isFalse();
        }
    }

    /** As by a shutdown; or when the host went down while a leader looked what its application left. */
    @ParameterizedTest
    @CsvSource({"dash, false", "bash, false", "busybox, false", "dash, true"})
    void bringsBackBothWhereAllWereAskedToEndAfterTheSwitch(String shell, boolean held) throws Exception {
        bench.host = LocalHost.in(shell, folder);
        deployed(Map.of());
        bench.dieAt("< switch nginx");
        Path green = bench.directory().resolve("slots/green");
        if (held) {
            reboot();
            Files.move(green.resolve("trial"), green.resolve("trial.held"));
        } else {
            rebootInOrder();
        }

        assertThat(startLive()).contains("starting release r1 in blue", "starting release r2 in green");
        awaitServing(Slot.BLUE);
        awaitServing(Slot.GREEN);
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        LocalHost host = rebooted.login(System.getenv("PATH"));
        assertThat(Bench.on(host, bench.plan(Map.of())).processes().stop(Slot.GREEN, ""))
                .isEqualTo(Stop.ASKED);
        assertThat(startLive()).doesNotContain("green");
        try (Stream<Path> left = Files.list(green)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).doesNotContain("kept", "trial", "trial.held");
        }
    }

    @Test
    void theNextDeploymentTakesItOver() throws Exception {
        deployed(Map.of());
        reboot();
        // By hand, in a terminal that goes when it has ended.
        String by = bench.directory() + "/start-live";
        assertThat(said(begin(rebooted.at("env", "BY=" + by, "script", "-qec", "\"$BY\"", "/dev/null"))))
                .contains("starting release r1 in blue");
        awaitServing(Slot.BLUE);
        // nginx is not on that machine, so that it has to be asked from outside.
        bench.nginxHost = new LocalHost();
        bench.mark = new ReleaseMark("X-Release");
        bench.frontDoorUrl = bench.nginx.url();
        bench.host = rebooted.login(System.getenv("PATH"));
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.deployed())
                .as(outcome.sentence() + outcome.evidence())
                .isTrue();
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
    }

    @Test
    void takesNoPortFromAStranger() throws Exception {
        deployed(Map.of());
        reboot();
        try (ServerSocket stranger = new ServerSocket(bench.slots.blue(), 5, InetAddress.getLoopbackAddress())) {
            Process run = startLive("sh");
            assertThat(said(run)).contains("port " + stranger.getLocalPort() + " of blue is held by a process of ");
            assertThat(run.exitValue()).isEqualTo(1);
        }
    }
}
