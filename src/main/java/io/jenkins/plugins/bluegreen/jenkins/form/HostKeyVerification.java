package io.jenkins.plugins.bluegreen.jenkins.form;

import io.jenkins.plugins.bluegreen.jenkins.field.Guess;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.List;
import java.util.stream.Stream;

/** What is done about a host whose key is not known. A key that differs from a known one is always refused. */
public enum HostKeyVerification {
    /** The host is refused. */
    STRICT("strict"),
    /** Its key is taken as it comes, and stored: from then on it is the known one. */
    ACCEPT_FIRST_CONNECTION("acceptFirstConnection");

    private final String label;

    HostKeyVerification(String label) {
        this.label = label;
    }

    /** Returns the name by which it is chosen. */
    public String label() {
        return label;
    }

    /**
     * Reads a name; null stands for the default.
     *
     * @throws PlanException for any other text
     */
    public static HostKeyVerification parse(String name) {
        List<String> known = Stream.of(values()).map(HostKeyVerification::label).toList();
        if (name == null) {
            return STRICT;
        }
        if (!known.contains(name)) {
            // Never a guess at what trusts more than may have been meant.
            String guess = Guess.among(List.of(STRICT.label), name);
            throw new PlanException("hostKeyVerification is '" + name + "'; it is one of " + String.join(", ", known)
                    + (guess.isEmpty() ? "." : guess));
        }
        return values()[known.indexOf(name)];
    }
}
