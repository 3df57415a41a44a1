package io.jenkins.plugins.bluegreen.router.command;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.port.router.RouterTerms;
import io.jenkins.plugins.bluegreen.port.router.TrafficRouter;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.DirectoryScripts;
import io.jenkins.plugins.bluegreen.shell.Fence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A router that is switched by one command and judged by another one, which says afterwards what is served. No text of a command is ever
 * said, since it may hold a secret.
 */
final class CommandRouter implements TrafficRouter {

    /** What a script waits for another one, and what it runs itself at the most, in limits. */
    private static final int LIMITS = 12;

    private final RemoteHost host;
    private final RouterCommands commands;
    private final String app;
    private final SlotPair slots;

    /** What was read last, or switched to since; a switch refuses where that is not what is shown. */
    private volatile RouterState known;

    /** Whether a switch failed, or was not heard of again, and it was not seen that the former slot is served. */
    private volatile boolean unsure;

    /** What of a switch that took too long was still at work, as {@code switch.sh} tells it. */
    private volatile String left = "";

    CommandRouter(RemoteHost host, RouterCommands commands, String app, SlotPair slots) {
        this.host = host;
        this.commands = commands;
        this.app = app;
        this.slots = slots;
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public RouterTerms terms() {
        return new RouterTerms(
                "a switch of the router on " + name()
                        + " failed and was not seen to be taken back, so it may serve the one or"
                        + " the other; run its switch command there by hand",
                "what the router on " + name() + " serves is not known",
                "It is not known what the router on " + name() + " serves.",
                "a router that is switched by commands cannot be asked on its own host",
                "have the router serve the live slot, and show say so",
                "the router",
                "what it serves still is known to it alone",
                "where those are idle ones of the router, have it end them sooner; an open WebSocket stays to its own end, or that"
                        + " of the old process");
    }

    private Command command(String script, String... arguments) {
        // What a fence stands around begins with that script.
        String start = script.equals("switch")
                ? ""
                : Command.script(DirectoryScripts.class, "directory").script();
        String login =
                Command.script(DirectoryScripts.class, DirectoryScripts.LOGIN).script();
        String run = Command.script(CommandRouter.class, "run").script();
        Command own = Command.script(CommandRouter.class, script, arguments);
        return new Command(
                script.equals("show") ? "inspect" : script, start + login + run + own.script(), own.arguments());
    }

    private Duration limit() {
        return commands.limit().multipliedBy(LIMITS).plus(Duration.ofMinutes(2));
    }

    private String seconds() {
        return Long.toString(commands.limit().toSeconds());
    }

    private String port(Slot slot) {
        return Integer.toString(slots.port(slot));
    }

    @Override
    public RouterState read() throws HostException, InterruptedException {
        return inspect();
    }

    @Override
    public RouterState inspect() throws HostException, InterruptedException {
        return parse(host.run(inspectCommand(), limit()));
    }

    @Override
    public Command inspectCommand() {
        return command("show", app, seconds(), port(Slot.BLUE), port(Slot.GREEN), commands.show());
    }

    @Override
    public RouterState parse(CommandResult result) throws HostException {
        Optional<String> state = result.value("state");
        if (state.isEmpty()) {
            throw new HostException(
                    "It is not known which slot the router on " + name() + " serves: its show command "
                            + result.value("unclear").orElse("could not be run")
                            + "; it has to print blue, green or the port that is live, or none where that is neither yet, and"
                            + " end with 0 within " + TimeSpan.show(commands.limit()) + ".",
                    result.err().strip());
        }
        Optional<Slot> live = slot(state.get());
        String doubt = unsure ? ", which may be half of a switch" : "";
        RouterState found =
                new RouterState(live, "its show command says " + state.get() + doubt, state.get(), unsure, false);
        known = found;
        return found;
    }

    private static Optional<Slot> slot(String label) {
        return Stream.of(Slot.values())
                .filter(slot -> slot.label().equals(label))
                .findFirst();
    }

    @Override
    public void check() throws HostException, InterruptedException {
        CommandResult result = host.run(command("check", app, seconds(), commands.show(), commands.change()), limit());
        Optional<String> refused = result.value("refused");
        if (refused.isPresent()) {
            throw new HostException("The router on " + name() + " could not be switched: " + refused.get() + ".");
        }
        HostException.unlessOk(result, "The commands of the router on " + name() + " could not be looked at");
    }

    @Override
    public List<String> advise() {
        return List.of();
    }

    @Override
    public String switchTo(Slot slot) throws HostException, InterruptedException {
        if (known == null) {
            read();
        }
        // Half of a switch is nothing to bring back.
        change(slot, unsure ? "" : known.snapshot());
        return "";
    }

    @Override
    public void restore(RouterState before) throws HostException, InterruptedException {
        if (before.live().isPresent() && !serves(before.live().get())) {
            change(before.live().get(), "");
        }
    }

    /** What is not clear is switched. */
    private boolean serves(Slot slot) throws InterruptedException {
        try {
            RouterState now = read();
            return !now.stale() && now.live().equals(Optional.of(slot));
        } catch (HostException e) {
            return false;
        }
    }

    @Override
    public void refresh() throws HostException, InterruptedException {
        RouterState now = read();
        if (now.live().isPresent()) {
            change(now.live().get(), "");
        }
    }

    private void change(Slot slot, String before) throws HostException, InterruptedException {
        unsure = true;
        Command command = command(
                "switch",
                app,
                seconds(),
                port(Slot.BLUE),
                port(Slot.GREEN),
                commands.show(),
                before,
                slot.label(),
                commands.change(),
                left);
        CommandResult result = host.run(Fence.guarded(command), limit());
        String stage = result.value("stage").orElse("");
        left = result.value("left").map(String::strip).orElse("");
        unsure = !result.ok()
                && !stage.startsWith("changed")
                && result.value("back").filter("yes"::equals).isEmpty();
        if (!result.ok()) {
            known = null;
            throw new HostException(
                    failed(slot, stage) + after(before, result), result.err().strip());
        }
        known = new RouterState(Optional.of(slot), "its show command says " + slot.label(), slot.label(), false, false);
    }

    private String failed(Slot slot, String stage) {
        String to = slot.label() + " (" + slots.port(slot) + ")";
        String[] words = stage.split(" ", 2);
        return switch (words[0]) {
            case "changed" ->
                "What the router on " + name() + " serves was changed by somebody else during the switch to " + to
                        + ": its show command " + said(words[1]) + " now; look who else switches it.";
            case "busy" -> "The router on " + name() + " was not switched to " + to + ".";
            case "late" ->
                "The switch command of the router on " + name() + " to " + to + " took longer than "
                        + TimeSpan.show(commands.limit()) + " (timeout), and was ended.";
            case "status" ->
                "The switch command of the router on " + name() + " to " + to + " ended with exit status " + words[1]
                        + ".";
            case "shown" ->
                "The switch command of the router on " + name() + " to " + to
                        + " ended with 0, and yet its show command " + said(words[1]) + " afterwards.";
            default -> "The switch command of the router on " + name() + " to " + to + " could not be run.";
        };
    }

    /** Of one that was not clear, the words say what it did. */
    private static String said(String words) {
        return words.indexOf(' ') < 0 ? "says " + words : words;
    }

    private String after(String before, CommandResult result) {
        if (!left.isEmpty()) {
            return (result.value("back").isPresent() ? " It was not switched back to " + before + ":" : "")
                    + " A process of a switch command that the login user may not end is still at work (pid "
                    + left.replaceAll(":\\d+", "").replace(" ", ", ")
                    + "); end it, or wait until it has ended, and look what the router serves.";
        }
        return result.value("back")
                .map(back -> back.equals("yes")
                        ? " It was switched back, and show says " + before + " again."
                        : " It could not be switched back to " + before + "; look what it serves.")
                .orElse("");
    }

    @Override
    public String undrained() {
        return "";
    }

    @Override
    public String restoreByHand(RouterState before) {
        if (before.live().isEmpty()) {
            return "";
        }
        Slot slot = before.live().get();
        String variables = "APPLICATION=" + app + " SLOT=" + slot.label() + " PORT=" + slots.port(slot);
        return "# with " + variables + " in its environment, run the router's switch command";
    }
}
