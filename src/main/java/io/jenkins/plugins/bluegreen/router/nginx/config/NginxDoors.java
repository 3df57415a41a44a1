package io.jenkins.plugins.bluegreen.router.nginx.config;

import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.port.router.Door;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where nginx takes requests for the application, by what its configuration says. What is found here is only asked there: whether the
 * requests come to a slot is seen at that.
 */
public final class NginxDoors {

    /** More would only be asked in vain. */
    private static final int MOST = 6;

    private static final Pattern LISTEN = Pattern.compile(
            "(?:(?<address>\\*|[\\d.]+|localhost|\\[[0-9A-Fa-f:.]+]):)?(?<port>\\d{1,5})(?:-\\d{1,5})?");

    private static final Pattern BARE = Pattern.compile("\\*|[\\d.]+\\.[\\d.]+|localhost|\\[[0-9A-Fa-f:.]+]");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final Pattern PLAIN_PATH = Pattern.compile("/[!#-\\[\\]-~]*");

    /** What nginx answers itself by, so that a request may not come to the application. */
    private static final Set<String> GUARDS =
            Set.of("auth_basic", "auth_request", "deny", "ssl_verify_client", "internal");

    private final NginxDump dump;
    private final NginxConfig config;
    private final SlotPair slots;

    private NginxDoors(NginxDump dump, NginxConfig config, SlotPair slots) {
        this.dump = dump;
        this.config = config;
        this.slots = slots;
    }

    /**
     * Looks at a configuration.
     *
     * @param text what {@code nginx -T} prints of it
     * @param users as whom its workers run
     * @return the doors, the best first; none for what cannot be read
     */
    public static List<Door> of(String text, Set<Integer> users, NginxConfig config, SlotPair slots) {
        if (text.isBlank()) {
            return List.of();
        }
        try {
            return new NginxDoors(NginxDump.parse(text).get(0), config, slots).all(users);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    /** @param name which of the server's names it is, from 0: one of them may only lead to another one */
    private record Ranked(Door door, boolean guarded, boolean root, int name) {}

    private List<Door> all(Set<Integer> users) {
        List<Ranked> found = new ArrayList<>();
        for (Directive server : servers()) {
            for (Place place : places(server)) {
                for (Listen listen : reached(server)) {
                    List<String> names = names(server, listen);
                    for (int i = 0; i < names.size(); i++) {
                        Door door = new Door(listen.port(), listen.tls(), names.get(i), List.of(place.path()), users);
                        found.add(new Ranked(door, place.guarded(), place.path().equals("/"), i));
                    }
                }
            }
        }
        return found.stream()
                .sorted(Comparator.comparing(Ranked::guarded)
                        .thenComparing(each -> !each.root())
                        .thenComparing(Ranked::name))
                .map(Ranked::door)
                .distinct()
                .limit(MOST)
                .toList();
    }

    /** Those that name the file, or where its name is written in another way, those that lead to a slot. */
    private List<Directive> servers() {
        List<Directive> named = dump.servers(config);
        return named.isEmpty()
                ? dump.http().directly("server").filter(this::leadsToASlot).toList()
                : named;
    }

    private boolean leadsToASlot(Directive server) {
        return server.within().filter(each -> each.is("proxy_pass")).anyMatch(pass -> {
            String host = pass.argument().replaceFirst("^https?://", "").replaceFirst("/.*", "");
            return ofASlot(host)
                    || dump.http()
                            .directly("upstream")
                            .filter(upstream -> upstream.argument().equals(host))
                            .flatMap(upstream -> upstream.directly("server"))
                            .anyMatch(each -> ofASlot(each.argument()));
        });
    }

    private boolean ofASlot(String address) {
        return address.endsWith(":" + slots.blue()) || address.endsWith(":" + slots.green());
    }

    /** Where in a server something is passed on. */
    private record Place(String path, boolean guarded) {}

    private List<Place> places(Directive server) {
        if (server.directly("return").findAny().isPresent()) {
            return List.of();
        }
        List<Place> places = new ArrayList<>();
        boolean guarded = guarded(server);
        for (Directive location :
                server.within().filter(each -> each.is("location")).toList()) {
            boolean passes = location.block().stream().anyMatch(each -> each.is("proxy_pass"));
            boolean returns = location.directly("return").findAny().isPresent();
            Optional<String> path = path(location.words());
            if (passes && !returns && path.isPresent()) {
                places.add(new Place(path.get(), guarded || guarded(location)));
            }
        }
        return places;
    }

    private static boolean guarded(Directive block) {
        return block.block().stream()
                .anyMatch(
                        each -> GUARDS.contains(each.name()) && !each.argument().equals("off"));
    }

    /** Of a regular expression nobody knows what it matches; to a named location, requests for "/" are passed on in the end. */
    private static Optional<String> path(List<String> words) {
        String last = words.get(words.size() - 1);
        if (last.startsWith("@")) {
            return Optional.of("/");
        }
        boolean plain =
                words.size() == 2 || words.get(1).equals("=") || words.get(1).equals("^~");
        return Optional.of(last)
                .filter(path -> plain && PLAIN_PATH.matcher(path).matches());
    }

    /**
     * A pair of address and port.
     *
     * @param loopback whether it names the loopback address, not all of them
     * @param chosen whether its server is asked for each name that no other one has
     */
    private record Listen(int port, boolean tls, boolean loopback, boolean chosen) {}

    /** Those by which a server is reached: where any one names the loopback address, those of all addresses get nothing there. */
    private List<Listen> reached(Directive server) {
        return listens(server).stream()
                .filter(each -> each.loopback() || onLoopback(each.port()).isEmpty())
                .toList();
    }

    /** Returns the servers that name the loopback address with a port. */
    private List<Directive> onLoopback(int port) {
        return dump.http()
                .directly("server")
                .filter(server -> listens(server).stream().anyMatch(each -> each.loopback() && each.port() == port))
                .toList();
    }

    /** Those of the loopback address, which is what a connection through SSH comes to. */
    private static List<Listen> listens(Directive server) {
        List<Directive> all = server.directly("listen").toList();
        boolean tls = server.value("ssl").filter("on"::equals).isPresent();
        if (all.isEmpty()) {
            return List.of(new Listen(80, tls, false, false));
        }
        return all.stream()
                .flatMap(each -> listen(each.words(), tls))
                .distinct()
                .toList();
    }

    private static Stream<Listen> listen(List<String> words, boolean tls) {
        var whole = LISTEN.matcher(words.get(1));
        boolean bare = BARE.matcher(words.get(1)).matches();
        if (!bare && !whole.matches() || words.contains("proxy_protocol") || words.contains("quic")) {
            return Stream.empty();
        }
        String address = bare ? words.get(1) : whole.group("address") == null ? "*" : whole.group("address");
        boolean loopback = Set.of("127.0.0.1", "localhost").contains(address);
        boolean here = loopback
                || Set.of("*", "0.0.0.0").contains(address)
                || address.equals("[::]") && words.contains("ipv6only=off");
        int port = bare ? 80 : Integer.parseInt(whole.group("port"));
        boolean chosen = words.contains("default_server") || words.contains("default");
        return here ? Stream.of(new Listen(port, tls || words.contains("ssl"), loopback, chosen)) : Stream.empty();
    }

    /** Returns the names by which a request comes to the server (ngx_http_core_module, server_name). */
    private List<String> names(Directive server, Listen listen) {
        List<String> names = server.directly("server_name")
                .flatMap(each -> each.words().stream().skip(1))
                .map(name -> name.startsWith("*.") ? "any" + name.substring(1) : name)
                .map(name -> name.startsWith(".") ? name.substring(1) : name)
                .filter(name -> !name.equals("_") && NAME.matcher(name).matches())
                .distinct()
                .toList();
        if (!names.isEmpty()) {
            return names;
        }
        return isDefault(server, listen)
                ? List.of("localhost")
                : underscore(server).stream().toList();
    }

    /** No name that anybody has, but one that nginx compares like any other. */
    private static Optional<String> underscore(Directive server) {
        return server.directly("server_name").anyMatch(names -> names.words().contains("_"))
                ? Optional.of("_")
                : Optional.empty();
    }

    /** Tells whether it is asked for each name that no other server has: it is the first one there, or chosen. */
    private boolean isDefault(Directive server, Listen listen) {
        return listen.chosen()
                || dump.http()
                        .directly("server")
                        .filter(each -> reached(each).stream().anyMatch(other -> other.port() == listen.port()))
                        .findFirst()
                        .filter(first -> first == server)
                        .isPresent();
    }
}
