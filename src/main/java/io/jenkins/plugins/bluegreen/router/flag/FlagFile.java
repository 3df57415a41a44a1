package io.jenkins.plugins.bluegreen.router.flag;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.Fence;
import io.jenkins.plugins.bluegreen.shell.Quoting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A file that a router looks for at each request: while it is there, green is served. Which router that is means nothing to it. A switch
 * is one rename, and leaves nothing behind.
 */
public final class FlagFile {

    /** For a script that may have to wait for another one. */
    private static final Duration LONG = Duration.ofMinutes(3);

    private final RemoteHost host;
    private final SwitchedFile file;

    /** @param router what the router is called in a sentence */
    public FlagFile(RemoteHost host, String path, String router) {
        this.host = host;
        this.file = new SwitchedFile(path, router, host.name());
    }

    /** Reads whether it is there. */
    public RouterState read() throws HostException, InterruptedException {
        CommandResult result = host.run(command("read", file.path()), LONG);
        if (!result.ok()) {
            throw file.unreadable(result);
        }
        return state(result);
    }

    /** Tells what {@code read_flag} of {@code file.sh} printed. */
    public RouterState state(CommandResult result) {
        return result.value("content")
                .map(bytes -> new RouterState(Optional.of(Slot.GREEN), file.path() + " is there", bytes, false, false))
                .orElseGet(() ->
                        new RouterState(Optional.of(Slot.BLUE), file.path() + " is not there", null, false, false));
    }

    /**
     * Creates or removes it.
     *
     * @return what is worth knowing about how that went; mostly an empty text
     */
    public String switchTo(Slot slot) throws HostException, InterruptedException {
        String wanted = slot == Slot.GREEN ? "on" : "off";
        CommandResult result = host.run(Fence.guarded(command("flag", file.path(), wanted)), LONG);
        if (!result.ok()) {
            throw new HostException(
                    "The flag file " + file.path() + " on " + file.host() + " could not be "
                            + (slot == Slot.GREEN ? "created" : "removed")
                            + "; its directory must exist and belong to the login user.",
                    result.said());
        }
        if (!read().live().equals(Optional.of(slot))) {
            throw new HostException(
                    "The flag file " + file.path() + " on " + file.host() + " was changed by somebody else during the"
                            + " switch to " + slot.label() + "; look who else writes it.");
        }
        return file.unlocked(result);
    }

    /** Brings back what was read before a switch. */
    public void restore(RouterState before) throws HostException, InterruptedException {
        switchTo(served(before));
    }

    /** Returns the command that does so on the host. */
    public String restoreByHand(RouterState before) {
        return (served(before) == Slot.BLUE ? "rm -f " : "touch ") + Quoting.quote(file.path());
    }

    private static Slot served(RouterState before) {
        return before.snapshot() == null ? Slot.BLUE : Slot.GREEN;
    }

    private static Command command(String script, String... arguments) {
        String functions = SwitchedFile.script("start") + SwitchedFile.script("file");
        return new Command(script, functions + SwitchedFile.script(script), List.of(arguments));
    }
}
