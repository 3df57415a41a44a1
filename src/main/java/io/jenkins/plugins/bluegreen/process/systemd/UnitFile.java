package io.jenkins.plugins.bluegreen.process.systemd;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be written on a host, by its administrator, for systemd to run the slots of an application: the unit's template, and what sudo
 * is to allow the login user.
 *
 * @param application its name
 * @param name that of the template before the {@code @}
 * @param scope whose manager it is
 * @param directory the deploy directory
 * @param user who logs in; an empty text where that is not known
 * @param stopTimeout how long the application may take to end
 */
public record UnitFile(
        ApplicationName application, String name, Scope scope, String directory, String user, Duration stopTimeout) {

    private static final String UNIT = """
            [Unit]
            Description=%1$s, %%i
            %2$sStartLimitIntervalSec=0

            [Service]
            %3$sExecStart=/bin/sh %4$s
            Restart=always
            RestartSec=1
            KillMode=mixed
            TimeoutStopSec=%5$d
            SuccessExitStatus=143
            StandardOutput=journal

            [Install]
            WantedBy=%6$s
            """;

    /** What the login user has the manager do, for each slot; README lists it, and {@code check.sh} asks for it. */
    private static final List<String> COMMANDS = List.of(
            "/usr/bin/systemctl start %s",
            "/usr/bin/systemctl stop %s",
            "/usr/bin/systemctl kill -s KILL %s",
            "/usr/bin/systemctl enable %s",
            "/usr/bin/systemctl disable %s",
            "/usr/bin/journalctl --no-pager -q -o export -n 1000 -u %s");

    /** Returns the unit of a slot. */
    String unit(Slot slot) {
        return name + "@" + slot.label() + ".service";
    }

    private boolean ofSystem() {
        return scope == Scope.SYSTEM;
    }

    private String login() {
        return user.isEmpty() ? "deploy" : user;
    }

    /** Returns where the template belongs, the template, and the lines for sudo, each with where it belongs; ready to paste. */
    public String configuration() {
        String template = name + "@.service";
        if (!ofSystem()) {
            return "# ~/.config/systemd/user/" + template + " of " + login()
                    + ", then: systemctl --user daemon-reload; and as root: loginctl enable-linger " + login() + "\n"
                    + template();
        }
        return "# /etc/systemd/system/" + template + ", then: systemctl daemon-reload\n" + template()
                + "\n# /etc/sudoers.d/" + name.replace('.', '-')
                + "-blue-green (sudo skips a file with a '.' in its name), mode 440\n"
                + String.join("\n", sudoers()) + "\n";
    }

    /** Returns the template alone. */
    public String template() {
        return UNIT.formatted(
                application,
                ofSystem() ? "After=network-online.target\nWants=network-online.target\n" : "",
                ofSystem() ? "User=" + login() + "\n" : "",
                quoted(directory + "/slots/") + "%i/run\"",
                Math.max(1, (stopTimeout.toMillis() + 999) / 1000),
                ofSystem() ? "multi-user.target" : "default.target");
    }

    /** Begins a word of a command line (systemd.service(5), COMMAND LINES); who calls it ends it. */
    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("%", "%%")
                        .replace("$", "$$");
    }

    /** Returns the lines for sudo. */
    public List<String> sudoers() {
        List<String> lines = new ArrayList<>();
        for (Slot slot : Slot.values()) {
            lines.addAll(COMMANDS.stream()
                    .map(command -> login() + " ALL=(root) NOPASSWD: " + command.formatted(unit(slot)))
                    .toList());
        }
        return lines;
    }

    /** Returns the command line that systemd is to run in a slot, as it shows it. */
    String shownCommand(Slot slot) {
        return "argv[]=/bin/sh " + directory + "/slots/" + slot.label() + "/run ;";
    }

    /** Returns the same for another login. */
    UnitFile of(String login) {
        return new UnitFile(application, name, scope, directory, login, stopTimeout);
    }

    /** Returns both units for a reader. */
    String units() {
        return Stream.of(Slot.values()).map(this::unit).collect(Collectors.joining(" and "));
    }
}
