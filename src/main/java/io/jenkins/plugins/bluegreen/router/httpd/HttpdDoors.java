package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.port.router.Door;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where httpd takes requests for the application, by what its configuration says (https://httpd.apache.org/docs/2.4/vhosts/details.html). */
final class HttpdDoors {

    /** More would only be asked in vain. */
    private static final int MOST = 6;

    private static final Pattern ADDRESS =
            Pattern.compile("(?:(?<host>\\*|_default_|[\\d.]+|localhost|\\[::]):)?(?<port>\\d{1,5}|\\*)");

    private HttpdDoors() {}

    private record Ranked(Door door, boolean guarded) {}

    /** @param loopback whether it names the loopback address, not all of them */
    private record Listen(int port, boolean loopback) {}

    /** @param users as whom httpd's workers run */
    static List<Door> of(Hosts hosts, Set<Integer> users) {
        List<Ranked> found = new ArrayList<>();
        for (VirtualHost host : hosts.going()) {
            for (Listen listen : listens(hosts, host)) {
                if (!listen.loopback() && another(hosts, listen.port())) {
                    continue;
                }
                boolean tls =
                        host.value("sslengine").filter("on"::equalsIgnoreCase).isPresent();
                for (String name : host.names().isEmpty() ? List.of("localhost") : host.names()) {
                    Door door = new Door(listen.port(), tls, name, List.of(host.path()), users);
                    found.add(new Ranked(door, host.guarded() || hosts.main().guarded()));
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

    /** Where any virtual host names the loopback address, those of all addresses get nothing there. */
    private static boolean another(Hosts hosts, int port) {
        return hosts.all().stream()
                .flatMap(host -> listens(hosts, host).stream())
                .anyMatch(listen -> listen.loopback() && listen.port() == port);
    }

    private static List<Listen> listens(Hosts hosts, VirtualHost host) {
        List<Listen> everywhere = hosts.main().lines().stream()
                .filter(line -> line.is("listen"))
                .flatMap(line -> listen(line.argument(1), List.of()))
                .map(listen -> new Listen(listen.port(), false))
                .distinct()
                .toList();
        return host.addresses().isEmpty()
                ? everywhere
                : host.addresses().stream()
                        .flatMap(address -> listen(address, everywhere))
                        .distinct()
                        .toList();
    }

    private static Stream<Listen> listen(String address, List<Listen> everywhere) {
        Matcher matcher = ADDRESS.matcher(address);
        if (!matcher.matches()) {
            return Stream.empty();
        }
        String host = matcher.group("host");
        boolean loopback = "127.0.0.1".equals(host) || "localhost".equals(host);
        boolean here = loopback
                || host == null
                || Set.of("*", "_default_", "0.0.0.0", "[::]").contains(host);
        if (!here) {
            return Stream.empty();
        }
        return matcher.group("port").equals("*")
                ? everywhere.stream().map(each -> new Listen(each.port(), loopback))
                : Stream.of(new Listen(Integer.parseInt(matcher.group("port")), loopback));
    }
}
