package io.jenkins.plugins.bluegreen.port.router;

import java.util.List;
import java.util.Map;

/**
 * What there is of a kind of router on a host.
 *
 * @param runs whether one runs whose configuration was read to its end
 * @param unread why the configuration of another one that runs was not; an empty text where there is none
 * @param found by what those that were read choose a port already
 * @param fresh what an application could be switched by that none of them knows yet
 */
public record Sighting(boolean runs, String unread, List<FoundSwitch> found, Fresh fresh) {

    /** Copies the list. */
    public Sighting {
        found = List.copyOf(found);
    }

    /**
     * What is to be made for an application.
     *
     * @param settings what the form of the router is filled with
     * @param place by what it would be switched, see {@link FoundSwitch#place}
     * @param todo what a person does once, a sentence
     */
    public record Fresh(Map<String, String> settings, String place, String todo) {

        /** Copies the settings. */
        public Fresh {
            settings = Map.copyOf(settings);
        }
    }
}
