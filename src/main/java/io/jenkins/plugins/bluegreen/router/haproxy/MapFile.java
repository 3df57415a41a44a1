package io.jenkins.plugins.bluegreen.router.haproxy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A map file as HAProxy reads it (Configuration Manual, 7.3.1, {@code map}): a key and its value on a line, and comments. Whatever is not the
 * value of one key stays as it is, byte for byte.
 */
final class MapFile {

    // Each byte as a character: other lines may have any encoding.
    private final String text;
    private final String key;
    private final Pattern line;

    private MapFile(String text, String key) {
        this.text = text;
        this.key = key;
        this.line =
                Pattern.compile("(?dm)^[ \\t]*" + Pattern.quote(key) + "(?:[ \\t]+(?<value>[^\\r\\n]*?))?[ \\t\\r]*$");
    }

    /** Reads what {@code look.sh} printed. */
    static MapFile of(String base64, String key) {
        return new MapFile(new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1), key);
    }

    /** Returns all of it, as the scripts have it. */
    String base64() {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns the values of the key, of which there should be one at the most. */
    List<String> values() {
        return line.matcher(text)
                .results()
                .map(found -> Optional.ofNullable(found.group(1)).orElse(""))
                .toList();
    }

    /** Returns the same with this value of the key, or without the key. */
    MapFile with(Optional<String> value) {
        Matcher found = line.matcher(text);
        if (!found.find()) {
            return value.map(this::appended).orElse(this);
        }
        if (value.isEmpty()) {
            return new MapFile(without(found.toMatchResult()), key);
        }
        if (found.group("value") == null) {
            int end = found.start() + found.group().indexOf(key) + key.length();
            return new MapFile(text.substring(0, end) + " " + value.get() + text.substring(end), key);
        }
        return new MapFile(
                text.substring(0, found.start("value")) + value.get() + text.substring(found.end("value")), key);
    }

    private MapFile appended(String value) {
        String before = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        return new MapFile(before + key + " " + value + "\n", key);
    }

    private String without(MatchResult found) {
        int end = found.end() < text.length() ? found.end() + 1 : found.end();
        return text.substring(0, found.start()) + text.substring(end);
    }
}
