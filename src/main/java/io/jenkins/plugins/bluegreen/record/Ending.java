package io.jenkins.plugins.bluegreen.record;

import java.time.Duration;
import java.time.Instant;

/**
 * How a deployment ended, or how far it has come.
 *
 * @param state which end it came to
 * @param startedAt when it began
 * @param took how long it took; until now, while it is under way
 * @param sentence what is said of it first; an empty text while it is under way
 * @param evidence what was seen on the hosts, several lines or an empty text
 * @param proof by what it was seen that users are served by the new release, or an empty text
 * @param decidedAt when it had its turn at the hosts and had seen what serves; null where it did not come to that. One that waits for
 *     others may have it after one that began later
 */
public record Ending(
        State state,
        Instant startedAt,
        Duration took,
        String sentence,
        String evidence,
        String proof,
        Instant decidedAt) {

    /** The ends that a deployment can come to. */
    public enum State {
        /** It is under way. */
        RUNNING,
        /** The release serves. */
        DEPLOYED,
        /** The release is healthy, and held without users until it is promoted or discarded. */
        HELD,
        /** A release that was held is discarded. */
        DISCARDED,
        /** It failed; all is as it was before. */
        UNDONE,
        /** It was stopped by an abort; all is as it was before. */
        ABORTED,
        /** Something could not be put back; the evidence says what to do by hand. */
        STUCK,
        /** It was cut off, such as by a kill of Jenkins, and nobody knows here how it ended. */
        CUT_OFF,
        /** It was cut off, and a later deployment brought the hosts into order; the sentence says how. */
        SETTLED
    }

    /** One that did not come so far as to see what serves. */
    public Ending(State state, Instant startedAt, Duration took, String sentence, String evidence, String proof) {
        this(state, startedAt, took, sentence, evidence, proof, null);
    }

    /** Returns when its turn was: what it left was left after what was left by those whose turn was before. */
    Instant turn() {
        return decidedAt == null ? startedAt : decidedAt;
    }

    /** Returns it with another end. */
    public Ending with(State other, String said) {
        return new Ending(other, startedAt, took, said, evidence, proof, decidedAt);
    }

    /** Returns it without the evidence. */
    Ending brief() {
        return new Ending(state, startedAt, took, sentence, "", proof, decidedAt);
    }
}
