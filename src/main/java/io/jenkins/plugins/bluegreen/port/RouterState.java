package io.jenkins.plugins.bluegreen.port;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.util.Optional;

/**
 * What the proxy serves.
 *
 * @param live the slot, or nothing where there is nothing yet to say so
 * @param source the file that says so, with what it says
 * @param content the file's bytes as Base64, or null where there is no file
 * @param stale whether the running nginx has not read the file since it was changed
 * @param unseen whether that cannot be told, since no worker of that nginx can be seen
 */
public record RouterState(Optional<Slot> live, String source, String content, boolean stale, boolean unseen) {}
