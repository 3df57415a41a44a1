package io.jenkins.plugins.bluegreen.process.slot;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.ApplicationEnvironment;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.port.process.ProcessStatus;
import io.jenkins.plugins.bluegreen.port.process.ProcessStatus.State;
import io.jenkins.plugins.bluegreen.port.process.Restarts;
import io.jenkins.plugins.bluegreen.port.process.SlotState;
import io.jenkins.plugins.bluegreen.shell.BootLine;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What all kinds of process managers have in common: they go by the record that lies in each slot, which names what was started there and who looks
 * after it. So each of them looks at, keeps up and stops what another kind has started, as its application goes from one to the other.
 */
public abstract class SlotProcessManager implements ProcessManager {

    /** For a script that looks. */
    protected static final Duration SHORT = Duration.ofSeconds(60);

    /** For one that starts or stops: it may have to wait for another one, of a deployment that is gone, for 120 s. */
    protected static final Duration ALONE = Duration.ofSeconds(180);

    private static final String LACKS = "lacks=";

    private static final String STRANGER = "stranger ";

    /** Where a command sends its output: a word that a shell may be given, since it runs nothing. */
    private static final Pattern REDIRECTION = Pattern.compile("(?<![<>&0-9])[12&]?>>?\\|?[ \\t]*(?!/dev/)"
            + "((?:[\\w./~+=@:,%-]|\\$\\w+|\\$\\{\\w+}|'[^']*'|\"(?:[^\"`$\\\\]|\\$\\w+|\\$\\{\\w+})*\")+)");

    protected final RemoteHost host;
    protected final DeployPlan plan;
    private final SlotScripts scripts;

    /**
     * Does nothing yet.
     *
     * @param host where the application runs
     * @param plan of which application, and which release
     */
    protected SlotProcessManager(RemoteHost host, DeployPlan plan) {
        this.host = host;
        this.plan = plan;
        this.scripts = new SlotScripts(plan.directory());
    }

    @Override
    public void check() throws HostException, InterruptedException {
        // What it takes is what every script takes.
    }

    /** By who looks after it, which is not a session's leader. */
    @Override
    public Optional<List<String>> keepUp(Slot slot) throws HostException, InterruptedException {
        return keepUp(
                slot,
                BootLine.before(scripts.looking(
                        "keep-theirs", slot.label(), slot.other().label())));
    }

    /** Runs a script that does so, which prints {@code runs=} where it is there to be kept up. */
    protected final Optional<List<String>> keepUp(Slot slot, Command script)
            throws HostException, InterruptedException {
        List<CommandResult> said = host.run(List.of(script, upkeepCommand()), ALONE.plus(SHORT));
        HostException.unlessOk(
                said.get(0), "What runs in " + slot.label() + " on " + host.name() + " could not be kept up");
        return said.get(0).value("runs").map(runs -> notKeptUp(said.get(1)));
    }

    @Override
    public List<String> notKeptUp(CommandResult result) {
        if (!result.ok()) {
            return List.of(
                    "whether this application is started again after a crash and a reboot could not be found out: "
                            + result.said());
        }
        return result.out()
                .lines()
                .filter(line -> line.startsWith(LACKS))
                .map(line -> line.substring(LACKS.length()))
                .toList();
    }

    @Override
    public Command inspectCommand() {
        return scripts.standing("slots", port(Slot.BLUE), port(Slot.GREEN));
    }

    @Override
    public Map<Slot, SlotState> parse(CommandResult result) throws HostException {
        HostException.unlessOk(result, "What runs on " + host.name() + " could not be found out");
        Map<Slot, SlotState> slots = new EnumMap<>(Slot.class);
        for (Slot slot : Slot.values()) {
            String prefix = slot.label() + ".";
            slots.put(
                    slot,
                    new SlotState(
                            result.value(prefix + "release"),
                            result.value(prefix + "deployment"),
                            result.value(prefix + "port")
                                    .filter(port -> port.matches("\\d{1,5}"))
                                    .map(Integer::valueOf),
                            result.value(prefix + "process"),
                            number(result, prefix + "since").map(Instant::ofEpochSecond),
                            listener(result, prefix + "listener"),
                            number(result, prefix + "standby").map(Instant::ofEpochSecond),
                            restarts(result, prefix + "restarts.")));
        }
        return slots;
    }

    private static Optional<Restarts> restarts(CommandResult result, String prefix) {
        Optional<Long> count = number(result, prefix + "count");
        Optional<Long> last = number(result, prefix + "last");
        return count.isEmpty() || last.isEmpty()
                ? Optional.empty()
                : Optional.of(new Restarts(
                        count.get().intValue(),
                        Instant.ofEpochSecond(last.get()),
                        result.value(prefix + "exit").orElse("")));
    }

    private static Optional<Long> number(CommandResult result, String key) {
        return result.value(key).filter(text -> text.matches("\\d{1,12}")).map(Long::valueOf);
    }

    @Override
    public ProcessStatus status(Slot slot, Duration wait, Duration lap) throws HostException, InterruptedException {
        int health = plan.health().portFor(plan.slots().port(slot));
        Command status = scripts.looking(
                "status",
                slot.label(),
                port(slot),
                Integer.toString(health),
                Long.toString(wait.toMillis() / 10),
                String.format(Locale.ROOT, "%.3f", lap.toMillis() / 1000.0));
        CommandResult result = host.require(
                status, SHORT, "The state of " + slot.label() + " on " + host.name() + " could not be read");
        State state = switch (result.value("state").orElse("")) {
            case "running" -> State.RUNNING;
            case "exited" -> State.EXITED;
            default -> State.GONE;
        };
        Listener port = listener(result, "listener");
        boolean samePort = health == plan.slots().port(slot);
        return new ProcessStatus(
                state,
                result.value("exit").orElse(""),
                result.value("left").orElse(""),
                port,
                result.value("only").isPresent(),
                samePort ? port : listener(result, "health"));
    }

    private static Listener listener(CommandResult result, String key) {
        String who = result.value(key).orElse("none");
        if (who.startsWith(STRANGER)) {
            return Listener.stranger(who.substring(STRANGER.length()));
        }
        return who.equals("own") ? Listener.OWN : Listener.NONE;
    }

    @Override
    public String adopt(Slot slot, String deployment) throws HostException, InterruptedException {
        return adopted(slot, deployment);
    }

    @Override
    public String adoptable(Slot slot) throws HostException, InterruptedException {
        return adopted(slot, "");
    }

    private String adopted(Slot slot, String deployment) throws HostException, InterruptedException {
        String wanted = plan.application().adopt();
        return host.require(
                        scripts.looking("adopt", slot.label(), port(slot), wanted, deployment),
                        ALONE,
                        "What listens on port " + port(slot) + " of " + host.name() + " cannot be adopted as "
                                + slot.label() + " by adopt: '" + wanted + "'")
                .value("adopted")
                .orElse("");
    }

    @Override
    public List<String> listens(Slot slot) throws HostException, InterruptedException {
        return host.require(
                        scripts.looking("listens", slot.label()),
                        SHORT,
                        "Where " + slot.label() + " listens on " + host.name() + " could not be found out")
                .out()
                .lines()
                .map(line -> ListeningAt.of(line.substring(line.indexOf('=') + 1)))
                .distinct()
                .toList();
    }

    @Override
    public String log(Slot slot, int lines) throws HostException, InterruptedException {
        return log(slot.label(), Integer.toString(lines));
    }

    @Override
    public String ownLog(Slot slot, int lines) throws HostException, InterruptedException {
        Matcher redirection = REDIRECTION.matcher(plan.application().start().line());
        return redirection.find() ? log(slot.label(), Integer.toString(lines), redirection.group(1)) : "";
    }

    private String log(String... arguments) throws HostException, InterruptedException {
        return host.require(
                        scripts.looking("log", arguments),
                        SHORT,
                        "The log of " + arguments[0] + " on " + host.name() + " could not be read")
                .out()
                .stripTrailing();
    }

    @Override
    public Stop stop(Slot slot, String deployment) throws HostException, InterruptedException {
        Duration polite = plan.limits().stopTimeout();
        Command stop = scripts.looking("stop", slot.label(), Long.toString(polite.toMillis() / 100), deployment);
        CommandResult result = host.require(
                stop,
                polite.plus(ALONE),
                "What runs in " + slot.label() + " on " + host.name() + " could not be stopped");
        return switch (result.value("stopped").orElse("")) {
            case "already" -> Stop.ALREADY;
            case "kill" -> Stop.KILLED;
            default -> Stop.ASKED;
        };
    }

    @Override
    public Optional<Instant> standBy(Slot slot, String deployment, Duration time, List<String> switches)
            throws HostException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                slot.label(),
                deployment,
                Long.toString(time.toSeconds()),
                Long.toString(plan.limits().stopTimeout().toMillis() / 100),
                scripts.endStandby()));
        arguments.addAll(switches);
        CommandResult result = host.require(
                scripts.standing("stand-by", arguments.toArray(String[]::new)),
                ALONE,
                "What runs in " + slot.label() + " on " + host.name() + " could not be kept as a standby");
        return number(result, "until").map(Instant::ofEpochSecond);
    }

    @Override
    public boolean take(Slot slot) throws HostException, InterruptedException {
        return host.require(
                        scripts.standing("take", slot.label(), plan.deploymentId()),
                        ALONE,
                        "The standby in " + slot.label() + " on " + host.name() + " could not be taken over")
                .value("taken")
                .isPresent();
    }

    @Override
    public void giveBack(Slot slot, String deployment) throws HostException, InterruptedException {
        host.require(
                scripts.standing("give-back", slot.label(), deployment),
                ALONE,
                "The standby in " + slot.label() + " on " + host.name() + " could not be given back");
    }

    @Override
    public void forget(Slot slot, String deployment) throws HostException, InterruptedException {
        host.require(
                scripts.looking("forget", slot.label(), deployment),
                ALONE,
                "The record of " + slot.label() + " on " + host.name() + " could not be put back");
    }

    @Override
    public int connections(Slot slot) throws HostException, InterruptedException {
        return host.require(
                        scripts.alone("connections", port(slot)),
                        SHORT,
                        "The connections to " + slot.label() + " on " + host.name() + " could not be counted")
                .value("connections")
                .map(String::trim)
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** Returns a script of the room of this kind, which goes by the slots' records. */
    protected final Command own(String name, String... arguments) {
        return scripts.before(getClass(), name, arguments);
    }

    /** Returns that one which starts a slot. */
    protected final Command ownStart(String... arguments) {
        return scripts.starting(getClass(), arguments);
    }

    /** Returns the port of a slot, as a word for a script. */
    protected final String port(Slot slot) {
        return Integer.toString(plan.slots().port(slot));
    }

    /** Returns what is started in a slot, as lines for {@code sh}, beside the start command. */
    protected final String environment(Slot slot) {
        return new ApplicationEnvironment(plan, slot).script();
    }

    /** Returns {@code kept} where a slot is to be started with what is kept beside its release, or an empty word. */
    protected final String asKept() {
        return plan.application().start().asDeployed() ? "kept" : "";
    }
}
