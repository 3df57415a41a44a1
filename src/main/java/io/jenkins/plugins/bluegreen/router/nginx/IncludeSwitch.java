package io.jenkins.plugins.bluegreen.router.nginx;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.model.value.TimeSpan;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.router.RouterState;
import io.jenkins.plugins.bluegreen.router.nginx.config.NginxConfig;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.Fence;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The include layout: a file of nginx's configuration has the port of the live slot, so a switch replaces it there, or the link that leads
 * to that file, and reloads nginx. Whatever else stands in the file stays as it is.
 */
final class IncludeSwitch extends NginxRouter {

    /** How often nginx may read its configuration in a script: two tests, two reloads, and what is waited for before and after one. */
    private static final int READINGS = 6;

    /** Why sudo refuses a command, among what else it may say (sudo(8)). */
    private static final Pattern BY_SUDO = Pattern.compile(
            "(?m)^(sudo: (a password is required|.*command not found"
                    + "|.*no tty present|.*terminal is required)|Sorry, user |.*(is not in the sudoers file|may not run sudo))");

    private static final String NO_FILE = "-";

    private static final String UNSEEN =
            "nginx's workers are not visible to the login user (/proc may be mounted with hidepid), so it is not waited for the"
                    + " new ones, nor for the end of the old ones, and the front door alone tells that nginx was reloaded;"
                    + " let that user see them, or use the reload-free layout";

    /** After these, nginx is known to serve what it served before. */
    private static final Set<String> AS_BEFORE =
            Set.of("changed", "tested-before", "upgrading", "written", "tested", "reloaded");

    /** Of these, the file was put back. */
    private static final Set<String> PUT_BACK = Set.of("tested", "reloaded");

    private final NginxConfig.Include config;
    private final SlotPair slots;

    /** The workers before the last reload, {@code pid:start}; nothing where another deployment reloaded, which does not say. */
    private volatile Optional<List<String>> earlier = Optional.empty();

    /** What nginx is known to go by, though it was put back since. */
    private volatile Optional<String> known = Optional.empty();

    /** What was read last and not replaced since; a switch goes by it, and its script refuses where that is not what is there. */
    private volatile CommandResult read;

    /** Whether nginx may have read what a switch that failed, or was not heard of again, had put into the file. */
    private volatile boolean unsure;

    IncludeSwitch(RemoteHost host, NginxConfig.Include config, SlotPair slots) {
        super(host, config, slots);
        this.config = config;
        this.slots = slots;
    }

    @Override
    String layout() {
        return "include";
    }

    @Override
    RouterState interpret(CommandResult result) throws HostException {
        IncludeFile found = new IncludeFile(result, config, slots, name());
        String snapshot = found.snapshot();
        if (found.live().isEmpty()) {
            return new RouterState(Optional.empty(), found.says(), snapshot, false, false);
        }
        boolean stale =
                result.value("stale").isPresent() && !Optional.of(snapshot).equals(known);
        String doubt = stale ? ", which nginx has not read yet" : unsure ? ", which nginx may not have read yet" : "";
        boolean unseen = result.value("unseen").isPresent();
        return new RouterState(found.live(), found.says() + doubt, snapshot, stale || unsure, unseen);
    }

    @Override
    List<String> commands() {
        return List.of(config.testCommand(), config.reloadCommand());
    }

    @Override
    Duration limit() {
        return LONG.plus(config.reloadTimeout().multipliedBy(READINGS));
    }

    @Override
    public RouterState read() throws HostException, InterruptedException {
        CommandResult result = host.run(readCommand(), LONG);
        RouterState state = state(result);
        read = result;
        return state;
    }

    @Override
    public String switchTo(Slot slot) throws HostException, InterruptedException {
        if (read == null) {
            read();
        }
        CommandResult found = read;
        RouterState before = state(found);
        String to = new IncludeFile(found, config, slots, name()).with(slot);
        // A file that is missing or empty is no configuration that nginx could find good.
        return replace(before, to, before.live().isPresent());
    }

    @Override
    public void restore(RouterState before) throws HostException, InterruptedException {
        // nginx refuses a configuration in which the file sets nothing, so that cannot come back; and nothing served
        // then.
        if (before.live().isEmpty()) {
            return;
        }
        RouterState now = read();
        // A switch that failed or was killed may have put the file back without having nginx read it.
        if (now.stale() || !Objects.equals(now.snapshot(), before.snapshot())) {
            replace(now, before.snapshot(), false);
        }
    }

    @Override
    public void refresh() throws HostException, InterruptedException {
        RouterState now = read();
        if (now.live().isPresent()) {
            replace(now, now.snapshot(), true);
        }
    }

    @Override
    public boolean leavesOld() {
        return true;
    }

    @Override
    List<Long> oldWorkers() throws HostException, InterruptedException {
        if (earlier.equals(Optional.of(List.of()))) {
            return List.of();
        }
        String[] workers = earlier.orElse(List.of()).toArray(String[]::new);
        CommandResult result = host.run(command("old-workers", workers), SHORT);
        if (!result.ok()) {
            throw new HostException(
                    "Whether nginx's old workers on " + name() + " still run could not be found out.", result.said());
        }
        return words(result.value("left")).stream().map(Long::valueOf).toList();
    }

    private static List<String> words(Optional<String> text) {
        return text.filter(words -> !words.isBlank())
                .map(words -> List.of(words.strip().split(" ")))
                .orElse(List.of());
    }

    @Override
    public String restoreByHand(RouterState before) {
        return before.live().isEmpty()
                ? ""
                : IncludeFile.byHand(file, before.snapshot()) + " && " + config.reloadCommand();
    }

    /** Returns what is worth knowing about how that went. */
    private String replace(RouterState now, String to, boolean testBefore) throws HostException, InterruptedException {
        boolean before = unsure;
        String from = now.snapshot();
        unsure = true;
        known = Optional.empty();
        read = null;
        CommandResult result = host.run(
                Fence.guarded(switching(
                        "include",
                        "include",
                        List.of(
                                file,
                                to == null ? NO_FILE : to,
                                from == null ? NO_FILE : from,
                                config.testCommand(),
                                config.reloadCommand(),
                                Long.toString(config.reloadTimeout().toSeconds()),
                                testBefore ? "test" : ""))),
                limit());
        if (!result.ok()) {
            String stage = result.value("stage").orElse("");
            unsure = before || !AS_BEFORE.contains(stage);
            known = PUT_BACK.contains(stage) && !now.stale() ? Optional.ofNullable(from) : Optional.empty();
            if (stage.isEmpty() || stage.equals("changed")) {
                // It may be that it cannot be read any more, which is said then.
                read();
            }
            String refused = BY_SUDO.matcher(result.err()).find() ? bySudo(stage) : "";
            throw new HostException(
                    refused.isEmpty() ? sentence(stage, why(result)) : refused,
                    result.err().strip());
        }
        unsure = false;
        earlier = Optional.of(words(result.value("old")));
        return Stream.of(result.value("unseen").isPresent() ? UNSEEN : "", switched.unlocked(result))
                .filter(note -> !note.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** Returns the sentence where it was not nginx that refused a command; an empty text where it was not sudo either. */
    private String bySudo(String stage) {
        String allow = "; allow it, as README shows";
        return switch (stage) {
            case "tested-before" ->
                "sudo on " + name() + " does not allow the login user to run '" + config.testCommand()
                        + "', so nothing was changed" + allow + ".";
            case "reloaded" ->
                "sudo on " + name() + " does not allow the login user to run '" + config.reloadCommand() + "', so "
                        + file + " is as it was" + allow + ".";
            default -> "";
        };
    }

    private String sentence(String stage, String why) {
        String same = "; " + file + " on " + name() + " is as it was" + why + ".";
        return switch (stage) {
            case "changed" ->
                "The file " + file + " on " + name() + " was changed by somebody else during the switch;"
                        + " look who else writes it.";
            case "upgrading" ->
                "nginx on " + name() + " could not be switched by " + file
                        + ", since it is being upgraded, and a reload would reach but one of its two masters; end the upgrade.";
            case "tested-before" ->
                "nginx on " + name() + " refuses its configuration as it stands ('" + config.testCommand()
                        + "'), so nothing was changed"
                        + (why.isEmpty() ? "; mend the configuration or the command." : why + ".");
            case "tested" ->
                "nginx on " + name() + " refuses the configuration with the new port ('" + config.testCommand() + "')"
                        + same;
            case "reloaded" -> "nginx on " + name() + " was not reloaded ('" + config.reloadCommand() + "')" + same;
            case "read-back" ->
                "The file " + file + " on " + name() + " does not hold what was written; look who else writes it.";
            case "not-back" ->
                "nginx on " + name() + " refused the switch, and " + file
                        + " could not be put back; write the live port there by hand and reload nginx.";
            case "stuck" ->
                "nginx on " + name() + " was not reloaded ('" + config.reloadCommand() + "'), and though " + file
                        + " is as it was, it could not be seen that nginx goes by it; look why it does not end a reload, which may take reloadTimeout ("
                        + TimeSpan.show(config.reloadTimeout()) + ").";
            default ->
                "The file " + file + " on " + name() + " could not be replaced; its directory must belong to the"
                        + " login user, or sudo must allow the two commands that README lists.";
        };
    }
}
