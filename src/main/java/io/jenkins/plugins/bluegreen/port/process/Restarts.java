package io.jenkins.plugins.bluegreen.port.process;

import java.io.Serializable;
import java.time.Instant;

/**
 * How often what runs in a slot was started again since its deployment, because it had ended by itself.
 *
 * @param count how often, at least once
 * @param last when it was the last time
 * @param exit with which status it had ended then, for a reader; an empty text where that is not known
 */
public record Restarts(int count, Instant last, String exit) implements Serializable {}
