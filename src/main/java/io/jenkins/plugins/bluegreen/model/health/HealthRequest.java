package io.jenkins.plugins.bluegreen.model.health;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a slot is asked.
 *
 * @param scheme {@code http} or {@code https}; over https the certificate is not verified, since the question goes
 *     through SSH to the host's own loopback address
 * @param portOffset how far from the slot's port to ask, -65534 to 65534; 0 for the slot's own port
 * @param path the path and query, beginning with {@code /}
 * @param headers sent with the question
 */
public record HealthRequest(String scheme, int portOffset, String path, Map<String, String> headers)
        implements Serializable {

    private static final Pattern OFFSET = Pattern.compile("[+-][0-9]{1,5}");

    /** @throws PlanException naming the field that is wrong */
    public HealthRequest {
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new PlanException("healthCheck.scheme is '" + scheme + "'; it is http or https.");
        }
        checkPath("healthCheck.path", path);
        Headers.check("healthCheck.headers", headers);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /**
     * Refuses what cannot be asked for.
     *
     * @param field the name of the parameter, for the message
     * @throws PlanException saying what a path is
     */
    static void checkPath(String field, String path) {
        if (path == null || !path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            throw new PlanException(field + " is '" + path
                    + "'; it begins with '/' and holds no spaces and no characters beyond ASCII (escape them as %xx).");
        }
    }

    /**
     * Reads how far from a slot's port to ask, such as {@code +1000}.
     *
     * @return 0 for no text
     * @throws PlanException for anything without a sign: one port cannot be that of both slots, which run at once
     */
    public static int parseOffset(String text) {
        if (text != null && !OFFSET.matcher(text).matches()) {
            throw new PlanException("healthCheck.port is '" + text
                    + "'; it is how far from the slot's port, such as +1000, since both slots run at once during a deployment"
                    + " and no port can be that of both.");
        }
        return text == null ? 0 : Integer.parseInt(text);
    }

    /** Returns the same question for another page, on the slot's own port. */
    HealthRequest page(String other) {
        return new HealthRequest(scheme, 0, other, headers);
    }

    /** Leaves the headers' values out: they may be secrets. */
    @Override
    public String toString() {
        return scheme + ", port=" + portOffset + ", " + path + ", headers=" + headers.keySet();
    }
}
