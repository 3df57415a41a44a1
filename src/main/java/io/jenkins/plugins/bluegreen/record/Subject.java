package io.jenkins.plugins.bluegreen.record;

import io.jenkins.plugins.bluegreen.model.outcome.SlotChange;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.List;

/**
 * What a deployment is about.
 *
 * @param application the application's name
 * @param release the id of the release that was to serve; an empty text where that was not chosen yet
 * @param previous the id of the release that served before; an empty text where none did, or that is unknown
 * @param hosts the application's hosts, as the console names them
 * @param directory its directory on each of them, or an empty text where that is unknown
 * @param to the slot that was deployed to, or null where it did not come to that
 * @param slots which slot serves now, and which one did before
 */
public record Subject(
        String application,
        String release,
        String previous,
        List<String> hosts,
        String directory,
        Slot to,
        SlotChange slots) {

    /** Copies the hosts. */
    public Subject {
        hosts = List.copyOf(hosts);
    }

    /** One whose directory is unknown. */
    public Subject(String application, String release, String previous, List<String> hosts, Slot to, SlotChange slots) {
        this(application, release, previous, hosts, "", to, slots);
    }

    /** Returns it with a release. */
    public Subject of(String chosen) {
        return new Subject(application, chosen, previous, hosts, directory, to, slots);
    }

    /** Returns it with other slots. */
    public Subject with(SlotChange change) {
        return new Subject(application, release, previous, hosts, directory, to, change);
    }
}
