package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * A place in the configuration of Caddy where a route is taken while the flag file is there, or while it is not
 * (https://caddyserver.com/docs/json/apps/http/servers/routes/).
 *
 * @param logging what is said of logs for all servers
 * @param server the server
 * @param ports the ports of HTTP and HTTPS of all servers
 * @param way how a request comes there
 * @param slot whose route it is
 * @param route the route
 * @param all the routes that it is one of, of which another one is the other slot's
 */
record Site(JSONObject logging, JSONObject server, Ports ports, Way way, Slot slot, JSONObject route, JSONArray all) {

    /** What a request comes to where no other port is given. */
    record Ports(int http, int https) {}

    /**
     * How a request comes to a route.
     *
     * @param hosts the names that it may be for; none for any
     * @param path the path that it begins with
     * @param guarded whether Caddy may answer before, as it does where it wants a password
     */
    record Way(List<String> hosts, String path, boolean guarded) {

        static final Way ANY = new Way(List.of(), "/", false);

        private Way to(JSONObject route, boolean asksBefore) {
            List<String> names = hosts;
            String begins = path;
            for (JSONObject set : objects(route.optJSONArray("match"))) {
                names = set.has("host") ? words(set.optJSONArray("host")) : names;
                begins = words(set.optJSONArray("path")).stream().findFirst().orElse(begins);
            }
            return new Way(names, begins.replaceFirst("\\*.*$", ""), guarded || asksBefore);
        }
    }

    private static final String REVERSE_PROXY = "reverse_proxy";
    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})$");

    /**
     * Finds those of a configuration.
     *
     * @param text as {@code caddy adapt} prints it
     * @param aliases the paths by which it names the flag file
     * @return none also for what cannot be read
     */
    static List<Site> in(String text, Set<String> aliases) {
        List<Site> found = new ArrayList<>();
        if (aliases.isEmpty()) {
            return found;
        }
        try {
            JSONObject config = new JSONObject(text);
            JSONObject http = http(config);
            JSONObject logging = config.optJSONObject("logging", new JSONObject());
            JSONObject servers = http.optJSONObject("servers", new JSONObject());
            Ports ports = new Ports(http.optInt("http_port", 80), http.optInt("https_port", 443));
            for (String name : new TreeSet<>(servers.keySet())) {
                JSONObject server = servers.getJSONObject(name);
                Search search = new Search(
                        aliases,
                        (way, slot, at) ->
                                found.add(new Site(logging, server, ports, way, slot, at.route(), at.all())));
                search.through(server.optJSONArray("routes"), Way.ANY);
            }
            return found;
        } catch (JSONException e) {
            return List.of();
        }
    }

    /** Returns the paths that a configuration tests for, as far as they are written there. */
    static Set<String> tested(String text) {
        Set<String> paths = new TreeSet<>();
        try {
            any(new JSONObject(text), each -> {
                JSONObject file = each.optJSONObject("file");
                List<String> tried = file == null ? List.of() : words(file.optJSONArray("try_files"));
                // Of several, any would do, so that no single one is it.
                if (tried.size() == 1) {
                    paths.add(file.optString("root") + "/" + tried.get(0).replaceFirst("^/", ""));
                }
                return false;
            });
        } catch (JSONException e) {
            return Set.of();
        }
        paths.removeIf(path -> !path.startsWith("/") || path.contains("{"));
        return paths;
    }

    private static JSONObject http(JSONObject config) {
        return config.optJSONObject("apps", new JSONObject()).optJSONObject("http", new JSONObject());
    }

    /** Tells whether a configuration may test for a file that nobody sees before a request comes, or cannot be read. */
    static boolean mayTestUnseen(String text) {
        try {
            return any(new JSONObject(text), each -> {
                JSONObject file = each.optJSONObject("file");
                String tried = file == null ? "" : file.optString("root") + words(file.optJSONArray("try_files"));
                // What leads a share of the clients somewhere, or who sends a token, has another name.
                tried = tried.replaceAll("\\.(canary|preview)-\\d+-\\{[\\w.]+}", "");
                return tried.replace("{http.vars.root}", "").contains("{")
                        || each.optString("expression").contains("file");
            });
        } catch (JSONException e) {
            return true;
        }
    }

    /** A route, and those that it is one of. */
    private record At(JSONObject route, JSONArray all) {}

    private interface Found {
        void at(Way way, Slot slot, At at);
    }

    private record Search(Set<String> aliases, Found found) {

        private void through(JSONArray routes, Way from) {
            boolean asks = false;
            for (JSONObject route : objects(routes)) {
                asks |= objects(route.optJSONArray("handle")).stream()
                        .anyMatch(handler -> handler.optString("handler").equals("authentication"));
                Way way = from.to(route, asks);
                slot(route).ifPresent(slot -> found.at(way, slot, new At(route, routes)));
                objects(route.optJSONArray("handle")).forEach(handler -> through(handler.optJSONArray("routes"), way));
            }
        }

        private Optional<Slot> slot(JSONObject route) {
            for (JSONObject set : objects(route.optJSONArray("match"))) {
                if (tests(set)) {
                    return Optional.of(Slot.GREEN);
                }
                if (objects(set.optJSONArray("not")).stream().anyMatch(this::tests)) {
                    return Optional.of(Slot.BLUE);
                }
            }
            return Optional.empty();
        }

        private boolean tests(JSONObject set) {
            JSONObject file = set.optJSONObject("file");
            if (file == null) {
                return false;
            }
            String root = file.optString("root");
            return words(file.optJSONArray("try_files")).stream()
                    .anyMatch(tried -> root.isEmpty() || root.contains("{")
                            ? aliases.stream().anyMatch(alias -> alias.endsWith("/" + tried))
                            : aliases.contains(root + "/" + tried));
        }
    }

    /** Tells what shows that it is another application's; nothing of what is not told, such as a port that a variable has. */
    Optional<String> against(SlotPair slots) {
        Set<Integer> both = Set.of(slots.blue(), slots.green());
        List<String> here = led(route, both);
        List<String> everywhere = led(all, both);
        boolean told = everywhere.stream().allMatch(dial -> PORT.matcher(dial).find())
                && !any(all, each -> each.has("dynamic_upstreams"));
        // What leads some to the slots themselves may go round something that stands before both for all others.
        boolean between = ports(everywhere).stream().noneMatch(both::contains)
                && ports(dials(all)).containsAll(both);
        if (!told || between || here.isEmpty() || everywhere.size() == here.size()) {
            return Optional.empty();
        }
        Set<Integer> own = ports(here);
        if (!own.contains(slots.port(slot))) {
            return Optional.of("sends to port " + own.iterator().next() + " there, while " + slot.label() + "Port is "
                    + slots.port(slot));
        }
        List<Integer> missing = IntStream.of(slots.blue(), slots.green())
                .filter(port -> !ports(everywhere).contains(port))
                .boxed()
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("does not name port "
                        + missing.stream().map(String::valueOf).collect(Collectors.joining(" or ")));
    }

    /** Tells whether the path of what is tested for stands there as a whole, and not below a directory that is told elsewhere. */
    boolean isWritten() {
        return !any(route.optJSONArray("match"), each -> {
            JSONObject file = each.optJSONObject("file");
            return file != null && !file.optString("root").matches("/[^{]*");
        });
    }

    /** Returns the two ports that its routes lead to; nothing where that is not all that they do, or not told. */
    Optional<SlotPair> slots() {
        List<String> everywhere = led(all, Set.of());
        Set<Integer> here = ports(led(route, Set.of()));
        Set<Integer> both = ports(everywhere);
        boolean told = everywhere.stream().allMatch(dial -> PORT.matcher(dial).find())
                && !any(all, each -> each.has("dynamic_upstreams"));
        if (!told || here.size() != 1 || both.size() != 2) {
            return Optional.empty();
        }
        int own = here.iterator().next();
        both.remove(own);
        int other = both.iterator().next();
        return Optional.of(slot == Slot.GREEN ? new SlotPair(other, own) : new SlotPair(own, other));
    }

    /** Returns the handlers of its routes that send on. */
    List<JSONObject> proxies() {
        return found(all, each -> each.optString("handler").equals(REVERSE_PROXY));
    }

    /**
     * Tells whether a route that is to lead some to a slot can only be come to while that slot is live: it stands in the route of that slot, or
     * as one behind the other's, of which a request takes one.
     */
    boolean isOnlyWhileLive(JSONObject each, Slot to) {
        if (!isByFlagAlone()) {
            return false;
        }
        if (to == slot) {
            return each != route && any(route, within -> within == each);
        }
        List<JSONObject> routes = objects(all);
        String group = route.optString("group");
        return !group.isEmpty()
                && routes.stream()
                        .skip(routes.indexOf(route) + 1L)
                        .filter(later -> later.optString("group").equals(group))
                        .anyMatch(later -> any(later, within -> within == each));
    }

    /** Tells whether it is taken while its slot is live, always, and never else. */
    private boolean isByFlagAlone() {
        List<JSONObject> sets = objects(route.optJSONArray("match"));
        JSONObject set = sets.size() == 1 ? sets.get(0) : new JSONObject();
        List<JSONObject> not = objects(set.optJSONArray("not"));
        JSONObject test = not.size() == 1 ? not.get(0) : set;
        return set.length() == 1
                && test.length() == 1
                && test.has("file")
                && words(test.getJSONObject("file").optJSONArray("try_files")).size() == 1;
    }

    /** Returns the directories in which the flag file is looked for. */
    List<String> roots() {
        return found(route.optJSONArray("match"), each -> each.has("file")).stream()
                .map(set -> set.getJSONObject("file").optString("root"))
                .toList();
    }

    /** Returns the routes of its server that are not for other names alone. */
    List<JSONObject> own() {
        return objects(server.optJSONArray("routes")).stream()
                .filter(each -> any(each, within -> within == route)
                        || objects(each.optJSONArray("match")).stream()
                                .flatMap(set ->
                                        set.has("host") ? words(set.optJSONArray("host")).stream() : Stream.of("*"))
                                .anyMatch(this::isFor)
                        || each.optJSONArray("match") == null)
                .toList();
    }

    private boolean isFor(String host) {
        return way.hosts().isEmpty()
                || host.contains("{")
                || way.hosts().stream()
                        .anyMatch(own -> own.equalsIgnoreCase(host)
                                || own.matches("(?i)" + Pattern.quote(host).replace("*", "\\E.*\\Q")));
    }

    /** Returns the handlers that a request comes to, if to any, before a route. */
    List<JSONObject> before(JSONObject route) {
        List<JSONObject> found = new ArrayList<>();
        collect(own(), route, found);
        return found;
    }

    /** Tells whether it came to the route. */
    private static boolean collect(List<JSONObject> routes, JSONObject last, List<JSONObject> found) {
        for (JSONObject each : routes) {
            if (each == last) {
                return true;
            }
            for (JSONObject handler : objects(each.optJSONArray("handle"))) {
                found.add(handler);
                if (collect(objects(handler.optJSONArray("routes")), last, found)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns its name, for a reader. */
    String shown() {
        return "the site '" + name() + "'";
    }

    /** Returns the names that it is for, or where it listens. */
    String name() {
        return String.join(", ", way.hosts().isEmpty() ? listens() : way.hosts());
    }

    /** Returns the addresses that its server listens on. */
    List<String> listens() {
        return words(server.optJSONArray("listen"));
    }

    /**
     * Returns where requests are sent on to, but for what some are led by, by a share or a token, and for who only stands in for another one.
     *
     * @param slots the ports that are looked for: what stands before the first one of them may be something between, such as a cache
     */
    private static List<String> led(Object within, Set<Integer> slots) {
        List<String> found = new ArrayList<>();
        if (within instanceof JSONArray array) {
            array.forEach(each -> found.addAll(led(each, slots)));
        } else if (within instanceof JSONObject object && !leadsSome(object)) {
            object.keySet().forEach(key -> found.addAll(led(object.get(key), slots)));
            if (object.optString("handler").equals(REVERSE_PROXY)) {
                List<String> dials = dials(object);
                List<String> own = dials.stream()
                        .filter(dial -> ports(List.of(dial)).stream().anyMatch(slots::contains))
                        .toList();
                found.addAll(inOrder(object) ? (own.isEmpty() ? dials : own).subList(0, 1) : dials);
            }
        }
        return found;
    }

    private static boolean leadsSome(JSONObject route) {
        return objects(route.optJSONArray("match")).stream()
                .map(set -> set.optJSONObject("file", new JSONObject()))
                .flatMap(file -> words(file.optJSONArray("try_files")).stream())
                .anyMatch(tried -> tried.contains(FlagFile.canary("")) || tried.contains(FlagFile.preview("")));
    }

    /** Tells whether the first one is asked as long as it is there. */
    private static boolean inOrder(JSONObject proxy) {
        JSONObject balancing = proxy.optJSONObject("load_balancing", new JSONObject());
        return balancing
                        .optJSONObject("selection_policy", new JSONObject())
                        .optString("policy")
                        .equals("first")
                && !dials(proxy).isEmpty();
    }

    static List<String> dials(Object within) {
        return found(within, each -> each.optString("handler").equals(REVERSE_PROXY)).stream()
                .flatMap(each -> objects(each.optJSONArray("upstreams")).stream())
                .map(upstream -> upstream.optString("dial"))
                .toList();
    }

    /** Tells whether the first of what a route sends on to that is one of two slots is this one. */
    static boolean leads(JSONObject route, Slot to, SlotPair slots) {
        Set<Integer> both = Set.of(slots.blue(), slots.green());
        return dials(route).stream()
                .flatMap(dial -> ports(List.of(dial)).stream())
                .filter(both::contains)
                .findFirst()
                .filter(port -> port == slots.port(to))
                .isPresent();
    }

    private static Set<Integer> ports(List<String> dials) {
        return dials.stream()
                .map(PORT::matcher)
                .filter(Matcher::find)
                .map(port -> Integer.valueOf(port.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    interface Test {
        boolean holds(JSONObject each);
    }

    static boolean any(Object within, Test test) {
        if (within instanceof JSONObject object) {
            return test.holds(object) || object.keySet().stream().anyMatch(key -> any(object.get(key), test));
        }
        if (within instanceof JSONArray array) {
            return IntStream.range(0, array.length()).anyMatch(i -> any(array.get(i), test));
        }
        return false;
    }

    static List<JSONObject> found(Object within, Test wanted) {
        List<JSONObject> found = new ArrayList<>();
        any(within, each -> {
            if (wanted.holds(each)) {
                found.add(each);
            }
            return false;
        });
        return found;
    }

    static List<JSONObject> objects(JSONArray array) {
        return elements(array).stream()
                .filter(JSONObject.class::isInstance)
                .map(JSONObject.class::cast)
                .toList();
    }

    static List<String> words(JSONArray array) {
        return elements(array).stream().map(String::valueOf).toList();
    }

    private static List<Object> elements(JSONArray array) {
        List<Object> all = new ArrayList<>();
        if (array != null) {
            array.forEach(all::add);
        }
        return all;
    }
}
