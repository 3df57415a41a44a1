package io.jenkins.plugins.bluegreen.model.health;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What is asked of the new release when it is healthy, before traffic goes to it, so that its first users find caches filled
 * and code compiled.
 *
 * @param paths each with its query, beginning with {@code /}; none for no warm-up
 * @param time how long it is asked
 */
public record WarmUp(List<String> paths, Duration time) implements Serializable {

    /** Nothing is asked. */
    public static final WarmUp NONE = new WarmUp(List.of(), Duration.ZERO);

    /** @throws PlanException for what is no path */
    public WarmUp {
        paths = List.copyOf(paths);
        paths.forEach(path -> HealthRequest.checkPath("warmUp", path));
    }

    /** Reads paths that are separated by white space. */
    public static List<String> parse(String text) {
        return text == null || text.isBlank()
                ? List.of()
                : Arrays.asList(text.strip().split("\\s+"));
    }

    /** Tells whether anything is asked. */
    public boolean asked() {
        return !paths.isEmpty() && !time.isZero();
    }
}
