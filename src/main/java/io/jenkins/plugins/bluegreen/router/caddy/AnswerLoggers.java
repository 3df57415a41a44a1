package io.jenkins.plugins.bluegreen.router.caddy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;

/**
 * The files in which Caddy notes the answers of a site (https://caddyserver.com/docs/json/logging/).
 *
 * @param site the site
 */
record AnswerLoggers(Site site) {

    /** What of an answer is needed. */
    private static final List<String> FIELDS = List.of("status", "duration", "resp_headers");

    Optional<String> missing() {
        return files().isEmpty()
                ? Optional.of("'log' to a file (output file), in JSON and with " + String.join(", ", FIELDS)
                        + " (no such field deleted)")
                : Optional.empty();
    }

    List<String> files() {
        Set<String> found = new LinkedHashSet<>();
        JSONObject logs = site.logging().optJSONObject("logs", new JSONObject());
        for (String name : logs.keySet()) {
            JSONObject log = logs.optJSONObject(name, new JSONObject());
            boolean own = Site.words(log.optJSONArray("include")).stream()
                    .anyMatch(include -> loggers().anyMatch(logger -> include.equals("http.log.access." + logger)));
            JSONObject writer = log.optJSONObject("writer", new JSONObject());
            String file = writer.optString("filename");
            if (own && writer.optString("output").equals("file") && plain(file) && fits(log)) {
                found.add(file);
            }
        }
        return List.copyOf(found);
    }

    private static boolean plain(String file) {
        return file.startsWith("/") && !file.contains("{");
    }

    /** Returns the names of those that note the answers for the names of the site, or for any where it has none. */
    private Stream<String> loggers() {
        JSONObject logs = site.server().optJSONObject("logs", new JSONObject());
        JSONObject named = logs.optJSONObject("logger_names", new JSONObject());
        List<String> hosts = site.way().hosts();
        List<String> own = named.keySet().stream()
                .filter(host -> hosts.isEmpty() || hosts.contains(host.replaceFirst(":\\d+$", "")))
                // A word until Caddy 2.7, and a list from 2.8 on.
                .flatMap(host -> named.opt(host) instanceof JSONArray several
                        ? Site.words(several).stream()
                        : Stream.of(named.optString(host)))
                .toList();
        // The default is for names that have none of their own.
        return !own.isEmpty() && !hosts.isEmpty()
                ? own.stream()
                : Stream.concat(
                        Stream.of(logs.optString("default_logger_name")).filter(name -> !name.isEmpty()), own.stream());
    }

    private static boolean fits(JSONObject log) {
        String level = log.optString("level", "INFO");
        JSONObject encoder = log.optJSONObject("encoder", new JSONObject());
        String format = encoder.optString("format", "json");
        JSONObject fields = encoder.optJSONObject("fields", new JSONObject());
        boolean wrapped = format.equals("filter")
                && encoder.optJSONObject("wrap", new JSONObject())
                        .optString("format", "json")
                        .equals("json");
        return (level.equalsIgnoreCase("INFO") || level.equalsIgnoreCase("DEBUG"))
                && (format.equals("json") || wrapped)
                && FIELDS.stream().noneMatch(fields::has);
    }
}
