package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.ByteStream;
import io.jenkins.plugins.bluegreen.port.host.Content;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import io.jenkins.plugins.bluegreen.port.host.Lease;
import io.jenkins.plugins.bluegreen.port.host.RemoteHost;
import io.jenkins.plugins.bluegreen.shell.Command;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One login of one controller to a simulated host. Instead of a shell, {@link Machine} does by its name what a script does; scripts of which
 * several go over together are taken apart again. Each call may meet a fault.
 */
final class SimulatedHost implements RemoteHost {

    /** What {@link io.jenkins.plugins.bluegreen.shell.Batch} has between two scripts. */
    private static final String BETWEEN = "\n) </dev/null\nset -- $?\necho \"";

    private static final int MARK = 36;
    private static final String FENCE = "bg_fence='";

    private final World world;
    private final Machine machine;
    private final Engine engine;
    private boolean lost;

    /** Logs in. */
    SimulatedHost(World world, Machine machine, Engine engine) throws HostException {
        this.world = world;
        this.machine = machine;
        this.engine = engine;
        call("log in", () -> "");
    }

    /** What a call comes to. */
    private interface Effect<R> {
        R run() throws HostException;
    }

    boolean alive() {
        return !lost && !engine.killed() && !machine.gone();
    }

    private <R> R call(String what, Effect<R> effect) throws HostException {
        synchronized (world) {
            if (!alive()) {
                throw new HostException("The connection to " + machine + " is lost.");
            }
            machine.called();
            Optional<Fault> fault = world.weather.draw(machine, world.call());
            if (world.tells) {
                world.tell(machine + " " + what
                        + fault.map(drawn -> " !!! " + drawn).orElse(""));
            }
            return fault.isEmpty() ? effect.run() : under(fault.get(), what, effect);
        }
    }

    private <R> R under(Fault fault, String what, Effect<R> effect) throws HostException {
        switch (fault) {
            case REFUSED -> throw new HostException("'" + what + "' on " + machine + " went wrong.");
            case LOST_BEFORE -> lost = true;
            case LOST_AFTER -> {
                effect.run();
                lost = true;
            }
            case GONE -> machine.vanish();
            case KILLED_BEFORE -> engine.kill();
            case KILLED_AFTER -> {
                effect.run();
                engine.kill();
            }
            case ABORTED -> engine.time.stop();
            case DEAF -> {
                if (machine.road != null) {
                    machine.road.goDeaf();
                }
            }
            case DIES -> machine.slots.die(some());
            case ILL -> machine.slots.fallIll(some());
        }
        if (!alive()) {
            throw new HostException("The connection to " + machine + " broke at '" + what + "'.");
        }
        return effect.run();
    }

    private Slot some() {
        return machine.calls() % 3 == 0 ? Slot.BLUE : Slot.GREEN;
    }

    @Override
    public String name() {
        return machine.name;
    }

    @Override
    public String identity() {
        return machine.name;
    }

    @Override
    public CommandResult run(Command command, Duration limit) throws HostException, InterruptedException {
        engine.point();
        return call(command.name(), () -> {
            String script = command.script();
            return script.startsWith("(\n")
                    ? batch(command)
                    : machine.run(command.name(), command.arguments(), holding(script));
        });
    }

    private static String holding(String script) {
        int at = script.indexOf(FENCE);
        return at < 0 ? "" : script.substring(at + FENCE.length(), script.indexOf('\'', at + FENCE.length()));
    }

    private CommandResult batch(Command command) {
        String script = command.script();
        int at = script.indexOf(BETWEEN) + BETWEEN.length();
        String mark = script.substring(at, at + MARK);
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        for (String name : command.name().split(" and ")) {
            CommandResult result = machine.run(name, List.of(), holding(script));
            out.append(result.out()).append(mark).append(result.exitStatus()).append('\n');
            err.append(result.err()).append(mark).append('\n');
        }
        return new CommandResult(0, out.toString(), err.toString());
    }

    @Override
    public Lease hold(Command command, Duration heartbeat) throws HostException {
        return call(command.name(), () -> lock(holding(command.script())));
    }

    private Lease lock(String holding) {
        if (machine.locked()) {
            return new Held(List.of(machine.fence().equals(holding) ? "ours=yes" : "ours=no", "held=somebody"), false);
        }
        machine.lock = this;
        machine.fence(holding);
        return new Held(List.of("locked"), true);
    }

    /** The script that holds the lock. */
    private final class Held implements Lease {

        private final Deque<String> lines;
        private final boolean ours;

        Held(List<String> lines, boolean ours) {
            this.lines = new ArrayDeque<>(lines);
            this.ours = ours;
        }

        @Override
        public String readLine() {
            return lines.poll();
        }

        @Override
        public boolean alive() {
            synchronized (world) {
                return ours && machine.lock == SimulatedHost.this && SimulatedHost.this.alive();
            }
        }

        @Override
        public void close() {
            synchronized (world) {
                if (ours && machine.lock == SimulatedHost.this) {
                    machine.lock = null;
                }
            }
        }
    }

    @Override
    public void upload(Content source, String destination, LongConsumer sent) {
        throw new UnsupportedOperationException("a release is brought by SimulatedRelease");
    }

    @Override
    public ByteStream connect(int port, Duration timeout) throws HostException {
        return new Answered(call("ask " + port, () -> machine.ask(port)));
    }

    @Override
    public ByteStream connect(String socket, Duration timeout) {
        throw new UnsupportedOperationException("nothing listens at " + socket);
    }

    @Override
    public void close() {
        synchronized (world) {
            lost = true;
        }
    }

    /** What stands for a connection to a port: it knows the answer. */
    record Answered(int status) implements ByteStream {

        @Override
        public InputStream in() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputStream out() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
