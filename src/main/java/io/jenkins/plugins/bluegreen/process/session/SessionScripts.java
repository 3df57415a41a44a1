package io.jenkins.plugins.bluegreen.process.session;

import io.jenkins.plugins.bluegreen.process.slot.SlotScripts;
import io.jenkins.plugins.bluegreen.shell.BootLine;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import io.jenkins.plugins.bluegreen.shell.Quoting;
import java.util.List;

/**
 * The scripts about the sessions of one directory.
 *
 * @param directory an absolute path
 */
record SessionScripts(String directory) {

    /** Returns a script that looks at the processes of a slot, and at the login user's crontab. */
    Command atBoot(String name, String... arguments) {
        return BootLine.before(new SlotScripts(directory).before(SessionScripts.class, name, arguments));
    }

    /** Returns the script that starts a slot. */
    Command start(String... arguments) {
        DirectoryScripts scripts = new DirectoryScripts(directory, SessionScripts.class);
        return led(scripts.command("start", List.of("logs", "launch", DirectoryScripts.LOGIN, "start"), arguments));
    }

    /** Returns the text of the file {@code start-live}, which needs nothing but a shell and the tools that a deployment needs. */
    String startLive() {
        Command start = led(new SlotScripts(directory).before(SessionScripts.class, "start-live"));
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
}
