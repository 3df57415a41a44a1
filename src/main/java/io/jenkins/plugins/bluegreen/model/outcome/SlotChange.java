package io.jenkins.plugins.bluegreen.model.outcome;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.Serializable;
import java.time.Instant;

/**
 * Which slot serves, and which one did before.
 *
 * @param live the slot that serves now, or null where that is unknown or none does
 * @param livePort its port, or 0
 * @param previous the slot that served before, or null where none did, or that is unknown
 * @param previousPort its port, or 0
 * @param standbyUntil until when what served before stays as a standby, or null where it does not
 */
public record SlotChange(Slot live, int livePort, Slot previous, int previousPort, Instant standbyUntil)
        implements Serializable {

    /** One that leaves no standby. */
    public SlotChange(Slot live, int livePort, Slot previous, int previousPort) {
        this(live, livePort, previous, previousPort, null);
    }

    /** Returns the change between slots with these ports; each slot may be null. */
    public static SlotChange of(SlotPair ports, Slot live, Slot previous) {
        return new SlotChange(live, port(ports, live), previous, port(ports, previous));
    }

    /** Returns the same change, by which what served before stays so long; null for not at all. */
    public SlotChange standingBy(Instant until) {
        return new SlotChange(live, livePort, previous, previousPort, until);
    }

    private static int port(SlotPair ports, Slot slot) {
        return slot == null ? 0 : ports.port(slot);
    }
}
