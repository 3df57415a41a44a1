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
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** @throws PlanException naming the field that is wrong */
    public HealthRequest {
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new PlanException("healthCheck.scheme is '" + scheme + "'; it is http or https.");
        }
        checkPath("healthCheck.path", path);
        headers.forEach((name, value) -> {
            if (!isHeaderName(name)) {
                throw new PlanException("'" + name + "' in healthCheck.headers is no name of an HTTP header.");
            }
            if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c >= 0x7f)) {
                // Beyond ASCII nobody agrees on what arrives (RFC 9110, 5.5).
                throw new PlanException("The value of " + name
                        + " in healthCheck.headers holds a control character or one beyond ASCII.");
            }
        });
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

    /**
     * Reads {@code Name: value} lines.
     *
     * @throws PlanException for a line without a colon; the message does not show the line, which may hold a secret
     */
    public static Map<String, String> parseHeaders(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        int number = 0;
        for (String line : (text == null ? "" : text).split("\\R")) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new PlanException("Line " + number + " of healthCheck.headers must read Name: value.");
            }
            headers.put(
                    line.substring(0, colon).trim(), line.substring(colon + 1).trim());
        }
        return headers;
    }

    /** Tells whether it is a token of <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110</a>. */
    static boolean isHeaderName(String name) {
        return HEADER.matcher(name).matches();
    }

    /** Leaves the headers' values out: they may be secrets. */
    @Override
    public String toString() {
        return scheme + ", port=" + portOffset + ", " + path + ", headers=" + headers.keySet();
    }
}
