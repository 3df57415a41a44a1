package io.jenkins.plugins.bluegreen.model.value;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release as somebody calls it: by its id, or by the number of the build that deployed it.
 *
 * @param name what may be the id of a release, or a number
 */
public record WantedRelease(String name) {

    /** An id that nobody gave: date, time, job and build number. */
    private static final Pattern MADE = Pattern.compile("\\d{8}-\\d{6}-.+-(\\d+)");

    /** @throws PlanException for what can be neither */
    public WantedRelease {
        new Release(name, "any");
    }

    /**
     * Tells whether it means a release.
     *
     * @param id its id
     * @param build the build that deployed it, such as {@code shop #42}; an empty text where that is not known, and only its id may tell
     */
    public boolean means(String id, String build) {
        return name.equals(id) || (build.isEmpty() ? number(id).equals(Optional.of(name)) : build.endsWith("#" + name));
    }

    private static Optional<String> number(String id) {
        Matcher made = MADE.matcher(id);
        return made.matches() ? Optional.of(made.group(1)) : Optional.empty();
    }

    @Override
    public String toString() {
        return name;
    }
}
