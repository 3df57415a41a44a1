package io.jenkins.plugins.bluegreen.router.flag;

import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
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
import java.util.stream.Stream;

/**
 * A file that a router looks for at each request: while it is there, green is served. Which router that is means nothing to it. A switch
 * is one rename, and leaves nothing behind.
 */
public final class FlagFile {

    /** For a script that may have to wait for another one. */
    private static final Duration LONG = Duration.ofMinutes(3);

    /**
     * The shares of the clients, in per cent, that can be led to the other slot, where the router looks for the files of these as well:
     * {@code <file>.canary-<port>-<share>}.
     */
    public static final List<Integer> SHARES = List.of(1, 5, 10, 25, 50);

    private final RemoteHost host;
    private final SwitchedFile file;
    private final SlotPair slots;

    /**
     * @param router what the router is called in a sentence
     * @param slots whose ports are in the names of the files of shares
     */
    public FlagFile(RemoteHost host, String path, String router, SlotPair slots) {
        this.host = host;
        this.file = new SwitchedFile(path, router, host.name());
        this.slots = slots;
    }

    /** Returns what the names of the files begin with that lead a share of the clients to a port; the port follows. */
    public static String canary(String path) {
        return path + ".canary-";
    }

    /** Returns what the names of the files begin with that lead who sends a token to a port; the port, a dash and the token follow. */
    public static String preview(String path) {
        return path + ".preview-";
    }

    /** Tells whether a path is that of a file beside the flag, which leads a share of the clients or who sends a token. */
    public static boolean isBeside(String path) {
        return path.contains(canary("")) || path.contains(preview(""));
    }

    /** Reads whether it is there. */
    public RouterState read() throws HostException, InterruptedException {
        return read(host.run(command("read", file.path(), slots.blue() + " " + slots.green()), LONG));
    }

    private RouterState read(CommandResult result) throws HostException {
        if (!result.ok()) {
            throw file.unreadable(result);
        }
        return state(result);
    }

    /** Tells what {@code read_flag} of {@code file.sh} printed. */
    public RouterState state(CommandResult result) {
        RouterState state = result.value("content")
                .map(bytes -> new RouterState(Optional.of(Slot.GREEN), file.path() + " is there", bytes, false, false))
                .orElseGet(() ->
                        new RouterState(Optional.of(Slot.BLUE), file.path() + " is not there", null, false, false));
        int port = slots.port(state.live().orElseThrow().other());
        RouterState led = result.value("canary-" + port)
                .map(share -> state.leading(
                        Integer.parseInt(share),
                        ", and " + canary(file.path()) + port + "-" + share + " leads " + share
                                + " % of the clients to the other slot"))
                .orElse(state);
        return result.value("preview").isPresent() ? led.previewing() : led;
    }

    /**
     * Leads a share of the clients to the slot that is not live.
     *
     * @param percent one of {@link #SHARES}, or 0
     * @return as {@link #switchTo}
     */
    public String lead(Slot slot, int percent) throws HostException, InterruptedException {
        String port = Integer.toString(slots.port(slot));
        CommandResult result =
                host.run(Fence.guarded(command("canary", file.path(), port, Integer.toString(percent))), LONG);
        if (!result.ok()) {
            throw new HostException(
                    "The files " + canary(file.path()) + port + "-* on " + file.host()
                            + ", which lead a share of the clients to " + slot.label()
                            + ", could not be changed; their directory must belong to the login user.",
                    result.said());
        }
        RouterState now = read();
        // Where the slot is live by now, there is no share of it.
        boolean led = percent == 0 || now.live().equals(Optional.of(slot.other()));
        if (!led || now.share() != percent) {
            throw new HostException("What leads " + percent + " % of the clients to " + slot.label() + " on "
                    + file.host() + " was changed by somebody else meanwhile (" + now.source()
                    + "); look who else writes there.");
        }
        return file.unlocked(result);
    }

    /** Returns the command that leads nobody there any more. */
    public String leadNobodyByHand(Slot slot) {
        return "rm -f " + Quoting.quote(canary(file.path()) + slots.port(slot)) + "-*";
    }

    /**
     * Leads who sends a token to the slot that is not live, and nobody who sends an older one.
     *
     * @return what is worth knowing about how that went; mostly an empty text
     */
    public String preview(Slot slot, PreviewToken token) throws HostException, InterruptedException {
        String port = Integer.toString(slots.port(slot));
        CommandResult result = preview(port, token.value());
        RouterState now = read();
        if (!now.live().equals(Optional.of(slot.other())) || !now.preview()) {
            throw new HostException("What leads testers to " + slot.label() + " on " + file.host()
                    + " was changed by somebody else meanwhile (" + now.source() + "); look who else writes there.");
        }
        return file.unlocked(result);
    }

    /** Leads nobody there any more. */
    public void endPreview() throws HostException, InterruptedException {
        preview();
    }

    private CommandResult preview(String... to) throws HostException, InterruptedException {
        String[] arguments =
                Stream.concat(Stream.of(file.path()), Stream.of(to)).toArray(String[]::new);
        CommandResult result = host.run(Fence.guarded(command("preview", arguments)), LONG);
        if (!result.ok()) {
            throw new HostException(
                    "The files " + preview(file.path()) + "* on " + file.host()
                            + ", which lead testers to the slot that is not live, could not be changed; their directory must"
                            + " belong to the login user.",
                    result.said().replaceAll(PreviewToken.PATTERN, "..."));
        }
        return result;
    }

    /** Returns the command that leads nobody there any more. */
    public String endPreviewByHand() {
        return "rm -f " + Quoting.quote(preview(file.path())) + "*";
    }

    /**
     * Creates or removes it.
     *
     * @return what is worth knowing about how that went; mostly an empty text
     */
    public String switchTo(Slot slot) throws HostException, InterruptedException {
        String wanted = slot == Slot.GREEN ? "on" : "off";
        String left = Integer.toString(slots.port(slot.other()));
        CommandResult result = host.run(Fence.guarded(command("flag", file.path(), wanted, left)), LONG);
        if (result.value("switched").isEmpty()) {
            throw new HostException(
                    "The flag file " + file.path() + " on " + file.host() + " could not be "
                            + (slot == Slot.GREEN ? "created" : "removed")
                            + "; its directory must exist and belong to the login user.",
                    result.said());
        }
        if (!read(result).live().equals(Optional.of(slot))) {
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
