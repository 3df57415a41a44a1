package io.jenkins.plugins.bluegreen.model.health;

import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Headers that are sent with a question, by name. Their values may be secrets, and stand in no message. */
public final class Headers {

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** What a connection needs said as it is; anything else would break the question, or the next one. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection", "content-length", "expect", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade");

    private Headers() {}

    /**
     * Reads {@code Name: value} lines.
     *
     * @param field the name of the parameter, for the message
     * @throws PlanException for a line without a colon; the message does not show the line, which may hold a secret
     */
    public static Map<String, String> parse(String field, String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        int number = 0;
        for (String line : (text == null ? "" : text).split("\\R")) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new PlanException("Line " + number + " of " + field + " must read Name: value.");
            }
            headers.put(
                    line.substring(0, colon).trim(), line.substring(colon + 1).trim());
        }
        return headers;
    }

    /**
     * Refuses what cannot be sent.
     *
     * @param field the name of the parameter, for the message
     * @throws PlanException naming the header that cannot be sent
     */
    static void check(String field, Map<String, String> headers) {
        headers.forEach((name, value) -> {
            if (!isName(name)) {
                throw new PlanException("'" + name + "' in " + field + " is no name of an HTTP header.");
            }
            if (OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                throw new PlanException(
                        name + " in " + field + " belongs to the connection, which says it by itself; leave it out.");
            }
            if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c >= 0x7f)) {
                // Beyond ASCII nobody agrees on what arrives (RFC 9110, 5.5).
                throw new PlanException(
                        "The value of " + name + " in " + field + " holds a control character or one beyond ASCII.");
            }
        });
    }

    /** Tells whether it is a token of <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2">RFC 9110</a>. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** Returns the name of the host that is asked for, without a port; nothing where no header says it. */
    public static Optional<String> host(Map<String, String> headers) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Host"))
                .map(header -> header.getValue().replaceFirst(":\\d+$", ""))
                .reduce((first, last) -> last);
    }
}
