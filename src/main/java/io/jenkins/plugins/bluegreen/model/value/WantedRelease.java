package io.jenkins.plugins.bluegreen.model.value;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release as somebody calls it: by its id, or by the number of the build that deployed it first, where its id was made of that.
 *
 * @param name what may be the id of a release
 */
public record WantedRelease(String name) {

    /** An id that nobody gave: date, time, job and build number. */
    private static final Pattern MADE = Pattern.compile("\\d{8}-\\d{6}-.+-(\\d+)");

    /** @throws PlanException for what can be no id of a release, and so no number of a build either */
    public WantedRelease {
        new Release(name, "any");
    }

    /** Tells whether it means the release of this id. */
    public boolean means(String id) {
        return name.equals(id) || build(id).equals(Optional.of(name));
    }

    /** Returns the number of the build that an id was made of; nothing where somebody gave the id. */
    public static Optional<String> build(String id) {
        Matcher made = MADE.matcher(id);
        return made.matches() ? Optional.of(made.group(1)) : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
