package io.jenkins.plugins.bluegreen.model.health;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * Where an answer says which release it comes from: in a header, or in a JSON body. The application gets the id in the variable
 * {@code RELEASE}.
 *
 * @param place the name of a response header; or a JSON pointer, which begins with {@code /}
 *     (<a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>); or an empty text, where no answer is asked to say it
 */
public record ReleaseMark(String place) implements Serializable {

    // RFC 6901, 3: "~" is only followed by 0 or 1.
    private static final Pattern POINTER = Pattern.compile("/(?:[^~\\p{Cntrl}]|~[01])+");

    /** Does not ask. */
    public static final ReleaseMark NONE = new ReleaseMark("");

    /** @throws PlanException if the place is neither */
    public ReleaseMark {
        if (place.startsWith("/") ? !POINTER.matcher(place).matches() : !place.isEmpty() && !Headers.isName(place)) {
            throw new PlanException("healthCheck.expectRelease is '" + place
                    + "'; it is the name of a response header, such as X-Release, or a pointer into a JSON body, such as"
                    + " /build/release.");
        }
    }

    /** Tells whether an answer has to say its release. */
    public boolean asked() {
        return !place.isEmpty();
    }

    /** Tells whether the body says it. */
    public boolean inBody() {
        return place.startsWith("/");
    }
}
