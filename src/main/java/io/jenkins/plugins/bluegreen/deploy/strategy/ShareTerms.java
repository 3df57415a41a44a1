package io.jenkins.plugins.bluegreen.deploy.strategy;

import io.jenkins.plugins.bluegreen.deploy.judge.Judge;
import java.io.Serializable;
import java.time.Duration;

/**
 * How a share of the clients is judged that is led to a new release.
 *
 * @param every for how long
 * @param judge by what
 * @param tooFew what becomes of one that cannot be judged
 * @param onFailure what becomes of one that is bad
 */
public record ShareTerms(Duration every, Judge judge, TooFew tooFew, OnFailure onFailure) implements Serializable {

    /** What becomes of a share that had too few requests to be judged. */
    public enum TooFew {
        /** It is waited for more. */
        WAIT,
        /** It counts as good. */
        PROMOTE,
        /** It counts as bad. */
        STOP
    }

    /** What becomes of a share that is bad. */
    public enum OnFailure {
        /** All clients are led to the release that is live, as after any failure. */
        UNDO,
        /** It stays as it is, for people to look at. */
        HOLD
    }
}
