package io.jenkins.plugins.bluegreen.deploy.status;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import java.io.Serializable;
import java.util.function.UnaryOperator;

/**
 * What was found of a router on a host of its own.
 *
 * @param kind what it is called
 * @param host its host's name
 * @param unknown why nothing of it is known; an empty text where it was looked at
 * @param live the slot that it leads to, or null
 * @param source what says so
 */
public record RouterStatus(String kind, String host, String unknown, Slot live, String source) implements Serializable {

    /** Returns the same with all that was said on a host in other words, such as without secrets. */
    RouterStatus in(UnaryOperator<String> words) {
        return new RouterStatus(kind, host, words.apply(unknown), live, words.apply(source));
    }
}
