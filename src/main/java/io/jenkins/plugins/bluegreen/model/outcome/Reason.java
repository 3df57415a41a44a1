package io.jenkins.plugins.bluegreen.model.outcome;

import java.io.Serializable;

/**
 * What is said of how a deployment ended.
 *
 * @param sentence for a success the state reached, otherwise what failed, why, and what state resulted
 * @param evidence what was seen on the host, to stand under the sentence: several lines, or an empty text
 */
public record Reason(String sentence, String evidence) implements Serializable {}
