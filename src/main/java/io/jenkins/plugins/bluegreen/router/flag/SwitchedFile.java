package io.jenkins.plugins.bluegreen.router.flag;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.Quoting;
import java.util.Optional;

/**
 * The one file on a host that says which slot a router serves, and what the scripts say that keeps it from being read or switched.
 *
 * @param path its absolute path
 * @param router what the router is called in a sentence
 * @param host the name of the host
 */
public record SwitchedFile(String path, String router, String host) {

    /** Returns the text of one of the scripts of this room, to be fed to {@code sh} in front of another one. */
    public static String script(String name) {
        return Command.script(SwitchedFile.class, name).script();
    }

    /** Returns what is said where the script that reads it failed. */
    public HostException unreadable(CommandResult result) {
        return new HostException(
                "The file " + path + " on " + host + ", which tells " + router + " the live slot, cannot be read"
                        + result.value("closed")
                                .map(what -> closed(what, result))
                                .orElse("; let the login user read it and its directory")
                        + ".",
                result.err().strip());
    }

    /** As a switch leaves it under a strict umask where sudo sets one of its own, or somebody else does. */
    private static String closed(String what, CommandResult result) {
        return ": " + what + " (" + result.value("is").orElse("")
                + ") is closed to the login user; as root, run this there: chmod "
                + result.value("lets").orElse("") + " " + Quoting.quote(what);
    }

    /** Throws what keeps a switch from being possible, or the router from seeing it, if the scripts found any. */
    public void refuse(CommandResult result) throws HostException {
        Optional<String> refused = result.value("refused");
        if (refused.isPresent()) {
            throw new HostException(
                    router + " on " + host + " could not be switched by " + path + ": " + refused.get() + ".");
        }
    }

    /** Returns why it would be gone after a reboot, as the scripts found it; an empty text where it would not. */
    public static String memory(CommandResult result) {
        return result.value("memory").orElse("");
    }

    /**
     * Refuses one that would be gone then.
     *
     * @param memory as {@link #memory} has found it
     */
    public void refuseLost(String memory) throws HostException {
        if (!memory.isEmpty()) {
            throw new HostException(router + " on " + host + " goes by " + path + ", but " + memory
                    + ", so after a reboot nothing would say any more which slot is live; choose a directory on a disk,"
                    + " as README shows.");
        }
    }

    /** Tells where a script that changes the file waited for no other one; mostly an empty text. */
    public String unlocked(CommandResult result) {
        return result.value("unlocked").isEmpty()
                ? ""
                : "the directory of " + path
                        + " cannot be locked (a network filesystem without locks), so a script that a"
                        + " deployment which is gone left running there is not waited for";
    }
}
