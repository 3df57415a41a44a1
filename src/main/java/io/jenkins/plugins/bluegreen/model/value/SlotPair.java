package io.jenkins.plugins.bluegreen.model.value;

import java.io.Serializable;
import java.util.Optional;

/**
 * The two TCP ports of an application, the same on each of its hosts.
 *
 * @param blue the port of the blue slot, 1 to 65535
 * @param green the port of the green slot, 1 to 65535, another one
 */
public record SlotPair(int blue, int green) implements Serializable {

    /** The highest number that a TCP port can have. */
    public static final int HIGHEST = 65535;

    /** @throws PlanException for a port out of range, or twice the same */
    public SlotPair {
        checkPort("bluePort", blue);
        checkPort("greenPort", green);
        if (blue == green) {
            throw new PlanException(
                    "bluePort and greenPort are both " + blue + "; the two slots need ports of their own.");
        }
    }

    /**
     * Refuses what is no TCP port.
     *
     * @throws PlanException naming the field
     */
    public static void checkPort(String field, int port) {
        if (port < 1 || port > HIGHEST) {
            throw new PlanException(field + " is " + port + "; a port is a number from 1 to " + HIGHEST + ".");
        }
    }

    /** Returns the port of a slot. */
    public int port(Slot slot) {
        return slot == Slot.BLUE ? blue : green;
    }

    /** Returns the slot with this port, if it is one of the two. */
    public Optional<Slot> slotOf(int port) {
        return port == blue ? Optional.of(Slot.BLUE) : port == green ? Optional.of(Slot.GREEN) : Optional.empty();
    }
}
