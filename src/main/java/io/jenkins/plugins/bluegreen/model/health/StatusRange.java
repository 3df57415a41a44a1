package io.jenkins.plugins.bluegreen.model.health;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The HTTP status codes that count as healthy.
 *
 * @param first the lowest, 100 to 599
 * @param last the highest, not below it
 */
public record StatusRange(int first, int last) implements Serializable {

    /** 200 to 299: a redirect is not healthy, since it may lead anywhere. */
    public static final String DEFAULT = "200-299";

    private static final Pattern FORM = Pattern.compile("\\s*([1-5]\\d\\d)\\s*(?:-\\s*([1-5]\\d\\d)\\s*)?");

    /** @throws PlanException if nothing lies between the two */
    public StatusRange {
        if (last < first) {
            throw new PlanException("healthCheck.status is " + first + "-" + last + "; the lower code stands first.");
        }
    }

    /**
     * Reads {@code 200} or {@code 200-299}.
     *
     * @throws PlanException for any other text
     */
    public static StatusRange parse(String text) {
        Matcher m = FORM.matcher(text == null ? "" : text);
        if (!m.matches()) {
            throw new PlanException("healthCheck.status is '" + text + "'; write one code (200) or a range (200-299).");
        }
        int first = Integer.parseInt(m.group(1));
        return new StatusRange(first, m.group(2) == null ? first : Integer.parseInt(m.group(2)));
    }

    /** Tells whether a status code counts as healthy. */
    public boolean contains(int status) {
        return first <= status && status <= last;
    }

    @Override
    public String toString() {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
