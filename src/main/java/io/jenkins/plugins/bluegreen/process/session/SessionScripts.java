package io.jenkins.plugins.bluegreen.process.session;

import io.jenkins.plugins.bluegreen.shell.BootLine;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import io.jenkins.plugins.bluegreen.shell.Quoting;
import java.util.List;

/**
 * The scripts about the slots of one directory.
 *
 * @param directory an absolute path
 */
record SessionScripts(String directory) {

    /** Returns a script by itself. */
    Command alone(String name, String... arguments) {
        return scripts().command(name, arguments);
    }

    /** Returns a script that looks at the processes of a slot. */
    Command looking(String name, String... arguments) {
        return scripts().command(name, List.of("session", "unit", "command", "sockets", name), arguments);
    }

    /** Returns one that knows of standbys as well. */
    Command standing(String name, String... arguments) {
        return scripts().command(name, List.of("session", "unit", "command", "sockets", "standby", name), arguments);
    }

    /** Returns the text that ends a standby, for a shell that is left alone with it. */
    String endStandby() {
        return scripts()
                .command("stop", List.of("session", "unit", "command", "sockets", "standby", "end-standby", "stop"))
                .script();
    }

    /** Returns one of another kind of process manager. */
    Command before(Class<?> beside, String name, String... arguments) {
        Command shared = scripts()
                .command(name, List.of("session", "unit", "command", "sockets", DirectoryScripts.LOGIN), arguments);
        return new Command(name, shared.script() + Command.script(beside, name).script(), shared.arguments());
    }

    /** Returns a script that looks at the processes of a slot, and at the login user's crontab. */
    Command atBoot(String name, String... arguments) {
        return BootLine.before(looking(name, arguments));
    }

    /** Returns the script that starts a slot. */
    Command start(String... arguments) {
        return led(scripts().command("start", List.of("logs", "launch", DirectoryScripts.LOGIN, "start"), arguments));
    }

    /** Returns the text of the file {@code start-live}, which needs nothing but a shell and the tools that a deployment needs. */
    String startLive() {
        Command start =
                led(scripts().command("start-live", List.of("session", "unit", "command", "sockets", "start-live")));
        return "#!/bin/sh\n# Starts this application after a reboot; made by the blue/green deploy plugin of Jenkins, which replaces it.\nset -- "
                + Quoting.quote(directory) + "\n" + start.script().stripTrailing();
    }

    private static Command led(Command command) {
        String leader = text("logs") + text("leader");
        return new Command(
                command.name(), "bg_leader=" + Quoting.quote(leader) + "\n" + command.script(), command.arguments());
    }

    private static String text(String name) {
        return Command.script(SessionScripts.class, name).script();
    }

    private DirectoryScripts scripts() {
        return new DirectoryScripts(directory, SessionScripts.class);
    }
}
