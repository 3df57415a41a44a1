package io.jenkins.plugins.bluegreen.port.router;

import java.util.Map;
import java.util.Optional;

/**
 * By what a router that runs chooses between two ports already, so that a deployment could go by it.
 *
 * @param site for which requests, as its configuration names them
 * @param by the file and how it goes by that, for a reader
 * @param place what no two applications can be switched by: the file, and what of it where one serves several
 * @param settings what the form of the router is filled with
 * @param blue the port of blue, or the one that is live where only that is told
 * @param green the port of green; nothing where it is not named
 */
public record FoundSwitch(
        String site, String by, String place, Map<String, String> settings, int blue, Optional<Integer> green) {

    /** Copies the settings. */
    public FoundSwitch {
        settings = Map.copyOf(settings);
    }
}
