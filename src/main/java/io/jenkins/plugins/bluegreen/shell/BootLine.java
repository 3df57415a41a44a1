package io.jenkins.plugins.bluegreen.shell;

/**
 * The one line in the login user's crontab by which an application is started after a reboot; whoever looks after its processes writes it, or
 * takes out what another one has left there. {@code boot-line.sh} does it.
 */
public final class BootLine {

    private BootLine() {}

    /** Returns a script about a directory that may call {@code boot_line COMMAND}, which may be empty for none. */
    public static Command before(Command command) {
        String functions = Command.script(BootLine.class, "boot-line").script();
        return new Command(command.name(), functions + command.script(), command.arguments());
    }
}
