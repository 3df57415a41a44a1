package io.jenkins.plugins.bluegreen.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Variables of an environment as lines for {@code sh}, each value literally. */
public final class Exports {

    private static final Pattern LINE = Pattern.compile("export (\\w+)='((?:[^']++|'\\\\'')*+)'\n");

    private Exports() {}

    /** Returns the lines. */
    public static String of(Map<String, String> variables) {
        StringBuilder text = new StringBuilder();
        variables.forEach((name, value) -> text.append("export ")
                .append(name)
                .append('=')
                .append(Quoting.quote(value))
                .append('\n'));
        return text.toString();
    }

    /** Reads what {@link #of} returned. */
    public static Map<String, String> read(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            variables.put(line.group(1), line.group(2).replace("'\\''", "'"));
        }
        return variables;
    }
}
