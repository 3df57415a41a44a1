package io.jenkins.plugins.bluegreen.router.flag;

import io.jenkins.plugins.bluegreen.port.router.Door;
import java.util.List;
import java.util.Optional;

/**
 * What the configurations of the routers that run on a host say of a flag file.
 *
 * @param goes whether one of them tests for it
 * @param doors where that one can be asked for what it chooses by it, the best first
 * @param against what shows that this is not the application's, to follow the words "goes by ... in"; nothing where all is well or
 *     cannot be told
 * @param evidence what was read, for a reader
 */
public record Followed(Goes goes, List<Door> doors, Optional<String> against, String evidence) {

    /** Whether a router goes by a file. */
    public enum Goes {
        YES,
        NO,
        /** None runs, or one does whose configuration cannot be read, or not to its end. */
        UNKNOWN
    }

    /** Copies the doors. */
    public Followed {
        doors = List.copyOf(doors);
    }

    /** One that goes by it in a way that is not understood further. */
    public static Followed named(String evidence) {
        return new Followed(Goes.YES, List.of(), Optional.empty(), evidence);
    }

    /** One that surely does not, or of which that is not known. */
    public static Followed not(boolean sure, String evidence) {
        return new Followed(sure ? Goes.NO : Goes.UNKNOWN, List.of(), Optional.empty(), evidence);
    }
}
