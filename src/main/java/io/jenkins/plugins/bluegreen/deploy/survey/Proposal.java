package io.jenkins.plugins.bluegreen.deploy.survey;

import io.jenkins.plugins.bluegreen.deploy.Finding;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was found on a host, and what a form could be filled with because of that.
 *
 * @param finding what was found
 * @param values what to fill in, by the names of the fields; none where nothing follows
 * @param confirmed whether somebody has to agree first, who compares it with what is known from elsewhere
 */
public record Proposal(Finding finding, Map<String, String> values, boolean confirmed) implements Serializable {

    /** Copies the values. */
    public Proposal {
        values = new TreeMap<>(values);
    }

    /** Returns one of which nothing follows. */
    public static Proposal of(Finding finding) {
        return new Proposal(finding, Map.of(), false);
    }
}
