package io.jenkins.plugins.bluegreen.model.value;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * The name of an application: 1 to 64 letters, digits, dots, underscores and hyphens, beginning with a letter or digit.
 *
 * @param value the name
 */
public record ApplicationName(String value) implements Serializable {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** @throws PlanException for any other text */
    public ApplicationName {
        if (value == null || !FORM.matcher(value).matches()) {
            throw new PlanException("The application name '" + value
                    + "' must be 1 to 64 letters, digits, '.', '_' or '-', beginning with a letter or a digit.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
