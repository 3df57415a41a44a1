package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.port.router.Door;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.json.JSONObject;

/** Where Caddy takes requests for the application, by what its configuration says. */
final class CaddyDoors {

    /** More would only be asked in vain. */
    private static final int MOST = 6;

    /** An address of Caddy's (https://caddyserver.com/docs/conventions#network-addresses), as far as it is one of loopback. */
    private static final Pattern LISTEN = Pattern.compile(
            "(?:tcp4?/)?(?:|localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::])?:(?<port>\\d{1,5})(?:-\\d+)?");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

    private CaddyDoors() {}

    private record Ranked(Door door, boolean guarded) {}

    /** @param users as whom Caddy runs */
    static List<Door> of(List<Site> sites, Set<Integer> users) {
        List<Ranked> found = new ArrayList<>();
        for (Site site : sites) {
            for (String listen : site.listens()) {
                Matcher address = LISTEN.matcher(listen);
                if (address.matches()) {
                    int port = Integer.parseInt(address.group("port"));
                    names(site)
                            .forEach(name -> found.add(new Ranked(
                                    new Door(
                                            port,
                                            tls(site, port),
                                            name,
                                            List.of(site.way().path()),
                                            users),
                                    site.way().guarded())));
                }
            }
        }
        return found.stream()
                .sorted(Comparator.comparing(Ranked::guarded)
                        .thenComparing(each -> !each.door().paths().get(0).equals("/")))
                .map(Ranked::door)
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static Stream<String> names(Site site) {
        List<String> hosts = site.way().hosts();
        return hosts.isEmpty()
                ? Stream.of("localhost")
                : hosts.stream()
                        .map(name -> name.startsWith("*.") ? "any" + name.substring(1) : name)
                        .filter(name -> NAME.matcher(name).matches());
    }

    /** By itself Caddy speaks TLS wherever it knows a name, but on the port of HTTP (https://caddyserver.com/docs/automatic-https). */
    private static boolean tls(Site site, int port) {
        if (site.server().has("tls_connection_policies") || port == site.ports().https()) {
            return true;
        }
        JSONObject automatic = site.server().optJSONObject("automatic_https", new JSONObject());
        boolean skipped = automatic.optJSONArray("skip") != null
                && automatic
                        .getJSONArray("skip")
                        .toList()
                        .containsAll(site.way().hosts());
        return !site.way().hosts().isEmpty()
                && port != site.ports().http()
                && !automatic.optBoolean("disable")
                && !skipped;
    }
}
