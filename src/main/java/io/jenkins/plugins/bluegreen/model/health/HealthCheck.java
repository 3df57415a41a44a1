package io.jenkins.plugins.bluegreen.model.health;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What is asked of a slot to know that it is healthy, and which answer counts.
 *
 * @param scheme {@code http} or {@code https}; over https the certificate is not verified, since the question goes
 *     through SSH to the host's own loopback address
 * @param port where to ask, or 0 for the slot's own port
 * @param path the path and query, beginning with {@code /}
 * @param headers sent with the question
 * @param status which status codes are healthy
 * @param body a regular expression that must be found in the first 64 KiB of the body, or an empty text
 * @param expectRelease where the answer must say that it comes from the new release
 * @param successes how many healthy answers in a row are asked for, 1 to 100
 * @param timeout how long one question may take
 * @param pace when it is asked
 */
public record HealthCheck(
        String scheme,
        int port,
        String path,
        Map<String, String> headers,
        StatusRange status,
        String body,
        ReleaseMark expectRelease,
        int successes,
        Duration timeout,
        Pace pace)
        implements Serializable {

    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final StatusRange NO_ERROR = StatusRange.parse("200-399");

    /** Matches every body, and has it read. */
    private static final String ANY_BODY = "$";

    /** @throws PlanException naming the field that is wrong */
    public HealthCheck {
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new PlanException("healthCheck.scheme is '" + scheme + "'; it is http or https.");
        }
        if (port != 0) {
            SlotPair.checkPort("healthCheck.port", port);
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
        checkPattern(body);
        if (successes < 1 || successes > 100) {
            throw new PlanException("healthCheck.successes is " + successes + "; it is a number from 1 to 100.");
        }
        if (timeout.isZero()) {
            throw new PlanException("healthCheck.timeout is 0; one question needs some time, such as 5s.");
        }
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

    /** Returns the question for another page of the same application, on the slot's own port; any whole answer but an error counts. */
    public HealthCheck page(String other) {
        return new HealthCheck(scheme, 0, other, headers, NO_ERROR, ANY_BODY, ReleaseMark.NONE, 1, timeout, pace);
    }

    /**
     * Refuses what is no regular expression.
     *
     * @throws PlanException with the place of the fault
     */
    public static void checkPattern(String body) {
        try {
            Pattern.compile(body);
        } catch (PatternSyntaxException e) {
            throw new PlanException("healthCheck.body is no regular expression: " + e.getDescription() + " near index "
                    + e.getIndex() + " of '" + body + "'.");
        }
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

    /** Returns where a slot's question goes. */
    public int portFor(int slotPort) {
        return port == 0 ? slotPort : port;
    }

    /** Leaves the headers' values out: they may be secrets. */
    @Override
    public String toString() {
        return "HealthCheck[" + scheme + ", port=" + port + ", " + path + ", headers=" + headers.keySet() + "]";
    }
}
