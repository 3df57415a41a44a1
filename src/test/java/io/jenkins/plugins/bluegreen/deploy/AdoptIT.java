package io.jenkins.plugins.bluegreen.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.bluegreen.lab.LocalHost;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Programs;
import io.jenkins.plugins.bluegreen.lab.SeparateHost;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.health.ReleaseMark;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.HealthProbe;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first deployment beside an application that was started by hand, and that users are served by. */
class AdoptIT extends OnBench {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<Process> byHand = new ArrayList<>();
    private long pid;
    private String release = "of-old";

    @BeforeEach
    void startByHand() throws Exception {
        Files.createDirectories(bench.directory());
        startAt(Slot.BLUE);
        pid = Processes.listenerOf(bench.slots.blue()).orElseThrow();
        bench.nginx = PrivateNginx.withFlagAt(bench.flag(), bench.slots);
        bench.adopt = "TinyApp";
    }

    private void startAt(Slot slot) throws IOException {
        startAt(slot, "127.0.0.1");
        Processes.awaitListening(bench.slots.port(slot), LIMIT);
    }

    private void startAt(Slot slot, String address) throws IOException {
        // In nobody's session of its own, and with something that it started itself.
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "exec " + Bench.tinyApp());
        builder.environment()
                .putAll(Map.of(
                        "PORT",
                        Integer.toString(bench.slots.port(slot)),
                        "RELEASE",
                        release,
                        "ADDRESS",
                        address,
                        "SLOT",
                        "none",
                        "CHILD",
                        "sleep 300",
                        "DEPLOY_DIR",
                        bench.directory().toString()));
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("by-hand.log").toFile());
        byHand.add(builder.start());
    }

    @AfterEach
    void stopByHand() {
        // Where it was looked at as a service, nobody can log in without it.
        bench.host = new LocalHost();
        byHand.forEach(process -> process.descendants().toList().forEach(Processes::kill));
        byHand.forEach(process -> Processes.kill(process.toHandle()));
    }

    @Test
    void isTakenOverWithoutAGap() throws Exception {
        bench.stopTimeout = Duration.ofSeconds(30);
        long child = ProcessHandle.of(pid)
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow()
                .pid();
        try (Traffic traffic = Traffic.to(bench.nginx.url(), 50)) {
            Outcome outcome = deployed(Map.of());
            assertThat(outcome.live()).isEqualTo(Slot.GREEN);
            assertThat(outcome.previous()).isEqualTo(Slot.BLUE);
            assertThat(traffic.stop().failures()).isEmpty();
        }
        assertSaid("< adopt what serves as blue (port " + bench.slots.blue() + ")", "pid " + pid + " of ", "TinyApp");
        assertThat(bench.body(Slot.GREEN)).contains("release=r1");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
        assertThat(Processes.alive(pid)).isFalse();
        assertThat(bench.console)
                .as("it was asked to end, and did")
                .anyMatch(line -> line.startsWith("< stop blue"))
                .noneMatch(line -> line.contains("killed"));
        Until.so(LIMIT, () -> !Processes.alive(child), () -> "what it started runs on");
        // From now on it is like any other.
        bench.adopt = "";
        assertThat(deployed(Map.of()).live()).isEqualTo(Slot.BLUE);
    }

    @Test
    void isLeftAsItWasWhereTheDeploymentFails() throws Exception {
        Outcome crashed = bench.deploy(Map.of("BEHAVIOUR", "crash"));
        assertThat(crashed.result()).isEqualTo(Result.UNDONE);
        assertUntouched();

        bench.frontDoor = () -> new HealthProbe.Answer(false, "502", "");
        Outcome switchedBack = bench.deploy(Map.of());
        assertThat(switchedBack.result()).isEqualTo(Result.UNDONE);
        assertThat(bench.console).anyMatch(line -> line.startsWith("< undo: switch nginx"));
        assertUntouched();
    }

    /** As on the first day, where the build that is deployed is the one that was started by hand. */
    @Test
    void isGoneBackToAlsoWhereItIsOfTheSameRelease() throws Exception {
        stopByHand();
        byHand.clear();
        release = "r1";
        startAt(Slot.BLUE);
        pid = Processes.listenerOf(bench.slots.blue()).orElseThrow();
        bench.mark = new ReleaseMark("X-Release");
        bench.frontDoorUrl = bench.nginx.url();
        bench.when("< switch nginx", () -> {
            throw new IllegalStateException("now");
        });
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.result()).as(outcome.sentence() + outcome.evidence()).isEqualTo(Result.UNDONE);
        assertUntouched();
    }

    @Test
    void isRefusedWhereItIsNotTheOneThatIsMeant() throws Exception {
        bench.adopt = "";
        assertThat(bench.deploy(Map.of()).sentence())
                .contains("is held by a process that this plugin did not start (pid " + pid)
                .contains("or name its command in adopt", "Nothing was changed");
        bench.adopt = "another.jar";
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("cannot be adopted as blue by adopt: 'another.jar'");
        assertThat(outcome.evidence()).contains("held by another command: pid " + pid + " of ", "TinyApp");
        assertUntouched();
        bench.adopt = "TinyApp";
        try (ServerSocket stranger = new ServerSocket(bench.slots.green(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(bench.deploy(Map.of()).sentence())
                    .contains("port " + bench.slots.green() + " (green)", "did not start");
            assertThat(stranger.isClosed()).isFalse();
        }
        assertUntouched();
    }

    /** As with SO_REUSEPORT: none of them is the one that the others come from. */
    @Test
    void isRefusedWhereSeveralWereStartedApart() throws Exception {
        startAt(Slot.BLUE, "::1");
        long other = byHand.get(1).pid();
        Until.so(LIMIT, () -> listens("::1", bench.slots.blue()), () -> "the other one does not listen");
        Outcome outcome = bench.deploy(Map.of());
        assertThat(outcome.sentence()).contains("cannot be adopted as blue by adopt: 'TinyApp'");
        assertThat(outcome.evidence())
                .contains("is held by several processes that were started apart: ", pid + "", other + "");
        assertUntouched();
        assertThat(Processes.alive(other)).isTrue();
    }

    private static boolean listens(String address, int port) {
        try (Socket socket = new Socket(address, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** A process and its workers, which hold the same socket, are one. */
    @Test
    void isTheOneThatItsWorkersComeFrom() throws Exception {
        bench.slots = new SlotPair(bench.nginx.url().getPort(), bench.slots.green());
        bench.adopt = "nginx";
        assertThat(adoptable()).startsWith("pid " + bench.nginx.master().pid() + " of ");
    }

    @Test
    void isRefusedToAUserWhoCannotStopIt() throws Exception {
        assumeThat(Programs.asRoot()).isTrue();
        List<String> nobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh");
        bench.host = new LocalHost("local", nobody, System.getenv("PATH"));
        assertRefused("port " + bench.slots.blue()
                + " is held by a process of root, which nobody may not look at, which cannot be stopped by nobody");
        assertUntouched();
    }

    /** What looks after it is told from its control group, as systemd names those. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0::/system.slice/shop.service | shop.service: set Restart=no there (systemctl edit, then systemctl daemon-reload",
                "9:pids:/system.slice/shop.service@1:name=systemd:/system.slice/shop.service | shop.service: set",
                "0::/system.slice/unknown.service | unknown.service: set",
                "0::/system.slice/containerd.service/a/b | containerd.service: set",
                "0::/user.slice/user-7.slice/user@7.service/app.slice/web.service | web.service: set Restart=no there (systemctl --user"
                        + " edit, then systemctl --user daemon-reload",
                "0::/system.slice/boot.service | boot.service: systemctl disable boot.service, which leaves it running",
                "0::/user.slice/user-7.slice/user@7.service/app.slice/login.service | login.service: systemctl --user disable login.service, which",
                "0::/system.slice/atd.service |",
                "0::/user.slice/user-7.slice/user@7.service/app.slice/once.service |",
                "0::/system.slice/once.service |",
                "0::/system.slice/ssh.service |",
                "0::/system.slice/system-sshd.slice/sshd@3-10.0.0.1:22.service |",
                "0::/system.slice/cron.service |",
                "0::/user.slice/user-7.slice/session-3.scope |",
                "0::/user.slice/user-7.slice/user@7.service/tmux-spawn-1.scope |",
                "0::/ |"
            })
    void isRefusedWhereSystemdWouldStartItAgain(String group, String said) throws Exception {
        assumeThat(SeparateHost.possible()).isTrue();
        bench.host = under(group.replace("@1:", "\n1:"));
        if (said == null) {
            assertThat(adoptable()).startsWith("pid " + pid + " of ");
        } else {
            assertRefused(", which systemd would start " + (said.contains("disable ") ? "after a reboot" : "again")
                    + " as " + said);
            assertThat(bench.deploy(Map.of()).evidence()).contains(" is held by pid " + pid + " of ", said);
        }
        assertUntouched();
    }

    /** Returns this machine, where what listens is in such a control group, and some services are known to systemd. */
    private LocalHost under(String group) throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        Path systemctl = Files.writeString(tools.resolve("systemctl"), """
                #!/bin/sh
                case "$*" in
                    *' unknown.service') exit 1 ;;
                    'show -p Restart --value shop.service') echo always ;;
                    'show -p Restart --value containerd.service') echo always ;;
                    '--user show -p Restart --value web.service') [ "$XDG_RUNTIME_DIR" = /run/user/0 ] && echo on-failure ;;
                    'show -p UnitFileState --value boot.service') echo enabled ;;
                    '--user show -p UnitFileState --value login.service') [ "$XDG_RUNTIME_DIR" = /run/user/0 ] && echo enabled-runtime ;;
                    *'show -p UnitFileState '*) echo static ;;
                    *) echo no ;;
                esac
                """);
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwx------"));
        Path file = Files.writeString(folder.resolve("cgroup"), group + "\n");
        String login = "mount --bind \"$1\" \"$2\" && shift 2 && exec sh \"$@\"";
        return new LocalHost(
                "local",
                List.of("unshare", "-m", "sh", "-c", login, "login", file.toString(), "/proc/" + pid + "/cgroup"),
                tools + ":" + System.getenv("PATH"));
    }

    private String adoptable() throws HostException, InterruptedException {
        return Bench.on(bench.host, bench.plan(Map.of())).processes().adoptable(Slot.BLUE);
    }

    private void assertRefused(String why) {
        assertThatThrownBy(this::adoptable)
                .isInstanceOf(HostException.class)
                .hasMessageContaining("cannot be adopted as blue by adopt: 'TinyApp'")
                .satisfies(e -> assertThat(((HostException) e).evidence()).contains(why));
    }

    @Test
    void isNothingThatCouldBeGoneBackTo() throws Exception {
        assertThat(bench.goBack("").sentence())
                .contains("There is no release of shop to go back to: ", "Nothing was changed.");
        assertUntouched();
        deployed(Map.of());
        assertThat(bench.goBack("").sentence())
                .contains("There is no release of shop to go back to from release r", "Nothing was changed.");
        assertThat(bench.goBack("by-hand").sentence()).contains("There is no release 'by-hand' of shop");
    }

    @Test
    void isLeftForAReleaseThatWasDeployedBefore() throws Exception {
        deployed(Map.of());
        deployed(Map.of());
        bench.stop(Slot.BLUE);
        startAt(Slot.BLUE);

        Outcome outcome = bench.goBack("r1");

        assertThat(outcome.deployed())
                .as(outcome.sentence() + outcome.evidence())
                .isTrue();
        assertThat(outcome.live()).isEqualTo(Slot.GREEN);
        assertThat(bench.body(Slot.GREEN)).contains("release=r1");
        assertThat(bench.body(Slot.BLUE)).isEmpty();
        assertThat(bench.directory().resolve("releases/r2/.bad"))
                .as("it was not what was left")
                .doesNotExist();
    }

    @Test
    void isShownByATestThatChangesNothing() throws Exception {
        assertThat(bench.test())
                .noneMatch(finding -> finding.mark() == Finding.Mark.WRONG)
                .anyMatch(finding -> finding.whole().startsWith("a deployment would adopt pid " + pid + " of ")
                        && finding.whole().contains("TinyApp")
                        && finding.whole()
                                .endsWith(" as blue, and stop that after the switch; a deployment would go to green ("
                                        + bench.slots.green() + ")"));
        assertUntouched();
        bench.adopt = "another.jar";
        assertThat(bench.test())
                .anyMatch(finding -> finding.mark() == Finding.Mark.WRONG
                        && finding.whole().contains("held by another command: pid " + pid));
        bench.adopt = "TinyApp";
        try (ServerSocket stranger = new ServerSocket(bench.slots.green(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(bench.test())
                    .anyMatch(finding -> finding.mark() == Finding.Mark.WRONG
                            && finding.whole().contains("port " + stranger.getLocalPort() + " (green)"));
        }
    }

    @Test
    void isStoppedInTheEndAlsoWhereADeploymentWasCutOff() throws Exception {
        bench.dieAt("< switch nginx");
        assertThat(Processes.alive(pid)).isTrue();
        deployed(Map.of());
        assertThat(Processes.alive(pid)).isFalse();
        assertThat(bench.body(Slot.BLUE) + bench.body(Slot.GREEN))
                .contains("release=r2")
                .doesNotContain("of-old");
    }

    private void assertUntouched() throws InterruptedException {
        assertThat(Processes.alive(pid)).isTrue();
        assertThat(bench.body(Slot.BLUE)).contains("release=" + release);
        assertThat(bench.body(Slot.GREEN)).isEmpty();
        for (String name : List.of("slots/blue/process", "slots/green/process", "journal")) {
            assertThat(bench.directory().resolve(name)).doesNotExist();
        }
    }
}
