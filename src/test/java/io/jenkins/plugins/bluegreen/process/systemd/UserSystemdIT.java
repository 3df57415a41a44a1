package io.jenkins.plugins.bluegreen.process.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.deploy.Bench;
import io.jenkins.plugins.bluegreen.lab.Processes;
import io.jenkins.plugins.bluegreen.model.outcome.Outcome;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same with the systemd of the login user, who may do nothing by sudo. */
class UserSystemdIT extends OnSystemd {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SYSTEMCTL = "XDG_RUNTIME_DIR=/run/user/$(id -u) systemctl --user ";

    @BeforeEach
    void layOutForTheUser() throws Exception {
        host.asRoot("rm -f /etc/sudoers.d/blue-green /etc/systemd/system/shop@.service; systemctl daemon-reload");
        layOut(Scope.USER);
    }

    @AfterEach
    void leaveNothing() {
        host.asUser(SYSTEMCTL + "disable --now shop@blue shop@green");
    }

    @Test
    void deploysAndComesBackAfterCrashAndReboot() throws Exception {
        Outcome crashed = undone(Map.of("BEHAVIOUR", "crash"));
        assertThat(crashed.sentence()).contains("ended with exit status 3 before it was healthy");
        assertThat(crashed.evidence()).contains("cannot reach the database");
        deployed(Map.of());
        deployed(Map.of());
        assertThat(userUnits()).isEqualTo("inactive disabled active enabled");
        assertThat(bench.test()).noneMatch(found -> found.text().contains("nothing starts"));
        host.asUser(SYSTEMCTL + "disable shop@green");
        assertThat(bench.test())
                .anyMatch(
                        found -> found.whole()
                                .contains(
                                        "shop@green.service is not enabled; deploy again, or run: systemctl --user enable shop@green.service"));
        host.asUser(SYSTEMCTL + "enable shop@green");
        host.asRoot("echo >>/home/deploy/.config/systemd/user/shop@.service");
        assertThat(undone(Map.of()).sentence()).contains("was changed since; run systemctl --user daemon-reload");
        host.asUser(SYSTEMCTL + "daemon-reload");
        host.asUser(SYSTEMCTL + "kill -s KILL shop@green");
        host.reboot();
        bench.host = host.loginAsUser();
        Processes.awaitListening(bench.slots.green(), LIMIT);
        assertThat(bench.body(Slot.GREEN)).contains("release=r3");
        deployed(Map.of());
        assertThat(userUnits()).isEqualTo("active enabled inactive disabled");
        host.asRoot("loginctl disable-linger deploy; systemctl stop user@$(id -u deploy)");
        ProcessManager processes = Bench.on(bench.host, bench.plan(Map.of())).processes();
        CommandResult silent = bench.host.run(processes.inspectCommand(), LIMIT);
        assertThatThrownBy(() -> processes.parse(silent))
                .isInstanceOf(HostException.class)
                .satisfies(e -> assertThat(((HostException) e).evidence())
                        .contains(
                                "systemd does not tell of shop@blue.service: ",
                                "; have its manager run again: loginctl enable-linger deploy, as root; or, if nothing of that unit runs any more, remove "
                                        + bench.directory() + "/slots/blue/process"));
        host.userUnit("shop@.service", file().template());
    }

    @Test
    void aManagerThatDoesNotLingerIsRefused() throws Exception {
        host.asRoot("loginctl disable-linger deploy");
        assertThat(undone(Map.of()).sentence())
                .contains("runs only while that is logged in; let it linger: loginctl enable-linger");
    }

    @Test
    void aTargetThatItsManagerDoesNotReachIsRefused() throws Exception {
        host.userUnit("shop@.service", file().template().replace("default.target", "multi-user.target"));
        assertThat(undone(Map.of()).sentence())
                .contains("shop@green.service has WantedBy=multi-user.target, which a user's manager does not reach");
    }

    private String userUnits() {
        return host.asUser("for each in blue green; do " + SYSTEMCTL + "is-active shop@$each; " + SYSTEMCTL
                        + "is-enabled shop@$each; done")
                .strip()
                .replace("\n", " ");
    }
}
