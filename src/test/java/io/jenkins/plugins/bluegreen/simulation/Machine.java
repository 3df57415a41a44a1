package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.shell.CommandResult;
import io.jenkins.plugins.bluegreen.shell.Fence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One host: what lies there, what runs there, and what the scripts of the engine do and find there, by their names. */
final class Machine {

    /** They change nothing of the application, and so ask for no fence. */
    private static final Set<String> OPEN = Set.of("tools", "identity", "nothing", "room", "connections", "holder");

    final World world;
    final String name;
    final int number;
    final Slots slots;
    final Connections connections;
    /** The router that runs on it, or null. */
    Road road;
    /** The connection over which the lock is held, or null. */
    SimulatedHost lock;

    String journal = "";
    /** Whether nothing there can be stopped. */
    boolean sticks;
    /** When its journal said that old processes are about to be stopped; -1 where it does not. */
    long retiringSince = -1;

    private String fence = "";
    private boolean belongs;
    private final List<String> history = new ArrayList<>();
    private final Map<String, String> releases = new HashMap<>();
    private boolean gone;
    private long calls;

    Machine(World world, String name, int number) {
        this.world = world;
        this.name = name;
        this.number = number;
        this.slots = new Slots(this);
        this.connections = new Connections(this);
    }

    /** One on which a release was deployed long ago. */
    void begin(Slot slot, String release, String deployment) {
        belongs = true;
        releases.put(release, deployment);
        slots.start(slot, release, deployment).keptUp = true;
    }

    boolean gone() {
        return gone;
    }

    void vanish() {
        gone = true;
        lock = null;
    }

    long calls() {
        return calls;
    }

    void called() {
        calls++;
        world.called();
    }

    /** Returns the deployment that brought a release, or null. */
    String release(String id) {
        return releases.get(id);
    }

    boolean locked() {
        return lock != null && lock.alive();
    }

    void fence(String holding) {
        fence = holding;
    }

    String fence() {
        return fence;
    }

    /** Time passes, and nobody is at work. */
    void pass(Instant until) {
        if (journal.isEmpty()) {
            slots.pass(until);
        }
    }

    CommandResult run(String script, List<String> words, String holding) {
        if (!holding.isEmpty() && !OPEN.contains(script) && !holding.equals(fence)) {
            return new CommandResult(Fence.LOST, "", "the lock is another deployment's");
        }
        return switch (script) {
            case "tools", "nothing", "check", "upkeep", "undrained", "hook" -> ok("");
            case "identity" -> ok(name);
            case "holder" -> ok(locked() ? "held=somebody\ndeployment=\n" : "");
            case "room" -> ok("kilobytes=9000000\nfiles=900000\n");
            case "connections" -> ok(connections.shown());
            case "journal" -> words.size() < 2 ? read() : journal(words);
            case "slots" -> ok(slots.shown());
            case "router", "switch", "lead", "restore", "refresh", "answers" -> router(script, words);
            case "ship", "verify", "remove", "settings", "prune" -> releases(script, words);
            default -> process(script, words);
        };
    }

    private static CommandResult ok(String out) {
        return new CommandResult(0, out, "");
    }

    private CommandResult read() {
        return ok((belongs ? "belongs=shop\n" : "") + journal);
    }

    private CommandResult journal(List<String> words) {
        switch (words.get(1)) {
            case "write" -> {
                belongs = true;
                journal = words.get(2);
                retiringSince = journal.contains("\nphase=retire\n") ? world.call() : -1;
            }
            case "close" -> {
                if (journal.isEmpty() || journal.contains("\ndeployment=" + words.get(2) + "\n")) {
                    history.add(words.get(3));
                    journal = "";
                }
            }
            case "find" -> {
                return ok(history.stream()
                        .filter(line -> line.contains(" deployment=" + words.get(2) + " "))
                        .reduce("", (first, second) -> "ended=" + second + "\n"));
            }
            default -> {
                return read();
            }
        }
        return ok("");
    }

    private CommandResult router(String script, List<String> words) {
        switch (script) {
            case "switch" -> road.switchTo(Slot.valueOf(words.get(0)));
            case "lead" -> road.lead(Integer.parseInt(words.get(0)));
            case "restore" -> road.restore(words.get(0));
            case "refresh" -> road.follow();
            case "answers" -> {
                return ok(road.ill(Slot.BLUE) + " " + road.ill(Slot.GREEN) + " " + road.size());
            }
            default -> {
                return ok(road.shown());
            }
        }
        return ok("");
    }

    private CommandResult releases(String script, List<String> words) {
        String release = words.get(0);
        switch (script) {
            case "ship" -> releases.put(release, words.get(1));
            case "remove" -> {
                boolean used = List.of(Slot.values()).stream()
                        .anyMatch(slot ->
                                slots.in(slot) != null && slots.in(slot).release.equals(release));
                if (!used) {
                    releases.remove(release, words.get(1));
                }
            }
            case "prune" -> {
                return ok("0");
            }
            default -> {
                return new CommandResult(releases.containsKey(release) ? 0 : 1, "", "it is not there");
            }
        }
        return ok("");
    }

    private CommandResult process(String script, List<String> words) {
        Slot slot = Slot.valueOf(words.get(0));
        String deployment = words.size() > 1 ? words.get(1) : "";
        switch (script) {
            case "start" -> slots.start(slot, words.get(2), deployment);
            case "stop" -> {
                return sticks ? new CommandResult(1, "", "it cannot be stopped") : ok(slots.stop(slot, deployment));
            }
            case "status" -> {
                return ok(String.valueOf(slots.runs(slot)));
            }
            case "stand-by" -> {
                return ok(slots.standBy(slot, deployment, Duration.parse(words.get(2))));
            }
            case "take" -> {
                return ok(String.valueOf(slots.take(slot, deployment)));
            }
            case "give-back" -> slots.giveBack(slot, deployment);
            case "keep-up" -> {
                return ok(String.valueOf(slots.keepUp(slot)));
            }
            case "forget" -> slots.forget(slot, deployment);
            default -> throw new IllegalStateException("no such script: " + script);
        }
        return ok("");
    }

    /** Asks a port, and returns the status; 0 where nobody listens. */
    int ask(int port) {
        if (road != null && port == SimulatedRouter.DOOR) {
            return road.ask();
        }
        Process process = slots.in(port == World.SLOTS.blue() ? Slot.BLUE : Slot.GREEN);
        if (process == null || !process.running) {
            return 0;
        }
        if (!process.ill) {
            process.wellAt = world.call();
        }
        return process.ill ? 500 : 200;
    }

    @Override
    public String toString() {
        return name;
    }
}
