package io.jenkins.plugins.bluegreen.process.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.deploy.Finding;
import io.jenkins.plugins.bluegreen.lab.PrivateNginx;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.lab.Traffic;
import io.jenkins.plugins.bluegreen.lab.Until;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome.Result;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.process.ProcessAdapter;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.port.process.Restarts;
import io.jenkins.plugins.bluegreen.process.command.CommandConfig;
import io.jenkins.plugins.bluegreen.process.session.SessionConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What systemd starts, keeps up and stops for a deployment. */
class SystemdIT extends OnSystemd {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofHours(4);

    @Test
    void deploysAndSwapsAndLeavesOneUnitEnabled() throws Exception {
        deployed(Map.of("EXTRA", "it's\n$x"));
        assertLive(Slot.BLUE);
        assertThat(bench.body(Slot.BLUE)).contains("release=r1", "extra=it's\n$x");
        assertThat(host.asRoot("systemctl show -p User -p ControlGroup shop@blue"))
                .contains("User=deploy", "shop@blue.service");
        for (String file : new String[] {"env", "run", "process"}) {
            assertThat(Bench.mode(bench.directory().resolve("slots/blue/" + file)))
                    .isEqualTo("rw-------");
        }
        deployed(Map.of());
        assertLive(Slot.GREEN);
        deployed(Map.of());
        assertLive(Slot.BLUE);
        assertThat(bench.body(Slot.BLUE)).contains("release=r3");
    }

    @Test
    void oneThatCrashesAtItsStartIsNoticedAtOnceWithItsLastWords() throws Exception {
        Outcome first = undone(Map.of("BEHAVIOUR", "crash"));
        assertThat(first.sentence()).contains("ended with exit status 3 before it was healthy");
        assertThat(first.evidence()).contains("cannot reach the database");
        assertThat(units()).isEqualTo("inactive disabled, inactive disabled");
        deployed(Map.of());
        Outcome second = undone(Map.of("BEHAVIOUR", "crash"));
        assertThat(second.sentence()).contains("blue (port " + bench.slots.blue() + ") serves as before");
        assertThat(second.evidence()).contains("cannot reach the database");
        assertThat(bench.body(Slot.BLUE)).contains("release=r2");
        assertLive(Slot.BLUE);
        // Of one that never came to a start, no other start tells.
        Path place = bench.directory().resolve("slots/blue");
        Files.delete(place.resolve("invocation"));
        Files.writeString(
                place.resolve("process"),
                Files.readString(place.resolve("process")).replace("kept=yes\n", ""));
        // As systemd notes it, which logs elsewhere here.
        host.asRoot(
                "printf 'MESSAGE=ended\\nOBJECT_SYSTEMD_UNIT=shop@blue.service\\nINVOCATION_ID=1\\nEXIT_CODE=exited\\nEXIT_STATUS=9\\n' | logger --journald; journalctl --sync");
        ProcessManager processes = Bench.on(bench.host, bench.plan(Map.of())).processes();
        assertThat(processes.log(Slot.BLUE, 1000)).isEmpty();
        assertThat(processes.status(Slot.BLUE, Duration.ZERO, LIMIT).exit()).isEmpty();
    }

    @Test
    void saysWhatToDoWhereSystemdRefuses() throws Exception {
        host.asRoot("systemctl start shop@blue");
        assertThat(undone(Map.of()).evidence())
                .contains(
                        " already, and this deployment did not start it; look what it is, and run: systemctl stop shop@blue.service");
        host.asRoot("systemctl stop shop@blue");
        deployed(Map.of());
        host.allow(List.of());
        assertThatThrownBy(() -> bench.stop(Slot.BLUE))
                .isInstanceOf(HostException.class)
                .satisfies(
                        e -> assertThat(((HostException) e).evidence())
                                .contains(
                                        "sudo -n systemctl stop shop@blue.service failed; where sudo refused it, allow deploy to run exactly that"));
    }

    @Test
    void startsItAgainAfterACrashOnceItIsDeployed() throws Exception {
        deployed(Map.of());
        host.asRoot("systemctl kill -s KILL shop@blue");
        Until.so(
                LIMIT,
                () -> host.asRoot("systemctl show -p NRestarts shop@blue").equals("NRestarts=1\n"),
                () -> "it is not started again");
        Processes.awaitListening(bench.slots.blue(), LIMIT);
        ProcessManager processes = Bench.on(bench.host, bench.plan(Map.of())).processes();
        Restarts restarts = processes
                .parse(bench.host.run(processes.inspectCommand(), LIMIT))
                .get(Slot.BLUE)
                .restarts()
                .orElseThrow();
        assertThat(restarts.count()).isEqualTo(1);
        assertThat(restarts.last())
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(2));
        deployed(Map.of());
        assertLive(Slot.GREEN);
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
    }

    @Test
    void oneThatDiesAfterTheSwitchIsNoticedThoughItIsStartedAgain() throws Exception {
        bench.observe = Duration.ofSeconds(3);
        bench.when("> observe", () -> host.asRoot("systemctl kill -s KILL shop@blue"));
        Outcome first = bench.deploy(Map.of());
        assertThat(first.sentence()).contains("ended with exit status 137 after the switch");
        assertThat(units()).isEqualTo("inactive disabled, inactive disabled");
        bench.clear();
        deployed(Map.of());
        bench.when("> observe", () -> host.asRoot("systemctl kill -s KILL shop@green"));
        assertThat(undone(Map.of()).sentence())
                .contains("ended with exit status 137 after the switch", "serves as before");
        assertLive(Slot.BLUE);
    }

    /** Where users are not led, a reboot must start nothing: after it nobody would end that. */
    @Test
    void whatIsHeldOrAStandbyIsNotStartedByARebootUntilUsersAreLedThere() throws Exception {
        bench.keepReleases = 5;
        deployed(Map.of());
        assertThat(bench.hold(LONG).result()).isEqualTo(Result.HELD);
        assertThat(units()).isEqualTo("active enabled, active disabled");
        List<String> before = new ArrayList<>();
        bench.when("> switch nginx", () -> before.add(units()));
        bench.keepPrevious = LONG;

        Outcome promoted = bench.promote();

        assertThat(promoted.result())
                .as(promoted.sentence() + promoted.evidence())
                .isEqualTo(Result.DEPLOYED);
        assertThat(before).containsExactly("active enabled, active enabled");
        assertThat(units()).isEqualTo("active disabled, active enabled");
        assertThat(bench.body(Slot.GREEN)).contains("release=r2");
        before.clear();
        bench.when("> switch nginx", () -> before.add(units()));

        Outcome back = bench.goBack("", false);

        assertThat(back.result()).as(back.sentence() + back.evidence()).isEqualTo(Result.DEPLOYED);
        assertSaid("< take the standby in blue");
        assertThat(before).containsExactly("active enabled, active enabled");
        assertThat(units()).isEqualTo("active enabled, active disabled");
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void whatIsHeldIsDiscardedByAnybodyAndByItsHost() throws Exception {
        bench.keepReleases = 5;
        deployed(Map.of());
        assertThat(bench.hold(LONG).result()).isEqualTo(Result.HELD);
        Outcome discarded = bench.discard();
        assertThat(discarded.result())
                .as(discarded.sentence() + discarded.evidence())
                .isEqualTo(Result.DISCARDED);
        assertLive(Slot.BLUE);

        assertThat(bench.hold(Duration.ofSeconds(2)).result()).isEqualTo(Result.HELD);
        Until.so(
                LIMIT,
                () -> Files.notExists(bench.directory().resolve("journal")),
                () -> "its host does not discard it");
        assertLive(Slot.BLUE);

        assertThat(bench.hold(LONG).result()).isEqualTo(Result.HELD);
        bench.diePromotingAt("> switch nginx");
        bench.host = host.loginAsUser();
        assertThat(units()).isEqualTo("active enabled, active enabled");
        Outcome takenUp = bench.resumeGoingBack(bench.number()).orElseThrow();
        assertThat(takenUp.result()).as(takenUp.sentence() + takenUp.evidence()).isEqualTo(Result.UNDONE);
        assertLive(Slot.BLUE);

        assertThat(bench.hold(LONG).result()).isEqualTo(Result.HELD);
        host.reboot();
        bench.host = host.loginAsUser();
        Processes.awaitListening(bench.slots.blue(), LIMIT);
        assertLive(Slot.BLUE);
        Outcome rebooted = bench.promote();
        assertThat(rebooted.result()).isEqualTo(Result.UNDONE);
        assertThat(rebooted.sentence()).endsWith("Nothing was changed.");
        assertThat(bench.discard().result()).isEqualTo(Result.DISCARDED);
        assertThat(bench.body(Slot.BLUE)).contains("release=r1");
    }

    @Test
    void whatDoesNotEndIsKilledInTime() throws Exception {
        bench.stopTimeout = Duration.ofMillis(800);
        bench.command = "trap '' TERM; while :; do " + Bench.tinyApp() + " & wait; done";
        deployed(Map.of());
        bench.command = null;
        deployed(Map.of());
        assertSaid("< stop blue", "killed, since it did not stop within");
        assertThat(units()).isEqualTo("failed disabled, active enabled");
    }

    @Test
    void aSlotThatIsDownIsDisabledToo() throws Exception {
        deployed(Map.of());
        host.asRoot("systemctl stop shop@blue");
        deployed(Map.of());
        assertLive(Slot.GREEN);
    }

    @Test
    void oneThatCannotStartAnyMoreIsStoppedToo() throws Exception {
        bench.command = "[ ! -e \"$DEPLOY_DIR/broken-$SLOT\" ] || exit 4; exec " + Bench.tinyApp();
        deployed(Map.of());
        touch(bench.directory().resolve("broken-blue"));
        host.asRoot("systemctl kill -s KILL shop@blue");
        Until.so(
                LIMIT,
                () -> host.asRoot("systemctl show -p SubState -p ExecMainStatus shop@blue")
                        .equals("ExecMainStatus=4\nSubState=auto-restart\n"),
                () -> "it is not down");
        deployed(Map.of());
        assertLive(Slot.GREEN);
    }

    @Test
    void takesOverFromSessionsAndGivesBackToThem() throws Exception {
        ProcessAdapter systemd = bench.process;
        bench.process = SessionConfig.DEFAULT;
        deployed(Map.of());
        assertThat(units()).isEqualTo("inactive disabled, inactive disabled");
        bench.process = systemd;
        deployed(Map.of());
        assertLive(Slot.GREEN);
        assertThat(Processes.listening(bench.slots.blue())).isFalse();
        bench.process = SessionConfig.DEFAULT;
        deployed(Map.of());
        assertThat(units()).isEqualTo("inactive disabled, inactive disabled");
        assertThat(bench.body(Slot.BLUE)).contains("release=r3");
        bench.process = systemd;
    }

    /** Also where what looks after the new one is of another kind. */
    @Test
    void anUndoHasTheUnitKeptUpAgain() throws Exception {
        ProcessAdapter systemd = bench.process;
        deployed(Map.of());
        ProcessAdapter command = CommandConfig.of(
                "setsid " + Bench.tinyApp() + " >/dev/null 2>&1 & echo $! >$SLOT.pid",
                "kill $(cat $SLOT.pid)",
                "pid=$(cat $SLOT.pid) && kill -0 $pid 2>/dev/null && echo pid=$pid");
        for (ProcessAdapter other : List.of(SessionConfig.DEFAULT, command)) {
            bench.process = other;
            ProcessManager theirs = Bench.on(bench.host, bench.plan(Map.of())).processes();
            host.asRoot("systemctl disable shop@blue");
            assertThat(theirs.notKeptUp(bench.host.run(theirs.upkeepCommand(), LIMIT)))
                    .contains(
                            "nothing starts this application after a reboot: shop@blue.service is not enabled; deploy again, or run: systemctl enable shop@blue.service");
            assertThat(theirs.keepUp(Slot.BLUE)).isPresent();
            assertLive(Slot.BLUE);
        }
        deployed(Map.of());
        assertThat(units()).isEqualTo("inactive disabled, inactive disabled");
        for (ProcessAdapter other : List.of(SessionConfig.DEFAULT, systemd)) {
            bench.process = other;
            assertThat(Bench.on(bench.host, bench.plan(Map.of())).processes().keepUp(Slot.GREEN))
                    .isPresent();
        }
        deployed(Map.of());
        assertLive(Slot.BLUE);
    }

    @Test
    void saysWhatIsMissingBeforeAnythingIsChanged() throws Exception {
        assertThat(fault()).isEmpty();
        host.allow(List.of());
        assertThat(fault()).contains("sudo does not allow deploy to run 'systemctl start shop@blue.service', ");
        Outcome refused = undone(Map.of());
        assertThat(refused.sentence())
                .contains("systemd on local cannot run shop@blue.service and shop@green.service yet");
        assertThat(refused.evidence())
                .contains(
                        "# /etc/systemd/system/shop@.service",
                        "User=deploy",
                        "NOPASSWD: /usr/bin/systemctl start shop@green.service");
        assertThat(bench.directory().resolve("releases")).doesNotExist();
        host.allow(file().sudoers());
        String good = file().template();
        for (String[] each : new String[][] {
            {"User=deploy", "User=nobody", "shop@blue.service runs as nobody; let it run as who logs in: User=deploy"},
            {"/slots/", "/other/", "shop@blue.service runs something else ("},
            {"StartLimitIntervalSec=0", "", "has StartLimitIntervalUSec=10s; write StartLimitIntervalSec=0"},
            {"KillMode=mixed", "", "has KillMode=control-group; write KillMode=mixed"},
            {
                "TimeoutStopSec=5",
                "TimeoutStopSec=2",
                "has TimeoutStopSec=2s, and would be killed before stopTimeout (5.0 s)"
            },
            {"Restart=always", "Type=oneshot", "has Type=oneshot"},
            {"[Install]\nWantedBy=multi-user.target", "", "shop@blue.service cannot be enabled, so that no reboot"}
        }) {
            host.unit("shop@.service", good.replace(each[0], each[1]));
            assertThat(fault()).contains(each[2]);
        }
        host.unit("shop@.service", good);
        deployed(Map.of());
        host.asRoot("echo >>/etc/systemd/system/shop@.service");
        assertThat(fault()).contains("was changed since; run systemctl daemon-reload");
        host.asRoot("systemctl stop shop@blue");
        host.asRoot("rm /etc/systemd/system/shop@.service; systemctl daemon-reload");
        assertThat(fault()).contains("there is no shop@blue.service; write the template that stands below");
    }

    @Test
    void aHandMadeUnitIsReplacedWithoutAGap() throws Exception {
        bench.nginx = PrivateNginx.withFlagAndShortKeepAlive(bench.flag(), bench.slots);
        String byHand = """
                [Service]
                User=deploy
                Environment=PORT=%d RELEASE=by-hand SLOT=blue "DEPLOY_DIR=%s"
                ExecStart=/bin/sh -c "exec %s"
                Restart=always
                [Install]
                WantedBy=multi-user.target
                """.formatted(bench.slots.blue(), bench.directory(), Bench.tinyApp());
        host.unit("by-hand.service", byHand);
        host.asRoot("systemctl start by-hand");
        Processes.awaitListening(bench.slots.blue(), LIMIT);
        bench.adopt = "TinyApp";
        assertThat(undone(Map.of()).evidence()).contains("which systemd would start again as by-hand.service");
        host.unit("by-hand.service", byHand.replace("always", "no"));
        host.asRoot("systemctl enable by-hand");
        assertThat(undone(Map.of()).evidence())
                .contains(
                        "which systemd would start after a reboot as by-hand.service: systemctl disable by-hand.service, which leaves it running");
        host.asRoot("systemctl disable by-hand");
        try (Traffic traffic = Traffic.to(bench.nginx.url(), 20)) {
            deployed(Map.of());
            assertThat(traffic.stop().failures()).isEmpty();
        }
        assertLive(Slot.GREEN);
        assertThat(host.asRoot("systemctl is-active by-hand")).isEqualTo("inactive\n");
    }

    /** What *Test* says against systemd; an empty text for nothing. */
    private String fault() throws Exception {
        return bench.test().stream()
                .filter(found -> found.whole().contains("systemd on "))
                .map(Finding::whole)
                .findFirst()
                .orElse("");
    }
}
