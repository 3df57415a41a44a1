package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.Dice;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;

/**
 * What of {@link CaddyCanary} a site has, under whatever names of placeholders.
 *
 * @param site where the flag file is tested for
 * @param name the name of that file
 * @param slots the ports of the slots
 */
record CanaryLines(Site site, String name, SlotPair slots) {

    /** What is another one at each request. */
    private static final String DRAWN = "{http.request.uuid}";

    /** Looks at all that go by the flag file; there is at least one. */
    static SharesFound of(List<Site> sites, String file, SlotPair slots) {
        Set<String> logs = new LinkedHashSet<>();
        for (Site site : sites) {
            CanaryLines lines = new CanaryLines(site, new FlagPath(file).name(), slots);
            AnswerLoggers loggers = new AnswerLoggers(site);
            Optional<String> missing = lines.missing().or(loggers::missing);
            if (missing.isPresent()) {
                return SharesFound.without(site.shown() + " has no " + missing.get());
            }
            logs.addAll(loggers.files());
        }
        return new SharesFound(Optional.empty(), List.copyOf(logs));
    }

    private Optional<String> missing() {
        for (Slot slot : Slot.values()) {
            List<JSONObject> routes =
                    Site.found(site.all(), each -> step(each, slot).isPresent());
            if (routes.isEmpty()) {
                return Optional.of(tries(slot) + ", which leads to " + slot.label());
            }
            Optional<JSONObject> reached = routes.stream()
                    .filter(route -> !site.isOnlyWhileLive(route, slot))
                    .findFirst();
            Optional<String> other = reached.isPresent()
                    ? missing(reached.get(), slot)
                    : Optional.of(tries(slot) + " in its 'handle' for requests while "
                            + slot.other().label() + " is live");
            if (other.isPresent()) {
                return other;
            }
        }
        return noted();
    }

    private String tries(Slot slot) {
        return "matcher 'file' that tries " + FlagFile.canary(name) + slots.port(slot) + "-{canary_step}";
    }

    private Optional<String> missing(JSONObject route, Slot slot) {
        return stands(route, slot)
                .or(() -> leads(route, slot))
                .or(() -> client(step(route, slot).orElseThrow()));
    }

    /** It is looked for in the directory of the flag file. */
    private Optional<String> stands(JSONObject route, Slot slot) {
        Set<String> folders = folders(site.route(), "");
        Set<String> looked = folders(route, FlagFile.canary(name));
        boolean told = Stream.concat(folders.stream(), looked.stream())
                .allMatch(folder -> folder.startsWith("/") && !folder.contains("{"));
        return !told || folders.containsAll(looked)
                ? Optional.empty()
                : Optional.of(tries(slot) + " in " + String.join(", ", folders));
    }

    /** Returns the directories in which a route looks for files whose names begin so. */
    private static Set<String> folders(JSONObject route, String begins) {
        Set<String> folders = new TreeSet<>();
        Site.found(route.optJSONArray("match"), each -> each.has("try_files"))
                .forEach(file -> Site.words(file.optJSONArray("try_files")).stream()
                        .map(tried -> (file.optString("root") + "/" + tried).replaceAll("/+", "/"))
                        .filter(path ->
                                path.substring(path.lastIndexOf('/') + 1).startsWith(begins))
                        .map(path -> path.substring(0, path.lastIndexOf('/')))
                        .forEach(folders::add));
        return folders;
    }

    /** Returns the placeholder by whose share a route leads to a slot. */
    private Optional<String> step(JSONObject route, Slot slot) {
        Pattern tried =
                Pattern.compile(Pattern.quote(FlagFile.canary(name) + slots.port(slot) + "-") + "(\\{[\\w.]+})");
        return Site.objects(route.optJSONArray("match")).stream()
                .map(set -> set.optJSONObject("file", new JSONObject()))
                .flatMap(file -> Site.words(file.optJSONArray("try_files")).stream())
                .map(tried::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst();
    }

    private Optional<String> leads(JSONObject route, Slot slot) {
        return Site.leads(route, slot, slots)
                ? Optional.empty()
                : Optional.of("reverse_proxy to port " + slots.port(slot) + " where there is " + FlagFile.canary(name)
                        + slots.port(slot) + "-...");
    }

    /** By which of the shares a client is the first to be led there. */
    private Optional<String> client(String step) {
        List<JSONObject> maps = handlers("map");
        List<JSONObject> tables = maps.stream()
                .filter(map -> Site.objects(map.optJSONArray("mappings")).stream()
                        .flatMap(each -> outputs(each).stream())
                        .toList()
                        .equals(FlagFile.SHARES))
                .toList();
        if (tables.isEmpty()
                || maps.stream()
                        .noneMatch(map ->
                                Site.words(map.optJSONArray("destinations")).contains(step))) {
            return Optional.of("'map ... " + step + "', or none of the shares "
                    + FlagFile.SHARES.toString().replaceAll("[\\[\\]]", "") + ", one after the other");
        }
        return uneven(tables).or(() -> cookie(maps, step));
    }

    private static Optional<String> uneven(List<JSONObject> tables) {
        return tables.stream()
                .filter(map -> map.optString("source").equals(DRAWN))
                .flatMap(map -> Dice.wrong(lines(map)).stream())
                .findFirst()
                .map(uneven -> "'map " + DRAWN + " ...' whose lines lead each share: they lead " + uneven);
    }

    private Optional<String> cookie(List<JSONObject> maps, String step) {
        boolean cookie = maps.stream().anyMatch(map -> map.optString("source").startsWith("{http.request.cookie."));
        List<String> given = handlers("headers").stream()
                .map(each -> String.valueOf(each.optJSONObject("response")))
                .filter(response -> response.contains("Set-Cookie") && response.contains(step))
                .toList();
        if (!cookie || given.isEmpty()) {
            return Optional.of("'map {http.request.cookie...}' and 'header +Set-Cookie' of " + step
                    + ", by which a client is known again");
        }
        // As a word of what is written there; of a value that is made otherwise, the name is not told.
        Pattern named = Pattern.compile("\"([\\w.-]+)=" + Pattern.quote(step));
        List<String> known = given.stream()
                .map(named::matcher)
                .map(found -> found.find() ? "{http.request.cookie." + found.group(1) + "}" : "")
                .toList();
        return maps.stream().anyMatch(map -> known.stream().anyMatch(map.optString("source")::contains))
                ? Optional.empty()
                : Optional.of("'map " + known.get(0) + "', the cookie that its 'header +Set-Cookie' gives");
    }

    private static List<Dice.Line> lines(JSONObject map) {
        return Site.objects(map.optJSONArray("mappings")).stream()
                .filter(each -> !outputs(each).isEmpty())
                .map(each -> new Dice.Line(
                        each.optString("input_regexp"), outputs(each).get(0)))
                .toList();
    }

    private static List<Integer> outputs(JSONObject mapping) {
        return Site.words(mapping.optJSONArray("outputs")).stream()
                .limit(1)
                .filter(output -> output.matches("\\d{1,3}"))
                .map(Integer::valueOf)
                .toList();
    }

    /** Whether it is noted where each request was led to, and who answered it. */
    private Optional<String> noted() {
        Optional<String> untold = untold(site.all(), "");
        if (untold.isPresent()) {
            return untold;
        }
        boolean all = site.proxies().stream()
                .map(proxy -> proxy.optJSONObject("headers", new JSONObject()).optJSONObject("response"))
                .allMatch(response -> set(response).equals(List.of(CaddyCanary.ANSWERED)));
        return all
                ? Optional.empty()
                : Optional.of("'header_down " + CaddyCanary.HEADER + " \"" + CaddyCanary.ANSWERED
                        + "\"' in each reverse_proxy");
    }

    /**
     * Looks at each way to a slot whether it is noted by the port of that.
     *
     * @param noted what was noted before
     */
    private Optional<String> untold(JSONArray routes, String noted) {
        String here = noted;
        for (JSONObject route : Site.objects(routes)) {
            String there = here;
            for (JSONObject handler : Site.objects(route.optJSONArray("handle"))) {
                there = String.join(" ", set(handler.optJSONObject("response"), there));
                Optional<String> untold = untold(handler.optJSONArray("routes"), there);
                Optional<Slot> slot = Site.dials(handler.optJSONArray("upstreams") == null ? null : handler).stream()
                        .findFirst()
                        .flatMap(this::slot);
                if (untold.isPresent()) {
                    return untold;
                }
                if (slot.isPresent() && !there.equals(Integer.toString(slots.port(slot.get())))) {
                    return Optional.of("'header " + CaddyCanary.HEADER + " " + slots.port(slot.get())
                            + "' where requests go to " + slot.get().label());
                }
            }
            // What stands there for all requests is noted for those of the routes behind it.
            here = route.has("match") ? here : there;
        }
        return Optional.empty();
    }

    private Optional<Slot> slot(String dial) {
        return Stream.of(Slot.values())
                .filter(slot -> dial.endsWith(":" + slots.port(slot)))
                .findFirst();
    }

    private static List<String> set(JSONObject response, String otherwise) {
        List<String> set = set(response);
        return set.isEmpty() ? List.of(otherwise) : set;
    }

    private static List<String> set(JSONObject response) {
        JSONObject sets = response == null ? null : response.optJSONObject("set");
        return sets == null ? List.of() : Site.words(sets.optJSONArray(CaddyCanary.HEADER));
    }

    private List<JSONObject> handlers(String name) {
        return site.own().stream()
                .flatMap(route ->
                        Site.found(route, each -> each.optString("handler").equals(name)).stream())
                .toList();
    }
}
