package io.jenkins.plugins.bluegreen.process.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitFileTest {

    private static UnitFile file(String unit, Scope scope, String directory) {
        return new SystemdConfig(unit, scope)
                .file(new ApplicationName("backend"), directory, "deploy", Duration.ofSeconds(30));
    }

    @Test
    void isWhatReadmeShows() throws Exception {
        UnitFile file = file("", Scope.SYSTEM, "/srv/backend");
        String readme = Files.readString(Path.of("README.md"));
        assertThat(readme)
                .contains("```ini\n# /etc/systemd/system/backend@.service, then: systemctl daemon-reload\n"
                        + file.template() + "```");
        assertThat(readme)
                .contains(
                        "```\n# /etc/sudoers.d/backend-blue-green (sudo skips a file with a '.' in its name), mode 440\n"
                                + String.join("\n", file.sudoers()) + "\n```");
        assertThat(file.configuration()).contains(file.template(), String.join("\n", file.sudoers()));
    }

    @Test
    void ofTheUserNeedsNoSudo() {
        assertThat(file("shop", Scope.USER, "/srv/backend").configuration())
                .startsWith("# ~/.config/systemd/user/shop@.service of deploy, then: systemctl --user daemon-reload")
                .contains("WantedBy=default.target")
                .doesNotContain("User=", "sudo", "network-online");
    }

    /** How systemd reads a word of a command line (systemd.service(5)), and expands % and $ in it. */
    @Test
    void namesAnyDirectory() {
        UnitFile file = file("", Scope.SYSTEM, "/srv/app dir's/50% of \"$HOME\"\\x");
        assertThat(file.template())
                .contains("ExecStart=/bin/sh \"/srv/app dir's/50%% of \\\"$$HOME\\\"\\\\x/slots/%i/run\"\n");
        assertThat(file.shownCommand(Slot.BLUE))
                .isEqualTo("argv[]=/bin/sh /srv/app dir's/50% of \"$HOME\"\\x/slots/blue/run ;");
    }

    @Test
    void liesInAFileThatSudoReads() {
        assertThat(file("shop.v2", Scope.SYSTEM, "/srv/a").configuration())
                .contains("# /etc/sudoers.d/shop-v2-blue-green (");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backend@blue", "backend.service", "a b", "-x", "a/b", "a;b", "a*"})
    void hasANameThatSystemdAndSudoTakeAsItIs(String unit) {
        assertThatThrownBy(() -> SystemdConfig.of(unit, null))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("systemd.unit is '" + unit + "'; it is the template's name before the @");
    }

    @Test
    void isOfOneOfTwoManagers() {
        assertThat(SystemdConfig.of(null, null)).isEqualTo(new SystemdConfig("", Scope.SYSTEM));
        assertThat(SystemdConfig.of("shop", "user")).isEqualTo(new SystemdConfig("shop", Scope.USER));
        assertThatThrownBy(() -> SystemdConfig.of(null, "root"))
                .hasMessage("systemd.scope is 'root'; it is system or user.");
    }

    @ParameterizedTest
    @CsvSource({
        "5s, 5000",
        "1min 30s, 90000",
        "500ms, 500",
        "1.5s, 1500",
        "0, 0",
        "infinity, 86400000",
        "1h 1us, 3600000"
    })
    void timesAreReadAsSystemdShowsThem(String shown, long millis) {
        assertThat(UnitCheck.span(shown)).hasMillis(millis);
    }
}
