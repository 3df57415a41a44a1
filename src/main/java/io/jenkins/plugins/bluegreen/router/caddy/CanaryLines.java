package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.Dice;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
 * @param file that file
 * @param slots the ports of the slots
 */
record CanaryLines(Site site, String file, SlotPair slots) {

    /** What is noted where that is not told; no word. */
    private static final String UNTOLD = "";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^{}]+}");

    /** So many tables may lead to one another. */
    private static final int DEEPEST = 4;

    /** What is another one at each request. */
    private static final String DRAWN = "{http.request.uuid}";

    /** Looks at all that go by the flag file; there is at least one. */
    static SharesFound of(List<Site> sites, String file, SlotPair slots) {
        Set<String> logs = new LinkedHashSet<>();
        for (Site site : sites) {
            CanaryLines lines = new CanaryLines(site, file, slots);
            AnswerLoggers loggers = new AnswerLoggers(site);
            Optional<String> missing = lines.missing().or(loggers::missing);
            if (missing.isPresent()) {
                return SharesFound.without(site.shown() + " has no " + missing.get());
            }
            logs.addAll(loggers.files());
        }
        return new SharesFound(Optional.empty(), List.copyOf(logs));
    }

    private String name() {
        return new FlagPath(file).name();
    }

    private Optional<String> missing() {
        for (Slot slot : Slot.values()) {
            List<JSONObject> routes =
                    Site.found(site.all(), each -> step(each, slot).isPresent());
            if (routes.isEmpty()) {
                return Optional.of(tries(slot) + ", which leads to " + slot.label());
            }
            List<JSONObject> all = routes.stream()
                    .filter(route -> !site.isOnlyWhileLive(route, slot))
                    .toList();
            // Another one may set a header for the same requests.
            Optional<JSONObject> reached = all.stream()
                    .filter(route -> !Site.dials(route).isEmpty())
                    .findFirst()
                    .or(() -> all.stream().findFirst());
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
        return "matcher 'file' that tries " + FlagFile.canary(name()) + slots.port(slot) + "-{canary_step}";
    }

    private Optional<String> missing(JSONObject route, Slot slot) {
        return stands(route, slot)
                .or(() -> leads(route, slot))
                .or(() -> client(step(route, slot).orElseThrow()));
    }

    /** It is looked for in the directory of the flag file. */
    private Optional<String> stands(JSONObject route, Slot slot) {
        Set<String> folders = folders(site.route(), "");
        Set<String> looked = folders(route, FlagFile.canary(name()));
        boolean told = Stream.concat(folders.stream(), looked.stream()).noneMatch(String::isEmpty);
        String own = file.replaceFirst("/+[^/]*$", "");
        return !told || looked.stream().allMatch(folder -> folders.contains(folder) || folder.equals(own))
                ? Optional.empty()
                : Optional.of(tries(slot) + " in " + String.join(", ", folders));
    }

    /** Returns the directories in which a route looks for files whose names begin so; an empty text for one that is not told. */
    private static Set<String> folders(JSONObject route, String begins) {
        Set<String> folders = new TreeSet<>();
        for (JSONObject each : Site.found(route.optJSONArray("match"), set -> set.has("try_files"))) {
            String root = each.optString("root");
            Site.words(each.optJSONArray("try_files")).stream()
                    .map(tried -> (root + "/" + tried).replaceAll("(/\\.?)+/", "/"))
                    .filter(path -> path.substring(path.lastIndexOf('/') + 1).startsWith(begins))
                    .map(path -> path.substring(0, path.lastIndexOf('/')))
                    .map(folder ->
                            root.startsWith("/") && !folder.contains("{") && !folder.contains("/..") ? folder : "")
                    .forEach(folders::add);
        }
        return folders;
    }

    /** Returns the placeholder by whose share a route leads to a slot. */
    private Optional<String> step(JSONObject route, Slot slot) {
        Pattern tried = Pattern.compile(
                "(?:.*/)?" + Pattern.quote(FlagFile.canary(name()) + slots.port(slot) + "-") + "(\\{[\\w.]+})");
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
                : Optional.of("reverse_proxy to port " + slots.port(slot) + " where there is " + FlagFile.canary(name())
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
        Set<String> parts = parts(maps, step);
        return uneven(tables.stream()
                        .filter(map -> Site.words(map.optJSONArray("destinations")).stream()
                                .limit(1)
                                .anyMatch(parts::contains))
                        .toList())
                .or(() -> cookie(maps, step));
    }

    /** Returns the placeholders that one is made of by tables. */
    private static Set<String> parts(List<JSONObject> maps, String step) {
        Set<String> parts = new TreeSet<>(Set.of(step));
        for (int i = 0; i < DEEPEST; i++) {
            maps.stream()
                    .filter(map -> Site.words(map.optJSONArray("destinations")).stream()
                            .anyMatch(parts::contains))
                    .flatMap(map -> PLACEHOLDER.matcher(map.toString()).results())
                    .forEach(found -> parts.add(found.group()));
        }
        return parts;
    }

    private static Optional<String> uneven(List<JSONObject> tables) {
        return tables.stream()
                .filter(map -> map.optString("source").equals(DRAWN))
                .flatMap(map -> Dice.wrong(lines(map)).stream())
                .findFirst()
                .map(uneven -> "'map " + DRAWN + " ...' whose lines lead each share: they lead " + uneven);
    }

    private Optional<String> cookie(List<JSONObject> maps, String step) {
        // It may be known by a variable as well, by an expression, or by a matcher of the header.
        String all = site.own().toString();
        String lower = all.toLowerCase(Locale.ROOT);
        boolean header = lower.contains("header.cookie") || lower.contains("\"cookie\":");
        boolean cookie =
                header || maps.stream().anyMatch(map -> map.optString("source").startsWith("{http.request.cookie."));
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
        return header || known.stream().anyMatch(all::contains)
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
        List<String> notes = Site.found(
                        site.all(), each -> each.optString("handler").equals("headers"))
                .stream()
                .flatMap(each -> set(each.optJSONObject("response")).stream())
                .toList();
        for (Slot slot : notes.stream().anyMatch(note -> note.contains("{")) ? new Slot[0] : Slot.values()) {
            if (!notes.contains(Integer.toString(slots.port(slot)))) {
                return Optional.of(note(slot));
            }
        }
        Optional<String> other = noted(site.all(), UNTOLD);
        if (other.isPresent()) {
            return other;
        }
        boolean all = site.proxies().stream()
                .map(proxy -> proxy.optJSONObject("headers", new JSONObject()).optJSONObject("response"))
                .allMatch(response -> set(response).equals(List.of(CaddyCanary.ANSWERED)));
        return all
                ? Optional.empty()
                : Optional.of("'header_down " + CaddyCanary.HEADER + " \"" + CaddyCanary.ANSWERED
                        + "\"' in each reverse_proxy");
    }

    private String note(Slot slot) {
        return "'header " + CaddyCanary.HEADER + " " + slots.port(slot) + "' where requests go to " + slot.label();
    }

    /**
     * Looks at each way to a slot whether it is noted by another port than that.
     *
     * @param before what was surely noted before
     */
    private Optional<String> noted(JSONArray routes, String before) {
        String here = before;
        for (JSONObject route : Site.objects(routes)) {
            String there = here;
            for (JSONObject handler : Site.objects(route.optJSONArray("handle"))) {
                List<String> set = set(handler.optJSONObject("response"));
                there = set.isEmpty() ? there : set.get(0);
                Optional<String> other = noted(handler.optJSONArray("routes"), there);
                Optional<Slot> slot = slot(handler);
                if (other.isPresent()) {
                    return other;
                }
                there = sets(handler.optJSONArray("routes")) ? UNTOLD : there;
                if (slot.isPresent()
                        && there.matches("\\d{2,5}")
                        && !there.equals(Integer.toString(slots.port(slot.get())))) {
                    return Optional.of(note(slot.get()));
                }
            }
            // Whether a request that comes to those behind it has met what is set there is told of what is for all
            // alone.
            here = !sets(route) ? here : route.has("match") || route.toString().contains("\"routes\"") ? UNTOLD : there;
        }
        return Optional.empty();
    }

    private static boolean sets(Object within) {
        return Site.any(within, each -> !set(each.optJSONObject("response")).isEmpty());
    }

    /** Returns the slot that a handler surely sends on to. */
    private Optional<Slot> slot(JSONObject handler) {
        List<String> dials = Site.objects(handler.optJSONArray("upstreams")).stream()
                .map(upstream -> upstream.optString("dial"))
                .toList();
        boolean first = handler.optJSONObject("load_balancing", new JSONObject())
                .optJSONObject("selection_policy", new JSONObject())
                .optString("policy")
                .equals("first");
        return Stream.of(Slot.values())
                .filter(slot -> !dials.isEmpty()
                        && dials.stream()
                                .limit(first ? 1 : dials.size())
                                .allMatch(dial -> dial.endsWith(":" + slots.port(slot))))
                .findFirst();
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
