package io.jenkins.plugins.bluegreen.process.systemd;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is not as it should be of the units that systemd knows.
 *
 * @param file what should be
 * @param found what {@code check.sh} has found
 */
record UnitCheck(UnitFile file, CommandResult found) {

    /** One part of a time span (systemd.time(7)), with the units that systemctl(1) shows. */
    private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(us|ms|s|min|h|d|w|month|y)");

    private static final Map<String, Double> MILLIS = Map.of(
            "us", 0.001, "ms", 1.0, "s", 1e3, "min", 6e4, "h", 36e5, "d", 864e5, "w", 6048e5, "month", 2.6e9, "y",
            3.2e10);

    /** Returns what is wrong, a sentence without its full stop each; none where all is well. */
    List<String> faults() {
        Optional<String> no = found.value("no");
        if (no.isPresent()) {
            return List.of(missing(no.get()));
        }
        Optional<String> unreachable = found.value("unreachable");
        if (unreachable.isPresent()) {
            return List.of(
                    "the login user cannot ask systemd (" + unreachable.get().strip() + "); "
                            + (user() ? "log in once, or see that its user manager runs" : "install dbus there"));
        }
        List<String> faults = new ArrayList<>();
        for (Slot slot : Slot.values()) {
            faults.addAll(faults(slot));
        }
        List<String> denied = found.out()
                .lines()
                .filter(line -> line.startsWith("denied="))
                .map(line -> "'" + line.substring("denied=".length()) + "'")
                .toList();
        if (!denied.isEmpty()) {
            faults.add("sudo does not allow " + login() + " to run " + String.join(", ", denied)
                    + "; allow exactly that, as it stands below");
        }
        return faults;
    }

    private boolean user() {
        return file.scope() == Scope.USER;
    }

    private String login() {
        return found.value("user").orElse("the login user");
    }

    private String missing(String what) {
        return switch (what) {
            case "linger" ->
                "the manager of the login user runs only while that is logged in; let it linger: loginctl enable-linger, as root";
            case "sudo" -> "there is no sudo; install it, log in as root, or use scope: 'user'";
            default -> "there is no systemd (" + what + " is not found); use process: session()";
        };
    }

    private List<String> faults(Slot slot) {
        String unit = file.unit(slot);
        String load = value(slot, "LoadState");
        if (!load.equals("loaded")) {
            String why = load.equals("not-found")
                    ? "there is no " + unit
                    : unit + " is " + load + ": " + value(slot, "LoadError");
            return List.of(why + "; write the template that stands below");
        }
        List<String> faults = new ArrayList<>();
        if (value(slot, "NeedDaemonReload").equals("yes")) {
            faults.add("the file of " + unit + " was changed since; run systemctl " + (user() ? "--user " : "")
                    + "daemon-reload");
        }
        String runs = value(slot, "User").isEmpty() ? "root" : value(slot, "User");
        if (!user() && !runs.equals(login())) {
            faults.add(unit + " runs as " + runs + "; let it run as who logs in: User=" + login());
        }
        if (!value(slot, "ExecStart").contains(file.shownCommand(slot))) {
            faults.add(unit + " runs something else (" + value(slot, "ExecStart")
                    + "); take ExecStart as it stands below");
        }
        faults.addAll(settings(slot));
        return faults;
    }

    private List<String> settings(Slot slot) {
        List<String> faults = new ArrayList<>();
        faults.add(setting(
                slot,
                "StartLimitIntervalUSec",
                "0",
                "StartLimitIntervalSec=0, or systemd gives up after some crashes"));
        faults.add(setting(
                slot,
                "KillMode",
                "mixed",
                "KillMode=mixed, or what it started is told to end before it can see to that"));
        faults.add(setting(
                slot,
                "Type",
                "simple|exec|notify|notify-reload",
                "Type=simple, since the application is what it starts, and stays"));
        faults.add(install(slot));
        Duration stop = span(value(slot, "TimeoutStopUSec"));
        if (stop.compareTo(file.stopTimeout()) < 0) {
            faults.add(file.unit(slot) + " has TimeoutStopSec=" + value(slot, "TimeoutStopUSec")
                    + ", and would be killed before stopTimeout (" + TimeSpan.show(file.stopTimeout())
                    + ") is over; give it that much");
        }
        return faults.stream().filter(fault -> !fault.isEmpty()).toList();
    }

    /** Whether enabling it does anything, and a reboot comes by: the manager of a user reaches other targets than that of the host. */
    private String install(Slot slot) {
        if (value(slot, "UnitFileState").equals("static")) {
            return file.unit(slot)
                    + " cannot be enabled, so that no reboot would start it; take [Install] as it stands below";
        }
        String targets = value(slot, "targets").strip();
        return user() && !targets.isEmpty() && !targets.matches("(.*\\s)?(default|basic)\\.target(\\s.*)?")
                ? file.unit(slot) + " has WantedBy=" + targets
                        + ", which a user's manager does not reach without a login; write WantedBy=default.target"
                : "";
    }

    private String setting(Slot slot, String property, String wanted, String write) {
        String is = value(slot, property);
        return is.matches(wanted) ? "" : file.unit(slot) + " has " + property + "=" + is + "; write " + write;
    }

    private String value(Slot slot, String property) {
        return found.value(file.unit(slot) + "." + property).orElse("");
    }

    /** Reads what systemd shows, such as {@code 1min 30s}; what it does not bound is a day, which is as long as any limit of ours. */
    static Duration span(String shown) {
        double millis = 0;
        Matcher part = PART.matcher(shown);
        boolean any = false;
        while (part.find()) {
            any = true;
            millis += Double.parseDouble(part.group(1)) * MILLIS.get(part.group(2));
        }
        return any || shown.equals("0") ? Duration.ofMillis((long) millis) : Duration.ofDays(1);
    }
}
