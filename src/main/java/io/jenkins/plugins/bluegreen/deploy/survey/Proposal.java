package io.jenkins.plugins.bluegreen.deploy.survey;

import io.jenkins.plugins.bluegreen.deploy.Finding;
import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was found on a host, and what a form could be filled with because of that.
 *
 * @param finding what was found
 * @param values what to fill in, by the names of the fields; none where nothing follows
 * @param sure whether it can be filled in without asking: otherwise somebody has to agree, who knows more
 */
public record Proposal(Finding finding, Map<String, String> values, boolean sure) implements Serializable {

    /** Copies the values. */
    public Proposal {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** Returns one of which nothing follows. */
    public static Proposal of(Finding finding) {
        return new Proposal(finding, Map.of(), true);
    }
}
