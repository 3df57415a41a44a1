package io.jenkins.plugins.bluegreen.model.health;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.Serializable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which answer is healthy.
 *
 * @param status which status codes
 * @param body a regular expression that must be found in the first 64 KiB of the body, or an empty text
 * @param release where the answer must say that it comes from the new release
 */
public record HealthyAnswer(StatusRange status, String body, ReleaseMark release) implements Serializable {

    /** Any whole answer but an error. The pattern matches every body, and has it read. */
    static final HealthyAnswer NO_ERROR = new HealthyAnswer(StatusRange.parse("200-399"), "$", ReleaseMark.NONE);

    /** @throws PlanException for what is no regular expression, with the place of the fault */
    public HealthyAnswer {
        try {
            Pattern.compile(body);
        } catch (PatternSyntaxException e) {
            throw new PlanException("healthCheck.body is no regular expression: " + e.getDescription() + " near index "
                    + e.getIndex() + " of '" + body + "'.");
        }
    }
}
