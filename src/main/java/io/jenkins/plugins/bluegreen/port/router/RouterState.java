package io.jenkins.plugins.bluegreen.port.router;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.Optional;

/**
 * What a router serves.
 *
 * @param live the slot, or nothing where there is nothing yet to say so
 * @param source what says so, for a reader: a file, with what it says
 * @param snapshot by which {@link TrafficRouter#restore} brings this back; means nothing to anybody else; may be null
 * @param stale whether the running router may serve otherwise than the source says
 * @param unseen whether that cannot be told
 */
public record RouterState(Optional<Slot> live, String source, String snapshot, boolean stale, boolean unseen) {}
