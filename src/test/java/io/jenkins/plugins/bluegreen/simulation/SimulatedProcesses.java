package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.model.plan.DeployPlan;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import io.jenkins.plugins.bluegreen.port.process.ProcessManager;
import io.jenkins.plugins.bluegreen.port.process.ProcessStatus;
import io.jenkins.plugins.bluegreen.port.process.SlotState;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs in the slots of a simulated host. */
record SimulatedProcesses(RemoteHost host, DeployPlan plan) implements ProcessManager {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private String run(String script, Object... words) throws HostException, InterruptedException {
        return host.require(command(script, words), LIMIT, script + " on " + host.name() + " went wrong")
                .out();
    }

    static Command command(String script, Object... words) {
        return new Command(
                script, "", List.of(words).stream().map(String::valueOf).toList());
    }

    @Override
    public void check() throws HostException, InterruptedException {
        run("check");
    }

    @Override
    public Command inspectCommand() {
        return command("slots");
    }

    @Override
    public Map<Slot, SlotState> parse(CommandResult result) throws HostException {
        Map<Slot, SlotState> slots = new EnumMap<>(Slot.class);
        for (Slot slot : Slot.values()) {
            slots.put(
                    slot,
                    new SlotState(
                            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Listener.NONE));
        }
        result.out().lines().map(line -> line.split(" ")).forEach(words -> {
            boolean runs = words[3].equals("true");
            slots.put(
                    Slot.valueOf(words[0]),
                    new SlotState(
                            Optional.of(words[1]),
                            Optional.of(words[2]),
                            Optional.of(plan.slots().port(Slot.valueOf(words[0]))),
                            runs ? Optional.of("1") : Optional.empty(),
                            Optional.empty(),
                            runs ? Listener.OWN : Listener.NONE,
                            words[4].equals("null") ? Optional.empty() : Optional.of(Instant.parse(words[4])),
                            Optional.empty()));
        });
        return slots;
    }

    @Override
    public Optional<List<String>> keepUp(Slot slot) throws HostException, InterruptedException {
        return Boolean.parseBoolean(run("keep-up", slot)) ? Optional.of(List.of()) : Optional.empty();
    }

    @Override
    public Command upkeepCommand() {
        return command("upkeep");
    }

    @Override
    public List<String> notKeptUp(CommandResult result) {
        return List.of();
    }

    @Override
    public void start(Slot slot) throws HostException, InterruptedException {
        run("start", slot, plan.deploymentId(), plan.release().id());
    }

    @Override
    public ProcessStatus status(Slot slot, Duration wait, Duration lap) throws HostException, InterruptedException {
        boolean runs = Boolean.parseBoolean(run("status", slot));
        Listener listener = runs ? Listener.OWN : Listener.NONE;
        return new ProcessStatus(
                runs ? ProcessStatus.State.RUNNING : ProcessStatus.State.GONE, "", "", listener, false, listener);
    }

    @Override
    public String adopt(Slot slot, String deployment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String adoptable(Slot slot) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> listens(Slot slot) {
        return List.of();
    }

    @Override
    public String log(Slot slot, int lines) {
        return "";
    }

    @Override
    public String ownLog(Slot slot, int lines) {
        return "";
    }

    @Override
    public Stop stop(Slot slot, String deployment) throws HostException, InterruptedException {
        return Stop.valueOf(run("stop", slot, deployment));
    }

    @Override
    public Optional<Instant> standBy(Slot slot, String deployment, Duration time, List<String> switches)
            throws HostException, InterruptedException {
        return Optional.of(run("stand-by", slot, deployment, time))
                .filter(until -> !until.isEmpty())
                .map(Instant::parse);
    }

    @Override
    public boolean take(Slot slot) throws HostException, InterruptedException {
        return Boolean.parseBoolean(run("take", slot, plan.deploymentId()));
    }

    @Override
    public void giveBack(Slot slot, String deployment) throws HostException, InterruptedException {
        run("give-back", slot, deployment);
    }

    @Override
    public void forget(Slot slot, String deployment) throws HostException, InterruptedException {
        run("forget", slot, deployment);
    }

    @Override
    public int connections(Slot slot) {
        return 0;
    }

    @Override
    public String stopByHand(Slot slot) {
        return "stop " + slot;
    }
}
