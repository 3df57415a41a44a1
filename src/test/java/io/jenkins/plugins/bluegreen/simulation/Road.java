package io.jenkins.plugins.bluegreen.simulation;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A router: what its file says, and where it leads users in truth. */
final class Road {

    final Machine at;
    private final List<Machine> to;
    private final World world;
    private Slot file;
    private int share;
    private Slot leads = Slot.BLUE;
    private int leadsShare;
    private boolean deaf;
    private boolean everSwitched;
    private long changedAt;
    private Slot proven;
    private int next;

    Road(Machine at, List<Machine> to) {
        this.at = at;
        this.to = List.copyOf(to);
        this.world = at.world;
    }

    /** The next switch is not followed, there or back. */
    void goDeaf() {
        deaf = true;
    }

    Slot leads() {
        return leads;
    }

    int share() {
        return leadsShare;
    }

    boolean everSwitched() {
        return everSwitched;
    }

    /** Returns since when it leads where it leads. */
    long changedAt() {
        return changedAt;
    }

    boolean leadsTo(Machine machine) {
        return to.size() > 1 || to.get(0) == machine;
    }

    /** Tells whether it leads any users to a slot. */
    boolean mayLeadTo(Slot slot) {
        return leads == slot || leadsShare > 0;
    }

    /** Tells whether a question through it was seen to reach a slot since it leads where it does. */
    boolean provenFor(Slot slot) {
        return proven == slot && leads == slot;
    }

    void switchTo(Slot slot) {
        file = slot;
        share = 0;
        listen();
    }

    /** Follows, but where it is deaf. */
    private void listen() {
        if (deaf) {
            deaf = false;
            world.tell(this + " does not follow");
        } else {
            follow();
        }
    }

    void lead(int percent) {
        share = percent;
        follow();
    }

    /** @param before the slot's name, or an empty text for no file */
    void restore(String before) {
        file = before.isEmpty() ? null : Slot.valueOf(before);
        share = 0;
        listen();
    }

    /** Goes by its file. */
    void follow() {
        Slot wanted = file == null ? Slot.BLUE : file;
        if (wanted == leads && share == leadsShare) {
            return;
        }
        leads = wanted;
        leadsShare = share;
        everSwitched = true;
        changedAt = world.call();
        proven = null;
        arrive(leads);
        if (leadsShare > 0) {
            arrive(leads.other());
        }
    }

    private void arrive(Slot slot) {
        for (Machine machine : to) {
            Process process = machine.slots.in(slot);
            boolean fallen = machine.gone() || process != null && process.faulted;
            if (!fallen && !machine.slots.runs(slot)) {
                world.breaks(this + " was made to lead users to " + slot + " on " + machine + ", where "
                        + (process == null ? "nothing ever ran" : process.toString()));
            }
            if (process != null) {
                process.served = true;
            }
        }
    }

    /** Begins where a deployment has led it. */
    void begin(Slot slot) {
        restore(slot.name());
        proven = slot;
        everSwitched = true;
        arrive(slot);
    }

    /** Asks through it, and returns the status. */
    int ask() {
        for (int i = 0; i < to.size(); i++) {
            Machine machine = to.get(next++ % to.size());
            if (!machine.gone() && machine.slots.runs(leads)) {
                machine.connections.come(leads, at);
                proven = leads;
                return machine.slots.in(leads).ill ? 500 : 200;
            }
        }
        return 502;
    }

    /** Returns of how many hosts those of a slot do not answer well. */
    long ill(Slot slot) {
        return to.stream()
                .filter(machine -> machine.gone()
                        || machine.slots.in(slot) == null
                        || !machine.slots.in(slot).well())
                .count();
    }

    int size() {
        return to.size();
    }

    /** Returns the releases that users may come to. */
    List<String> releases() {
        List<String> releases = new ArrayList<>();
        for (Machine machine : to) {
            if (!machine.gone()) {
                for (Slot slot : leadsShare > 0 ? List.of(leads, leads.other()) : List.of(leads)) {
                    releases.add(Optional.ofNullable(machine.slots.in(slot))
                            .map(process -> process.release)
                            .orElse("none"));
                }
            }
        }
        return releases.stream().distinct().toList();
    }

    String shown() {
        return "live=" + (file == null ? "" : file) + "\nshare=" + share + "\n";
    }

    @Override
    public String toString() {
        return "the router on " + at;
    }
}
