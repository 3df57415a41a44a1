package io.jenkins.plugins.bluegreen.process.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.OnBench;
import io.jenkins.plugins.bluegreen.deploy.status.StatusCheck;
import io.jenkins.plugins.bluegreen.deploy.status.StatusTree;
import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.Shells;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.Target;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.process.ProcessStatus.State;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.shell.Quoting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands of the user's own start, look at and stop. */
class CommandIT extends OnBench {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PID =
            "pid=$(cat \"$DEPLOY_DIR/$SLOT.pid\") && kill -0 $pid 2>/dev/null && echo pid=$pid";
    private static final String STOP = "kill $(cat \"$DEPLOY_DIR/$SLOT.pid\")";

    private static String detached() {
        return "setsid " + Bench.tinyApp() + " >/dev/null 2>&1 & echo $! >\"$DEPLOY_DIR/$SLOT.pid\"";
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox"})
    void oneThatReturnsIsOursByWhatStatusPrints(String shell) throws Exception {
        bench.host = LocalHost.in(shell, folder);
        bench.process = CommandConfig.of(detached(), STOP, PID);
        deployed(Map.of("EXTRA", "it's"));
        assertThat(bench.body(Slot.BLUE)).contains("release=r1 extra=it's");
        deployed(Map.of());
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        assertThat(bench.test())
                .anyMatch(found -> found.text().startsWith("whether this application is started again"));
    }

    /** As of a container that is started again with the host. */
    @Test
    void aStandbyThatOutlivedARebootIsTold() throws Exception {
        bench.process = CommandConfig.of(detached(), STOP, PID);
        bench.keepPrevious = Duration.ofMinutes(15);
        deployed(Map.of());
        deployed(Map.of());
        Path standby = bench.directory().resolve("slots/blue/standby");
        String told = "the standby in blue, release r1, should have been stopped";
        assertThat(status())
                .anyMatch(line -> line.contains("standby, until 20"))
                .noneMatch(line -> line.contains(told));
        Files.writeString(standby, Files.readString(standby).replaceAll("boot=.*", "boot=of-yesterday"));
        assertThat(status()).noneMatch(line -> line.contains("standby, until")).anyMatch(line -> line.contains(told));
        deployed(Map.of());
        assertThat(status()).noneMatch(line -> line.contains(told));
    }

    private List<String> status() throws InterruptedException {
        return StatusTree.of(new StatusCheck(bench.connector()).run(bench.plan(Map.of())), StandardCharsets.UTF_8);
    }

    @Test
    void oneThatStaysMayBeTheStartCommand() throws Exception {
        bench.command = "echo $$ >\"$DEPLOY_DIR/$SLOT.pid\"; exec " + Bench.tinyApp();
        bench.process = CommandConfig.of(null, STOP, PID);
        deployed(Map.of());
        bench.command = "echo no database; exit 3";
        Outcome crashed = bench.deploy(Map.of());
        assertRolledBackToBlue(crashed);
        assertThat(crashed.sentence()).contains("ended with exit status 3 before it was healthy");
        assertThat(crashed.evidence()).contains("no database");
    }

    /** Its start command returns while the status command looks, which has seen nothing yet. */
    @Test
    void whatIsJustStartedIsNotTakenForEnded() throws Exception {
        bench.process =
                CommandConfig.of("until [ -e asked-again ]; do sleep 0.05; done; " + detached(), STOP, """
                if [ ! -s slots/$SLOT/exit ]; then
                    [ -e asked ] || { touch asked; exit 1; }
                    touch asked-again
                    until [ -s slots/$SLOT/exit ]; do sleep 0.05; done
                    exit 1
                fi
                """ + PID);
        deployed(Map.of());
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void whatItsStopCommandDoesNotEndIsKilled() throws Exception {
        bench.stopTimeout = Duration.ofMillis(500);
        bench.process = CommandConfig.of(detached(), "true", PID);
        deployed(Map.of());
        deployed(Map.of());
        assertSaid("< stop blue", "killed, since it did not stop within");
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
    }

    /** As of a container that waits to be started again: it is stopped as well, and once. */
    @Test
    void whatIsSaidNotToRunIsStoppedAllTheSame() throws Exception {
        String again = "while :; do [ -e down-$SLOT ] || " + Bench.tinyApp() + "; sleep 0.1; done";
        bench.process = CommandConfig.of(
                "setsid sh -c " + Quoting.quote(again) + " >/dev/null 2>&1 & echo $! >$SLOT.pid",
                "echo $RELEASE >>stops; kill -- -$(cat $SLOT.pid)",
                "[ ! -e down-$SLOT ] && kill -0 $(cat $SLOT.pid) && echo pid=$(cat $SLOT.pid)");
        deployed(Map.of());
        Path down = bench.directory().resolve("down-blue");
        touch(down);
        Processes.kill(ProcessHandle.of(Processes.listenerOf(bench.slots.blue()).orElseThrow())
                .orElseThrow());
        Until.so(LIMIT, () -> !Processes.listening(bench.slots.blue()), () -> "it is not down");
        bench.when("> stop blue", () -> {
            down.toFile().delete();
            Processes.awaitListening(bench.slots.blue(), LIMIT);
            touch(down);
        });
        deployed(Map.of());
        assertSaid("< stop blue", "it had ended before");
        Until.so(LIMIT, () -> !Processes.listening(bench.slots.blue()), () -> "it runs on");
        bench.stop(Slot.BLUE);
        assertThat(bench.directory().resolve("stops")).content().isEqualTo("r1\n");
    }

    @Test
    void whatIsNotKnownToHaveEndedIsNotSaidTo() throws Exception {
        Path bin = Shells.linkedAsSh("dash", folder);
        Path timeout = Files.writeString(
                bin.resolve("timeout"),
                "#!/bin/sh\ncase $3 in */status.command) [ ! -f '" + folder + "/hangs' ] || exit 124 ;; esac\n"
                        + "shift\nexec \"$@\"\n");
        Files.setPosixFilePermissions(timeout, PosixFilePermissions.fromString("rwx------"));
        bench.host = new LocalHost(bin + ":" + System.getenv("PATH"));
        bench.stopTimeout = Duration.ZERO;
        bench.process = CommandConfig.of(detached(), STOP, PID);
        deployed(Map.of());
        touch(folder.resolve("hangs"));
        assertThat(Bench.on(bench.host, bench.plan(Map.of()))
                        .processes()
                        .status(Slot.BLUE, Duration.ZERO, LIMIT)
                        .state())
                .isEqualTo(State.RUNNING);
        assertThatThrownBy(() -> bench.stop(Slot.BLUE))
                .isInstanceOf(HostException.class)
                .satisfies(
                        e -> assertThat(((HostException) e).evidence())
                                .contains(
                                        "the status command does not end within 20 s, so that it is not known whether it runs"));
        Until.so(LIMIT, () -> !Processes.listening(bench.slots.blue()), () -> "it was not told to end");
        Files.delete(folder.resolve("hangs"));
        bench.stop(Slot.BLUE);
    }

    /** Its number may be somebody else's by now, who leads a session as well. */
    @Test
    void whoHasTheNumberOfItsStarterIsLeftAlone() throws Exception {
        bench.stopTimeout = Duration.ofMillis(500);
        bench.process = CommandConfig.of(detached(), STOP, PID);
        deployed(Map.of());
        Process other = new ProcessBuilder("setsid", "sh", "-c", "echo it leads one; exec sleep 300").start();
        try {
            other.inputReader().readLine();
            Path place = bench.directory().resolve("slots/blue");
            Files.delete(place.resolve("exit"));
            String record = Files.readString(place.resolve("process"));
            Files.writeString(place.resolve("process"), record.replaceAll("starter=\\d+", "starter=" + other.pid()));
            bench.stop(Slot.BLUE);
            assertThat(other.isAlive()).isTrue();
        } finally {
            Processes.stop(other);
        }
    }

    @Test
    void takesOverFromSessionsAndGivesBackToThem() throws Exception {
        deployed(Map.of());
        bench.process = CommandConfig.of(detached(), STOP, PID);
        deployed(Map.of());
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        bench.process = SessionConfig.DEFAULT;
        deployed(Map.of());
        assertThat(Processes.listening(bench.slots.green())).isFalse();
        assertThat(bench.body(Slot.BLUE)).contains("release=r3");
    }

    /** As with docker, whose proxy is root's: nobody sees who holds the port, unless the answers tell. */
    @Test
    void aPortOfAnotherUserIsOursByTheAnswersAlone() throws Exception {
        assumeThat(Programs.asRoot()).as("only root may become somebody else").isTrue();
        Files.createDirectories(bench.directory());
        Programs.run("chown", "-R", "65534:65534", folder.toString());
        bench.nginxHost = new LocalHost();
        bench.router = new NginxConfig.Flag(
                List.of(Target.parse(Bench.ROUTER)), bench.flag().toString());
        // Root's, who starts and stops them when a file asks for it.
        Process docker = new ProcessBuilder(
                        "sh",
                        "-c",
                        """
                cd "$1"
                while :; do
                    for slot in blue green; do
                        if [ -f start-$slot ]; then mv start-$slot go-$slot; (. ./go-$slot; exec %s) & echo $! >run-$slot; fi
                        if [ -f stop-$slot ]; then kill $(cat run-$slot); rm -f stop-$slot run-$slot; fi
                    done
                    sleep 0.05
                done
                """.formatted(Bench.tinyApp()),
                        "docker",
                        bench.directory().toString())
                .start();
        try {
            bench.host = new LocalHost(
                    "local",
                    List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh"),
                    System.getenv("PATH"));
            bench.process = CommandConfig.of(
                    "export -p >.new && mv .new start-$SLOT; until [ -f run-$SLOT ]; do sleep 0.05; done",
                    "touch stop-$SLOT; while [ -f run-$SLOT ]; do sleep 0.05; done",
                    "[ -f run-$SLOT ]");
            Outcome unseen = bench.deploy(Map.of());
            assertThat(unseen.result()).isEqualTo(Result.UNDONE);
            assertThat(unseen.sentence()).contains("which is held by a process of root, which nobody may not look at");
            bench.mark = new ReleaseMark("X-Release");
            deployed(Map.of());
            deployed(Map.of());
            assertThat(bench.body(Slot.GREEN)).contains("release=r3");
            Until.so(LIMIT, () -> !Processes.listening(bench.slots.blue()), () -> "blue is not stopped");
            // As long as there is somebody who does.
            bench.stop(Slot.GREEN);
        } finally {
            Processes.stop(docker);
        }
    }
}
