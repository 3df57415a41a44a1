package io.jenkins.plugins.bluegreen.router.nginx.config;

import io.jenkins.plugins.bluegreen.port.router.FoundSwitch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file by which a server of nginx chooses a port already, so that a deployment could go by it.
 *
 * @param reloadFree whether nginx looks at each request whether it is there, and does not include it
 * @param file its path
 * @param blue the port without it, or in it
 * @param green the port with it; nothing where it is not named
 * @param server the server, for a reader
 */
public record NginxFound(boolean reloadFree, String file, int blue, Optional<Integer> green, String server) {

    private static final Pattern TEST = Pattern.compile("if \\( ?-f (/[^\\s)]+)\\)");

    /** A port by itself, or behind the host of an address. */
    private static final Pattern PORT = Pattern.compile("(?:.*:)?(\\d{2,5})(?:/.*)?");

    /**
     * Finds them.
     *
     * @param text what {@code nginx -T} or {@code dump.sh} printed
     * @return none also for what cannot be read
     */
    public static List<NginxFound> in(String text) {
        Set<NginxFound> all = new LinkedHashSet<>();
        try {
            for (NginxDump dump : NginxDump.parse(text)) {
                dump.http().directly("server").forEach(server -> all.addAll(of(server)));
                dump.http()
                        .directly("upstream")
                        .forEach(upstream ->
                                included(upstream, upstream.argument()).forEach(all::add));
            }
        } catch (IllegalArgumentException e) {
            return List.of();
        }
        return List.copyOf(all);
    }

    /** Returns it as the form of the router takes it. */
    public FoundSwitch offered() {
        return new FoundSwitch(
                server,
                file + (reloadFree ? ", without a reload" : ", which it includes"),
                file,
                Map.of(reloadFree ? "flagFile" : "includeFile", file),
                blue,
                green);
    }

    private static List<NginxFound> of(Directive server) {
        String name = NginxDump.shown(server);
        List<NginxFound> found = new ArrayList<>(included(server, name));
        server.within().filter(each -> each.is("if")).forEach(test -> {
            Matcher file = TEST.matcher(NginxDump.condition(test));
            // Others may follow, which choose who else is led there.
            Optional<Directive> set = test.directly("set")
                    .filter(each -> Pass.follows(server, test, each))
                    .findFirst()
                    .or(() -> test.directly("set").findFirst());
            if (file.matches() && set.isPresent()) {
                Optional<Integer> green = port(set.get());
                Optional<Integer> blue = server.within()
                        .filter(each -> each.is("set")
                                && each.argument().equals(set.get().argument()))
                        .filter(each -> each != set.get())
                        .findFirst()
                        .flatMap(NginxFound::port);
                if (blue.isPresent() && green.isPresent()) {
                    found.add(new NginxFound(true, file.group(1), blue.get(), green, name));
                }
            }
        });
        return found;
    }

    /** Returns the files that a block includes by their names, and that hold a port and nothing else. */
    private static List<NginxFound> included(Directive around, String name) {
        List<NginxFound> found = new ArrayList<>();
        around.within()
                .filter(each -> each.is("include") && !each.argument().matches(".*[*?\\[].*"))
                .map(Directive::argument)
                .forEach(file -> {
                    List<Directive> own = around.within()
                            .filter(each -> each.file().equals(file))
                            .toList();
                    if (!own.isEmpty() && own.stream().allMatch(each -> each.is("set") || each.is("server"))) {
                        own.stream()
                                .flatMap(each -> port(each).stream())
                                .findFirst()
                                .ifPresent(
                                        port -> found.add(new NginxFound(false, file, port, Optional.empty(), name)));
                    }
                });
        return found;
    }

    private static Optional<Integer> port(Directive each) {
        String value = each.is("set") ? each.last() : each.argument();
        Matcher port = PORT.matcher(value);
        return port.matches() ? Optional.of(Integer.valueOf(port.group(1))) : Optional.empty();
    }
}
