package io.jenkins.plugins.bluegreen.port.process;

import java.io.Serializable;

/**
 * Who listens on a port of a host.
 *
 * @param kind whether it is what was started in the slot
 * @param who for a stranger what is known of it, for a reader; otherwise an empty text
 */
public record Listener(Kind kind, String who) implements Serializable {

    /** Nobody listens. */
    public static final Listener NONE = new Listener(Kind.NONE, "");

    /** What was started in the slot listens, and nobody else. */
    public static final Listener OWN = new Listener(Kind.OWN, "");

    /** Whether it is what was started in the slot. */
    public enum Kind {
        /** Nobody listens. */
        NONE,
        /** All that listen are of what was started in the slot. */
        OWN,
        /** Somebody else does, or may. */
        STRANGER
    }

    /**
     * Returns somebody who was not started in the slot.
     *
     * @param who what is known of it; where that is no more than whose it is, such as {@code of root}, it is a process of them
     */
    public static Listener stranger(String who) {
        return new Listener(Kind.STRANGER, who.startsWith("of ") ? "a process " + who : who);
    }

    /** Tells whether nobody listens. */
    public boolean none() {
        return kind == Kind.NONE;
    }

    /** Tells whether somebody else listens than what was started in the slot. */
    public boolean stranger() {
        return kind == Kind.STRANGER;
    }
}
