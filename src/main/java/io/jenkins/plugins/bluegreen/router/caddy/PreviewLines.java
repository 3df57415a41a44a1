package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import io.jenkins.plugins.bluegreen.router.flag.PreviewFound;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;

/**
 * What of {@link CaddyPreview} a site has, under whatever names of placeholders.
 *
 * @param site where the flag file is tested for
 * @param name the name of that file
 * @param slots the ports of the slots
 */
record PreviewLines(Site site, String name, SlotPair slots) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}?");

    /** One that only a table gives: those of a request, and of all else that Caddy knows, have a dot. */
    private static final Pattern OWN = Pattern.compile("\\{\\w+}");

    /** What stands for no token: nothing that leads elsewhere in a path. */
    private static final Pattern NONE = Pattern.compile("[\\w-]*");

    /** A table may name another one, but not itself again and again. */
    private static final int DEEPEST = 4;

    /** Looks at all that go by the flag file; there is at least one. */
    static PreviewFound of(List<Site> sites, String file, SlotPair slots) {
        return new PreviewFound(sites.stream()
                .flatMap(site -> new PreviewLines(site, new FlagPath(file).name(), slots)
                        .missing().map(what -> site.shown() + " " + what).stream())
                .findFirst());
    }

    private Optional<String> missing() {
        return unchecked()
                .or(() -> Stream.of(Slot.values())
                        .flatMap(slot -> missing(slot).stream())
                        .findFirst());
    }

    /** What is sent may become a part of a path only where it is a token, whole: in whatever route. */
    private Optional<String> unchecked() {
        return found(each -> each.has("file"))
                .flatMap(set -> Site.words(set.getJSONObject("file").optJSONArray("try_files")).stream())
                .filter(tried -> tried.contains(FlagFile.preview(name)))
                .flatMap(tried -> PLACEHOLDER.matcher(tried).results().map(MatchResult::group))
                .filter(placeholder -> !checks(placeholder, new TreeSet<>(), 0))
                .findFirst()
                .map(placeholder -> "takes " + placeholder
                        + " into the path of a file, which has to come from a 'map ... {preview}' with '~"
                        + CaddyPreview.CHECKED + " \"" + CaddyPreview.TAKEN
                        + "\"' as its only entry, and a 'default' of letters");
    }

    private Optional<String> missing(Slot slot) {
        Pattern wanted = Pattern.compile(Pattern.quote(FlagFile.preview(name) + slots.port(slot) + "-") + "(\\{\\w+})");
        String tests = "matcher 'file' that tries " + FlagFile.preview(name) + slots.port(slot) + "-{preview}";
        boolean late = false;
        for (JSONObject route : Site.found(site.all(), each -> each.has("match"))) {
            Optional<String> placeholder = tried(route)
                    .map(wanted::matcher)
                    .filter(Matcher::matches)
                    .map(found -> found.group(1))
                    .findFirst();
            boolean only = placeholder.isPresent() && site.isOnlyWhileLive(route, slot);
            late |= only;
            if (placeholder.isPresent() && !only) {
                return leads(route, slot).or(() -> told(placeholder.get(), route));
            }
        }
        return Optional.of("has no " + tests + " beside " + name + ", which leads to " + slot.label()
                + (late ? " while " + slot.other().label() + " is live" : ""));
    }

    /** Returns what a route looks for in the directory of the flag file. */
    private Stream<String> tried(JSONObject route) {
        return Site.objects(route.optJSONArray("match")).stream()
                .map(set -> set.optJSONObject("file", new JSONObject()))
                .filter(file -> site.roots().contains(file.optString("root")))
                .flatMap(file -> Site.words(file.optJSONArray("try_files")).stream());
    }

    private Optional<String> leads(JSONObject route, Slot slot) {
        return Site.leads(route, slot, slots)
                ? Optional.empty()
                : Optional.of("has no reverse_proxy to port " + slots.port(slot) + " where there is "
                        + FlagFile.preview(name) + slots.port(slot) + "-...");
    }

    /** Whether it is looked for what is sent, before a route that goes by that. */
    private Optional<String> told(String placeholder, JSONObject route) {
        Set<String> sources = new TreeSet<>();
        checks(placeholder, sources, 0);
        List<JSONObject> before = site.before(route);
        return Stream.of(CaddyPreview.HEADER, CaddyPreview.COOKIE)
                .filter(source -> !sources.contains(source.toLowerCase(Locale.ROOT))
                        || before.stream().noneMatch(each -> source(each).equalsIgnoreCase(source)))
                .map(source -> "does not take " + source + " into account; have a 'map " + source + " ...' lead to "
                        + placeholder + " before it is tried")
                .findFirst();
    }

    /** Tells whether a placeholder can be nothing but what was sent and looks like a token, or a word of the configuration. */
    private boolean checks(String placeholder, Set<String> sources, int depth) {
        if (depth > DEEPEST || !OWN.matcher(placeholder).matches()) {
            return false;
        }
        List<JSONObject> tables = found(each -> each.optString("handler").equals("map"))
                .filter(map -> Site.words(map.optJSONArray("destinations")).contains(placeholder))
                .toList();
        return !tables.isEmpty() && tables.stream().allMatch(table -> checks(table, placeholder, sources, depth));
    }

    private boolean checks(JSONObject table, String placeholder, Set<String> sources, int depth) {
        int at = Site.words(table.optJSONArray("destinations")).indexOf(placeholder);
        for (JSONObject each : Site.objects(table.optJSONArray("mappings"))) {
            if (!each.optString("input_regexp").equals(CaddyPreview.CHECKED)
                    || !word(each.optJSONArray("outputs"), at).equals(CaddyPreview.TAKEN)) {
                return false;
            }
        }
        sources.add(source(table).toLowerCase(Locale.ROOT));
        String otherwise = word(table.optJSONArray("defaults"), at);
        return NONE.matcher(otherwise).matches() || checks(otherwise, sources, depth + 1);
    }

    private Stream<JSONObject> found(Site.Test wanted) {
        return site.own().stream().flatMap(each -> Site.found(each, wanted).stream());
    }

    private static String source(JSONObject map) {
        return map.optString("source");
    }

    private static String word(JSONArray words, int at) {
        return words == null ? "" : words.optString(at);
    }
}
