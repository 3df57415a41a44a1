package io.jenkins.plugins.bluegreen.jenkins.plan;

import io.jenkins.plugins.bluegreen.model.health.Headers;
import io.jenkins.plugins.bluegreen.model.value.PlanException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headers of a parameter. {@code $NAME} and <code>${NAME}</code> in a value stand for a variable of the build, wherever the lines
 * were written: so a secret is in no configuration, and put in where nothing is saved. Each value is read once, so that what a variable
 * holds is not looked at again, and can hold no further line.
 *
 * @param field the name of the parameter
 * @param text {@code Name: value} lines, or null
 * @param expand replaces what else a job's texts may hold
 * @param variables returns the value of a variable of the build, or null if it has none of that name
 */
record HeaderLines(String field, String text, UnaryOperator<String> expand, UnaryOperator<String> variables) {

    /** Two dollar signs stand for one. */
    private static final Pattern DOLLAR = Pattern.compile("\\$(?:\\$|([A-Za-z_]\\w*)|\\{([A-Za-z_]\\w*)})");

    /** The encoded form holds no colon (RFC 7617, 2), so this is a name and a password as they are. */
    private static final Pattern PLAIN_LOGIN = Pattern.compile("(?i:basic)\\s+([^:]*:.*)");

    /** @throws PlanException for a line that is no header, or a variable that there is not */
    Map<String, String> make() {
        Map<String, String> headers = new LinkedHashMap<>();
        Headers.parse(field, text).forEach((name, value) -> headers.put(name, sent(replaced(value))));
        return headers;
    }

    /** Returns those that the build has all variables for. */
    Map<String, String> known() {
        Map<String, String> headers = new LinkedHashMap<>();
        Headers.parse(field, text).forEach((name, value) -> {
            boolean all = DOLLAR.matcher(value)
                    .results()
                    .map(HeaderLines::name)
                    .filter(Objects::nonNull)
                    .map(variables)
                    .allMatch(held -> held != null && !held.isEmpty());
            if (all) {
                headers.put(name, sent(replaced(value)));
            }
        });
        return headers;
    }

    /** Returns what nothing that is printed may show: what variables hold, and as what it is sent. */
    Set<String> secrets() {
        Set<String> secrets = new LinkedHashSet<>();
        Headers.parse(field, text).forEach((name, value) -> {
            List<String> held = DOLLAR.matcher(value)
                    .results()
                    .map(HeaderLines::name)
                    .filter(each -> each != null && variables.apply(each) != null)
                    .map(variables)
                    .toList();
            // The name of a site is none, and stands in what is said of it.
            if (!held.isEmpty() && !name.equalsIgnoreCase("Host")) {
                secrets.addAll(held);
                secrets.add(sent(replaced(value)).replaceFirst("^Basic ", ""));
            }
        });
        return secrets;
    }

    /** Returns the value as it is sent: of {@code Basic name:password}, what stands behind the blank is encoded. */
    static String sent(String value) {
        Matcher login = PLAIN_LOGIN.matcher(value);
        return login.matches()
                ? "Basic " + Base64.getEncoder().encodeToString(login.group(1).getBytes(StandardCharsets.UTF_8))
                : value;
    }

    private String replaced(String value) {
        StringBuilder result = new StringBuilder();
        Matcher m = DOLLAR.matcher(value);
        int from = 0;
        while (m.find()) {
            result.append(expand.apply(value.substring(from, m.start()))).append(replacement(m.toMatchResult()));
            from = m.end();
        }
        return result.append(expand.apply(value.substring(from))).toString();
    }

    private String replacement(MatchResult found) {
        String name = name(found);
        if (name == null) {
            return "$";
        }
        String value = variables.apply(name);
        if (value == null) {
            // Maybe it is no variable, but what a plugin of Jenkins knows.
            value = expand.apply(found.group());
            if (value.equals(found.group())) {
                throw new PlanException(
                        "The build has no environment variable '" + name + "', which " + field
                                + " names; set it, such as by withCredentials around the step, or write $$ where none is meant.");
            }
        }
        return value;
    }

    private static String name(MatchResult found) {
        return found.group(1) == null ? found.group(2) : found.group(1);
    }
}
