package io.jenkins.plugins.bluegreen.port;

/**
 * What something takes on a host's disk.
 *
 * @param bytes how many
 * @param files how many files and directories
 */
public record Space(long bytes, long files) {

    /** What takes none. */
    public static final Space NONE = new Space(0, 0);
}
