package io.jenkins.plugins.bluegreen.deploy.state;

import io.jenkins.plugins.bluegreen.deploy.journal.Journal;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.process.Listener;
import io.jenkins.plugins.bluegreen.port.process.SlotState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What was found on one host of the application before anything was changed.
 *
 * @param host the host's name
 * @param slots what there is in each slot
 * @param journal that of a deployment which did not come to its end
 */
public record HostState(String host, Map<Slot, SlotState> slots, Optional<Journal> journal) {

    /** Copies the slots. */
    public HostState {
        slots = Map.copyOf(slots);
    }

    /** Tells whether a process that the plugin started runs in the slot. */
    public boolean running(Slot slot) {
        return slots.get(slot).running();
    }

    /** Tells whether the plugin ever started a release in the slot. */
    boolean known(Slot slot) {
        return slots.get(slot).release().isPresent();
    }

    /** Returns the release that was last started in the slot. */
    public Optional<String> release(Slot slot) {
        return slots.get(slot).release();
    }

    /** Returns the deployment that last started something in the slot. */
    public Optional<String> deployment(Slot slot) {
        return slots.get(slot).deployment();
    }

    /** Returns the port on which something was last started in the slot, where that is known. */
    Optional<Integer> port(Slot slot) {
        return slots.get(slot).port();
    }

    /** Returns until when what runs in the slot stays as a standby, where it is one. */
    public Optional<Instant> standby(Slot slot) {
        return slots.get(slot).standby();
    }

    /** Tells whether anybody listens on the slot's port. */
    public boolean listening(Slot slot) {
        return !listener(slot).none();
    }

    /** Tells whether a process that the plugin started runs in the slot, and a request gets that far: one that is started again and again runs. */
    public boolean serves(Slot slot) {
        return running(slot) && listening(slot);
    }

    /** Returns who listens on the slot's port, if it is not what the plugin started there. */
    public Optional<String> stranger(Slot slot) {
        return listener(slot).stranger() ? Optional.of(listener(slot).who()) : Optional.empty();
    }

    /** Returns the release that the plugin started in the slot, where it runs, and nobody but it listens there. */
    Optional<String> serving(Slot slot) {
        boolean own = running(slot) && listening(slot) && stranger(slot).isEmpty();
        return own ? release(slot) : Optional.empty();
    }

    /** Tells whether a deployment that has begun here is still what its journal said, so that nobody has settled it since. */
    boolean stillOf(Journal begun) {
        return journal.map(now -> now.deployment().equals(begun.deployment())).orElse(startedBy(begun));
    }

    /** Tells whether what a deployment started in its slot runs there. */
    public boolean startedBy(Journal begun) {
        return running(begun.slot()) && deployment(begun.slot()).equals(Optional.of(begun.deployment()));
    }

    /** Returns a slot's facts in a few words, for the table of a refusal. */
    public String describe(Slot slot) {
        String process = slots.get(slot)
                .process()
                .map(pid -> "release " + release(slot).orElse("?") + " runs as pid " + pid
                        + port(slot).map(port -> " on port " + port).orElse(""))
                .orElse(known(slot) ? "release " + release(slot).orElse("?") + " is gone" : "never used");
        String port =
                listening(slot) ? stranger(slot).map(s -> ", port held by " + s).orElse(", listens") : ", port free";
        return process + port;
    }

    private Listener listener(Slot slot) {
        return slots.get(slot).listener();
    }
}
