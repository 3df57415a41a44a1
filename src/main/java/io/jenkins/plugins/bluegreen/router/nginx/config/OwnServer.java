package io.jenkins.plugins.bluegreen.router.nginx.config;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether the servers of nginx that go by a file lead to the two ports of an application. It never says no of what it does not
 * understand: a port may be made of parts, or be chosen by a program.
 */
public final class OwnServer {

    private static final Pattern NUMBER = Pattern.compile("(?<!\\d)\\d{1,5}(?!\\d)");
    private static final Pattern PORT = Pattern.compile(":(\\d{2,5})$");

    /** A port at the end of the name of an upstream. */
    private static final Pattern NAMED = Pattern.compile("(?<!\\d)(\\d{2,5})$");

    private static final Pattern PROGRAM = Pattern.compile("(perl|perl_set|js_.*|.*_by_lua.*|njs_.*)");

    /** A number that goes on with a variable, a socket of no port, a port that a name server tells. */
    private static final Pattern UNTOLD = Pattern.compile(".*(\\d\\$|unix:|service=).*");

    private final NginxDump dump;
    private final NginxConfig config;
    private final SlotPair slots;

    private OwnServer(NginxDump dump, NginxConfig config, SlotPair slots) {
        this.dump = dump;
        this.config = config;
        this.slots = slots;
    }

    /**
     * Looks at a configuration.
     *
     * @param text what {@code dump.sh} printed
     * @return what speaks against it, to follow the words that the file is tested or included by; nothing for what cannot be read
     */
    public static Optional<String> against(String text, NginxConfig config, SlotPair slots) {
        List<NginxDump> dumps;
        try {
            dumps = NginxDump.parse(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return dumps.stream()
                .map(dump -> new OwnServer(dump, config, slots))
                .flatMap(OwnServer::all)
                .findFirst();
    }

    /** Returns what goes by it in a configuration that was read. */
    static OwnServer of(NginxDump dump, NginxConfig config, SlotPair slots) {
        return new OwnServer(dump, config, slots);
    }

    /**
     * Looks whether a test leads those that it holds for to the slot that is not live.
     *
     * @param test of a server, for the files of shares
     * @param other the variable that stands in their names for a port
     * @return what it does instead, as the rest of a sentence; nothing for what is not told
     */
    Optional<String> misled(Directive server, Directive test, String other) {
        boolean untold = skips(server) || isTurned(test);
        return Stream.of(untold ? new Slot[0] : Slot.values())
                .flatMap(live -> misled(server, test, other.toLowerCase(Locale.ROOT), live).stream())
                .findFirst();
    }

    private Optional<String> misled(Directive server, Directive test, String other, Slot live) {
        int port = slots.port(live.other());
        String meanwhile = " while " + live.label() + " is live, ";
        String named =
                Pass.before(test, server, Map.of(), each -> told(each, live)).getOrDefault(other, "");
        if (named.matches("\\d+") && !named.equals(Integer.toString(port))) {
            return Optional.of("sets $" + other + " to " + named + meanwhile + "which has to be " + port
                    + ", the port of the other slot");
        }
        List<String> marked = Pass.to(
                server, Map.of(), each -> each == test ? each.directly("set").map(Pass::marked) : told(each, live));
        List<Integer> ports = ports(
                marked, Pass.to(server, Map.of(), each -> each == test ? each.directly("set") : told(each, live)));
        return ports.isEmpty() || ports.contains(port) || isBetween(ports, marked, server)
                ? Optional.empty()
                : Optional.of(
                        "leads the clients of a share to port " + ports.get(0) + meanwhile + "and not to " + port);
    }

    /** Returns what is set while a slot is live, where what other conditions set is not told. */
    private Stream<Directive> told(Directive each, Slot live) {
        String condition = NginxDump.condition(each);
        boolean other = each.is("if")
                && !NginxDump.tests(each, config.file())
                && (isTurned(each)
                        || !condition.contains(FlagFile.canary(config.file()))
                                && !condition.contains(FlagFile.preview(config.file())));
        Stream<Directive> otherwise = Pass.setOtherwise(each).map(Pass::untold);
        return other
                ? Stream.concat(each.directly("set").map(Directive::argument).map(Pass::untold), otherwise)
                : Stream.concat(live(each, live), otherwise);
    }

    /** Tells whether what is set behind a test may be skipped: a test that sets something may be the end of that. */
    private static boolean skips(Directive server) {
        return server.within()
                .filter(each -> each.is("if") && each.directly("set").findAny().isPresent())
                .anyMatch(each -> each.block().stream()
                        .anyMatch(inner -> inner.is("break") || inner.is("rewrite") || inner.is("return")));
    }

    /** Returns what is set while a slot is live. */
    private Stream<Directive> live(Directive each, Slot slot) {
        return sets(each, byTest(each) == slot ? each.directly("set") : Stream.empty());
    }

    private Stream<String> all() {
        return dump.servers(config).stream()
                .flatMap(server ->
                        against(server)
                                .map(why -> "the server '" + NginxDump.shown(server) + "', which " + why)
                                .stream());
    }

    private Optional<String> against(Directive server) {
        List<Directive> leads = leads(server);
        boolean untold = leads.stream()
                .anyMatch(each -> PROGRAM.matcher(each.name()).matches()
                        || each.words().stream()
                                .anyMatch(word -> UNTOLD.matcher(word).matches()));
        if (untold || leads.stream().noneMatch(Pass::is)) {
            return Optional.empty();
        }
        if (!(config instanceof NginxConfig.Flag)) {
            return named(leads).or(() -> halfAnUpstream(server));
        }
        Slot slot = server.within()
                .filter(each -> NginxDump.tests(each, config.file()))
                .map(OwnServer::byTest)
                .findFirst()
                .orElse(Slot.GREEN);
        return chosen(server, slot)
                .or(() -> named(leads))
                .or(() -> halfAnUpstream(server))
                .or(() -> skips(server) || isElsewhere(server, slot.other())
                        ? Optional.empty()
                        : chosen(server, slot.other()));
    }

    /** Returns all that may tell where a server leads: what stands in it, the upstreams that it may mean, and all maps. */
    private List<Directive> leads(Directive server) {
        Set<String> hosts = server.within()
                .filter(Pass::is)
                .map(each -> Pass.host(each.argument()))
                .collect(Collectors.toSet());
        Stream<Directive> around = dump.http().block().stream()
                .filter(each -> each.is("map")
                        || each.is("geo")
                        || each.is("split_clients")
                        || each.is("upstream") && hosts.stream().anyMatch(host -> Pass.mayMean(host, each.argument())))
                .flatMap(each -> each.within());
        return Stream.concat(server.within(), around).toList();
    }

    /** Where the file chooses a slot outright, one of what is passed on to then is on its port. */
    private Optional<String> chosen(Directive server, Slot slot) {
        List<String> marked = marked(server);
        List<String> passed = Pass.to(server, Map.of(), each -> told(each, slot));
        List<Integer> ports = ports(marked, passed);
        // The variable itself that the file sets, and no other that is set from it.
        List<String> outright = Pass.to(
                server,
                Map.of(),
                each -> each.is("set")
                        ? Stream.empty()
                        : sets(each, each.directly("set").map(Pass::marked)));
        boolean between = ports(outright, passed).isEmpty() && isBetween(ports, marked, server);
        return ports.isEmpty() || ports.contains(slots.port(slot)) || between
                ? Optional.empty()
                : Optional.of("sends to port " + ports.get(0) + " there, while " + slot.label() + "Port is "
                        + slots.port(slot));
    }

    /** Returns what is passed on to, with a mark where the file chooses it. */
    private List<String> marked(Directive server) {
        return Pass.to(server, Map.of(), each -> sets(each, each.directly("set").map(Pass::marked)));
    }

    /** Tells whether something may stand between nginx and both slots: neither is led to by what has a mark, whichever is live. */
    private boolean isBetween(List<Integer> ports, List<String> marked, Directive server) {
        return Stream.concat(
                        ports.stream(),
                        Stream.of(Slot.values())
                                .flatMap(live ->
                                        ports(marked, Pass.to(server, Map.of(), each -> told(each, live))).stream()))
                .noneMatch(port -> port == slots.blue() || port == slots.green());
    }

    /** Tells whether it may be led to a slot by what the file does not choose. */
    private boolean isElsewhere(Directive server, Slot slot) {
        return marked(server).stream()
                .filter(host -> !Pass.isMarked(host))
                .flatMap(host -> ports(Pass.host(host)))
                .anyMatch(port -> port == slots.port(slot));
    }

    /** Returns the ports of what is passed on to that has a mark. */
    private List<Integer> ports(List<String> marked, List<String> passed) {
        return IntStream.range(0, passed.size())
                .filter(i -> Pass.isMarked(marked.get(i)))
                .mapToObj(i -> Pass.host(passed.get(i)))
                .flatMap(this::ports)
                .toList();
    }

    /** @param tested what is set where it is a test of the file */
    private Stream<Directive> sets(Directive each, Stream<Directive> tested) {
        return each.is("set") ? Stream.of(each) : NginxDump.tests(each, config.file()) ? tested : Stream.empty();
    }

    private static Slot byTest(Directive test) {
        return isTurned(test) ? Slot.BLUE : Slot.GREEN;
    }

    /** Tells whether a test holds where there is no file. */
    private static boolean isTurned(Directive test) {
        return NginxDump.condition(test).contains("!-");
    }

    /** Returns the ports of a host or an upstream; none where they are not told. */
    private Stream<Integer> ports(String host) {
        List<Directive> upstream = dump.http()
                .directly("upstream")
                .filter(each -> each.argument().equals(host))
                .toList();
        Stream<String> servers = upstream.stream()
                .flatMap(each -> each.directly("server"))
                .filter(each ->
                        !each.words().contains("backup") && !each.words().contains("down"))
                .map(Directive::argument);
        // What is named as those of both slots, by another port, and is not there, leads nowhere else.
        boolean both = Stream.of(Slot.values())
                .map(slot -> NAMED.matcher(host).replaceFirst(Integer.toString(slots.port(slot))))
                .allMatch(name -> dump.http()
                        .directly("upstream")
                        .anyMatch(each -> each.argument().equals(name)));
        return Stream.concat(Stream.of(host), servers)
                .map((upstream.isEmpty() && both ? NAMED : PORT)::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.valueOf(found.group(1)));
    }

    private Optional<String> named(List<Directive> leads) {
        Set<Integer> numbers = leads.stream()
                .flatMap(each -> each.words().stream())
                .flatMap(word -> NUMBER.matcher(word).results())
                .map(found -> Integer.valueOf(found.group()))
                .collect(Collectors.toSet());
        // What names no port means these.
        numbers.addAll(Set.of(80, 443));
        boolean both = config instanceof NginxConfig.Flag;
        List<Integer> missing = IntStream.of(slots.blue(), slots.green())
                .filter(port -> !numbers.contains(port))
                .boxed()
                .toList();
        return missing.size() < (both ? 1 : 2)
                ? Optional.empty()
                : Optional.of("does not name port "
                        + missing.stream().map(String::valueOf).collect(Collectors.joining(" or ")));
    }

    /** Upstreams that are named by a port are there for both or for none. */
    private Optional<String> halfAnUpstream(Directive server) {
        return server.within()
                .filter(Pass::is)
                .map(each -> Pass.host(each.argument()))
                .filter(host -> Pass.VARIABLE.matcher(host).results().count() == 1)
                .flatMap(host -> {
                    List<String> missing = IntStream.of(slots.blue(), slots.green())
                            .mapToObj(port -> Pass.VARIABLE.matcher(host).replaceFirst(String.valueOf(port)))
                            .filter(name -> dump.http()
                                    .directly("upstream")
                                    .noneMatch(each -> each.argument().equals(name)))
                            .toList();
                    return missing.size() == 1 ? Stream.of("has no upstream " + missing.get(0)) : Stream.empty();
                })
                .findFirst();
    }
}
