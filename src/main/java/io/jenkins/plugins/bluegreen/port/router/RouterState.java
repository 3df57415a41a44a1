package io.jenkins.plugins.bluegreen.port.router;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.List;
import java.util.Optional;

/**
 * What a router serves.
 *
 * @param live the slot, or nothing where there is nothing yet to say so
 * @param source what says so, for a reader: a file, with what it says
 * @param snapshot by which {@link TrafficRouter#restore} brings this back; means nothing to anybody else; may be null
 * @param stale whether the running router may serve otherwise than the source says
 * @param unseen whether that cannot be told
 * @param doors where it can be asked, the best first; none where that was not looked for or is not known
 * @param share how much of the clients it leads to the other slot nevertheless, in per cent; mostly 0
 * @param preview whether anything is there yet that led, or leads, who sends a token to a slot; see {@link PreviewRouter}
 */
public record RouterState(
        Optional<Slot> live,
        String source,
        String snapshot,
        boolean stale,
        boolean unseen,
        List<Door> doors,
        int share,
        boolean preview) {

    /** Copies the doors. */
    public RouterState {
        doors = List.copyOf(doors);
    }

    /** One of which it is not known where it can be asked. */
    public RouterState(Optional<Slot> live, String source, String snapshot, boolean stale, boolean unseen) {
        this(live, source, snapshot, stale, unseen, List.of(), 0, false);
    }

    /** Returns the same with the doors where it can be asked. */
    public RouterState with(List<Door> found) {
        return new RouterState(live, source, snapshot, stale, unseen, found, share, preview);
    }

    /**
     * Returns the same where a share of the clients is led to the other slot.
     *
     * @param percent how much
     * @param why what says so, behind the source
     */
    public RouterState leading(int percent, String why) {
        return new RouterState(live, source + why, snapshot, stale, unseen, doors, percent, preview);
    }

    /** Returns the same where something of a preview is there. */
    public RouterState previewing() {
        return new RouterState(live, source, snapshot, stale, unseen, doors, share, true);
    }

    /** Tells whether a request may come to a slot. */
    public boolean mayLeadTo(Slot slot) {
        return stale || live.isPresent() && (share > 0 || live.get() == slot);
    }
}
