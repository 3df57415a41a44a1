package io.jenkins.plugins.bluegreen.router.httpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The virtual hosts of a configuration, and what stands outside of them.
 *
 * @param main what stands outside
 * @param all the virtual hosts, in their order
 * @param aliases the paths by which the flag file is named
 */
record Hosts(VirtualHost main, List<VirtualHost> all, Set<String> aliases) {

    private static final String SECTION = "<virtualhost";

    Hosts {
        all = List.copyOf(all);
        aliases = Set.copyOf(aliases);
    }

    static Hosts of(List<String> text, Set<String> aliases) {
        List<Line> outside = new ArrayList<>();
        List<VirtualHost> all = new ArrayList<>();
        List<Line> inside = null;
        List<String> addresses = List.of();
        for (Line line : Line.read(text)) {
            if (line.is(SECTION)) {
                inside = new ArrayList<>();
                addresses = line.arguments();
            } else if (line.is("</virtualhost") && inside != null) {
                all.add(new VirtualHost(addresses, inside, aliases));
                inside = null;
            } else {
                (inside == null ? outside : inside).add(line);
            }
        }
        return new Hosts(new VirtualHost(List.of(), outside, aliases), all, aliases);
    }

    /** Returns those that test for the file. */
    List<VirtualHost> going() {
        return Stream.concat(all.stream(), Stream.of(main))
                .filter(VirtualHost::goes)
                .toList();
    }

    /** Returns the paths that are tested for, as far as they are written there. */
    Set<String> tested() {
        return Stream.concat(all.stream(), Stream.of(main))
                .flatMap(host -> host.lines().stream())
                .filter(line -> line.is("rewritecond") && line.argument(2).matches("!?-[fFs]"))
                .map(line -> line.argument(1))
                .filter(path -> path.startsWith("/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Tells whether a file may be tested for that nobody sees before a request comes, or by a program. */
    boolean mayTestUnseen() {
        return Stream.concat(all.stream(), Stream.of(main))
                .flatMap(host -> host.lines().stream())
                .anyMatch(line -> line.is("use")
                        || line.words().get(0).startsWith("lua")
                        || line.is("<if") && line.arguments().toString().matches(".*-[edfFsx] .*")
                        || line.is("rewritecond") && line.argument(2).matches("!?-[dfFsl]") && made(line.argument(1)));
    }

    /** A variable of the configuration, or one behind which a name follows. */
    private static boolean made(String path) {
        return path.contains("${") || path.matches(".*%\\{[^}]*}/[^%]*");
    }
}
