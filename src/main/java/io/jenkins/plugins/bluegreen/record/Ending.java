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
 */
public record Ending(State state, Instant startedAt, Duration took, String sentence, String evidence, String proof) {

    /** The ends that a deployment can come to. */
    public enum State {
        /** It is under way. */
        RUNNING,
        /** The release serves. */
        DEPLOYED,
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

    /** Returns it without the evidence. */
    Ending brief() {
        return new Ending(state, startedAt, took, sentence, "", proof);
    }
}
