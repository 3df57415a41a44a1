package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The two slots of one host, as the scripts of the process managers leave them, and what must never be done to them. */
final class Slots {

    private final Machine machine;
    private final World world;
    private final Map<Slot, Process> now = new EnumMap<>(Slot.class);
    private final Map<Slot, Process> before = new EnumMap<>(Slot.class);

    Slots(Machine machine) {
        this.machine = machine;
        this.world = machine.world;
    }

    /** Returns what was last started in a slot, or null. */
    Process in(Slot slot) {
        return now.get(slot);
    }

    boolean runs(Slot slot) {
        Process process = in(slot);
        return process != null && process.running;
    }

    Process start(Slot slot, String release, String deployment) {
        Process started = new Process(release, deployment, world.start());
        if (runs(slot)) {
            world.breaks("started " + release + " on " + machine + " beside " + in(slot));
        }
        before.put(slot, in(slot));
        now.put(slot, started);
        return started;
    }

    /** Returns how it was stopped. */
    String stop(Slot slot, String deployment) {
        Process process = in(slot);
        if (process == null || !deployment.isEmpty() && !process.owner().equals(deployment)) {
            return "ALREADY";
        }
        process.keptUp = false;
        if (!process.running) {
            return "ALREADY";
        }
        checkLeft(slot, process, "stopped");
        process.running = false;
        process.standby = null;
        return "ASKED";
    }

    /** Users may not be led to it any more; and of two that run, the older one has to stay until it is seen where they are led. */
    private void checkLeft(Slot slot, Process process, String how) {
        Process other = in(slot.other());
        boolean isOld = other != null && other.number > process.number && process.served && process.standby == null;
        for (Road road : world.roadsTo(machine)) {
            if (process.well() && road.mayLeadTo(slot) && road.everSwitched()) {
                world.breaks(
                        how + " " + process + " in " + slot + " on " + machine + ", to which " + road + " leads users");
            }
            if (isOld && !road.provenFor(slot.other())) {
                world.breaks(how + " " + process + " in " + slot + " on " + machine
                        + ", and it was not asked whether requests through " + road + " reach " + slot.other());
            }
            if (isOld && other.wellAt < road.changedAt()) {
                world.breaks(how + " " + process + " in " + slot + " on " + machine
                        + ", and the new one was not healthy since " + road + " was switched");
            }
        }
        if (isOld) {
            checkLastLook(slot);
        }
        if (isOld && !other.running && !other.faulted) {
            world.breaks(
                    how + " " + process + " in " + slot + " on " + machine + ", and nothing runs in the other slot");
        }
    }

    /** Before the first old process is stopped, as long as there is a way back, the new one was well on all hosts. */
    private void checkLastLook(Slot old) {
        List<Machine> all = world.machines.stream().filter(each -> !each.gone()).toList();
        if (all.stream().allMatch(each -> each.slots.runs(old) && each.slots.in(old.other()) != null)) {
            all.stream()
                    .filter(each -> each.slots.in(old.other()).wellAt < each.retiringSince)
                    .forEach(each -> world.breaks("the first old process was stopped, on " + machine
                            + ", and the new one on " + each + " was not looked at once more"));
        }
    }

    /** Returns until when it stays, or an empty text. */
    String standBy(Slot slot, String deployment, Duration time) {
        if (!runs(slot) || !in(slot).owner().equals(deployment)) {
            return "";
        }
        checkLeft(slot, in(slot), "made a standby of");
        in(slot).standby = world.now().plus(time);
        in(slot).keptUp = false;
        return in(slot).standby.toString();
    }

    boolean take(Slot slot, String deployment) {
        if (!runs(slot) || in(slot).standby == null) {
            return false;
        }
        in(slot).takenBefore = in(slot).taken;
        in(slot).taken = deployment;
        return true;
    }

    void giveBack(Slot slot, String deployment) {
        Process process = in(slot);
        if (process != null
                && deployment.equals(process.taken)
                && !process.deployment.equals(deployment)
                && process.standby != null) {
            process.taken = process.takenBefore;
        }
    }

    boolean keepUp(Slot slot) {
        if (!runs(slot)) {
            return false;
        }
        in(slot).keptUp = true;
        in(slot).standby = null;
        if (in(slot.other()) != null) {
            in(slot.other()).keptUp = false;
        }
        return true;
    }

    void forget(Slot slot, String deployment) {
        Process process = in(slot);
        if (process == null || !process.owner().equals(deployment)) {
            return;
        }
        if (process.running) {
            world.breaks("forgot " + process + " on " + machine + ", which runs");
        }
        now.put(slot, before.get(slot));
        before.remove(slot);
    }

    /** What is kept up is started again by its host. */
    void die(Slot slot) {
        Process process = in(slot);
        if (process != null && process.running && !process.keptUp) {
            process.running = false;
            process.standby = null;
            process.faulted = true;
        }
    }

    void fallIll(Slot slot) {
        Process process = in(slot);
        if (process != null && process.running) {
            process.ill = true;
            process.faulted = true;
        }
    }

    /** Somebody mends what faults have done to what users are led to. */
    void mend(Slot slot) {
        Process process = in(slot);
        if (process != null && process.faulted) {
            process.running = true;
            process.ill = false;
            process.faulted = false;
            process.keptUp = true;
        }
    }

    /** What stands by is stopped by its host when its time is over. */
    void pass(Instant until) {
        for (Process process : now.values()) {
            if (process != null && process.standby != null && !process.standby.isAfter(until)) {
                process.running = false;
                process.standby = null;
            }
        }
    }

    String shown() {
        StringBuilder text = new StringBuilder();
        for (Slot slot : Slot.values()) {
            Process process = in(slot);
            if (process != null) {
                text.append(slot)
                        .append(' ')
                        .append(process.release)
                        .append(' ')
                        .append(process.owner())
                        .append(' ')
                        .append(process.running)
                        .append(' ')
                        .append(process.standby)
                        .append('\n');
            }
        }
        return text.toString();
    }
}
