package io.jenkins.plugins.bluegreen.record;

import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.List;

/**
 * What a deployment is about.
 *
 * @param application the application's name
 * @param release the id of the release that was to serve
 * @param previous the id of the release that served before; an empty text where none did, or that is unknown
 * @param hosts the application's hosts, as the console names them
 * @param to the slot that was deployed to, or null where it did not come to that
 * @param slots which slot serves now, and which one did before
 */
public record Subject(
        String application, String release, String previous, List<String> hosts, Slot to, SlotChange slots) {

    /** Copies the hosts. */
    public Subject {
        hosts = List.copyOf(hosts);
    }
}
