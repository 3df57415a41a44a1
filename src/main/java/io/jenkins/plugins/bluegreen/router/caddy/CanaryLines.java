package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONObject;

/**
 * What of {@link CaddyCanary} a site has, under whatever names of placeholders.
 *
 * @param site where the flag file is tested for
 * @param name the name of that file
 * @param slots the ports of the slots
 */
record CanaryLines(Site site, String name, SlotPair slots) {

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
            Optional<JSONObject> route = Site.found(
                            site.all(), each -> step(each, slot).isPresent())
                    .stream()
                    .findFirst();
            if (route.isEmpty()) {
                return Optional.of("matcher 'file' that tries " + FlagFile.canary(name) + slots.port(slot)
                        + "-{canary_step}, which leads to " + slot.label());
            }
            Optional<String> other = leads(route.get(), slot)
                    .or(() -> client(step(route.get(), slot).orElseThrow()));
            if (other.isPresent()) {
                return other;
            }
        }
        return noted();
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
        List<String> dials = Site.dials(route);
        String port = ":" + slots.port(slot);
        return !dials.isEmpty() && dials.get(0).endsWith(port)
                ? Optional.empty()
                : Optional.of("reverse_proxy to port " + slots.port(slot) + " where there is " + FlagFile.canary(name)
                        + slots.port(slot) + "-...");
    }

    /** By which of the shares a client is the first to be led there. */
    private Optional<String> client(String step) {
        List<JSONObject> maps = handlers("map");
        boolean shares = maps.stream().anyMatch(map -> outputs(map).equals(FlagFile.SHARES));
        if (!shares
                || maps.stream()
                        .noneMatch(map ->
                                Site.words(map.optJSONArray("destinations")).contains(step))) {
            return Optional.of("'map ... " + step + "', or none of the shares "
                    + FlagFile.SHARES.toString().replaceAll("[\\[\\]]", "") + ", one after the other");
        }
        boolean cookie = maps.stream().anyMatch(map -> map.optString("source").startsWith("{http.request.cookie."));
        boolean given = handlers("headers").stream()
                .map(each -> String.valueOf(each.optJSONObject("response")))
                .anyMatch(response -> response.contains("Set-Cookie") && response.contains(step));
        return cookie && given
                ? Optional.empty()
                : Optional.of("'map {http.request.cookie...}' and 'header +Set-Cookie' of " + step
                        + ", by which a client is known again");
    }

    private static List<Integer> outputs(JSONObject map) {
        List<Integer> found = new ArrayList<>();
        for (JSONObject each : Site.objects(map.optJSONArray("mappings"))) {
            String output = Site.words(each.optJSONArray("outputs")).stream()
                    .findFirst()
                    .orElse("");
            if (output.matches("\\d{1,3}")) {
                found.add(Integer.valueOf(output));
            }
        }
        return found;
    }

    /** Whether it is noted where each request was led to, and who answered it. */
    private Optional<String> noted() {
        for (Slot slot : Slot.values()) {
            String port = Integer.toString(slots.port(slot));
            boolean tells = Site.found(
                            site.all(), each -> each.optString("handler").equals("headers"))
                    .stream()
                    .anyMatch(each -> set(each.optJSONObject("response")).equals(List.of(port)));
            if (!tells) {
                return Optional.of(
                        "'header " + CaddyCanary.HEADER + " " + port + "' where requests go to " + slot.label());
            }
        }
        boolean all = site.proxies().stream()
                .map(proxy -> proxy.optJSONObject("headers", new JSONObject()).optJSONObject("response"))
                .allMatch(response -> set(response).equals(List.of(CaddyCanary.ANSWERED)));
        return all
                ? Optional.empty()
                : Optional.of("'header_down " + CaddyCanary.HEADER + " \"" + CaddyCanary.ANSWERED
                        + "\"' in each reverse_proxy");
    }

    private static List<String> set(JSONObject response) {
        JSONObject sets = response == null ? null : response.optJSONObject("set");
        return sets == null ? List.of() : Site.words(sets.optJSONArray(CaddyCanary.HEADER));
    }

    private List<JSONObject> handlers(String name) {
        return Site.found(site.server(), each -> each.optString("handler").equals(name));
    }
}
