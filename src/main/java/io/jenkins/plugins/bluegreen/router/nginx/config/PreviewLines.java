package io.jenkins.plugins.bluegreen.router.nginx.config;

import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What of {@link PreviewBlock} a configuration lacks, under whatever names of variables. */
public final class PreviewLines {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)}?");

    /** What stands for no token: nothing that leads elsewhere in a path. */
    private static final Pattern NONE = Pattern.compile("[\\w-]*");

    /** A table may name another one, but not itself again and again. */
    private static final int DEEPEST = 4;

    private final Directive http;
    private final Directive server;
    private final String file;

    private PreviewLines(Directive http, Directive server, String file) {
        this.http = http;
        this.server = server;
        this.file = file;
    }

    /**
     * Looks at a configuration.
     *
     * @param text what {@code nginx -T} prints of it
     * @return what is not there, as the rest of a sentence; nothing where all is
     */
    public static Optional<String> missing(String text, NginxConfig.Flag config) {
        try {
            NginxDump dump = NginxDump.parse(text).get(0);
            List<Directive> servers = dump.servers(config);
            if (servers.isEmpty()) {
                return Optional.of("its configuration has no server that tests '-f " + config.file() + "'");
            }
            return servers.stream()
                    .flatMap(server -> new PreviewLines(dump.http(), server, config.file())
                            .missing().map(what -> "the server '" + NginxDump.shown(server) + "' " + what).stream())
                    .findFirst();
        } catch (IllegalArgumentException e) {
            return Optional.of("its configuration cannot be read to its end");
        }
    }

    private Optional<String> missing() {
        Pattern wanted =
                Pattern.compile(".*-f " + Pattern.quote(FlagFile.preview(file)) + "\\$\\{?\\w+}?-\\$\\{?(\\w+)}?\\)");
        for (Directive test : server.within().filter(each -> each.is("if")).toList()) {
            Matcher found = wanted.matcher(NginxDump.condition(test));
            if (found.matches()) {
                return unchecked(found.group(1))
                        .or(() -> Pass.follows(server, test)
                                ? Optional.empty()
                                : Optional.of("does not pass on ('proxy_pass') to the variable that its 'if (-f "
                                        + FlagFile.preview(file) + "...)' sets"));
            }
        }
        return Optional.of("has no 'if (-f " + FlagFile.preview(file) + "$other_port-$preview)'");
    }

    /** What is sent may become a part of the path only where it is a token, whole. */
    private Optional<String> unchecked(String variable) {
        Set<String> sources = new TreeSet<>();
        if (!checks(variable, sources, 0)) {
            return Optional.of("takes $" + variable + " into the path of a file, which has to come from a"
                    + " 'map ... $" + variable + "' with \"" + PreviewBlock.CHECKED + "\" as its only key, and a"
                    + " 'default' of letters");
        }
        return Set.of(PreviewBlock.HEADER, PreviewBlock.COOKIE).stream()
                .filter(source -> !sources.contains(source))
                .sorted()
                .map(source -> "does not take $" + source + " into account; have a 'map $" + source + " ...' lead to $"
                        + variable)
                .findFirst();
    }

    /** Tells whether a variable can be nothing but what was sent and looks like a token, or a word of the configuration. */
    private boolean checks(String variable, Set<String> sources, int depth) {
        Optional<Directive> table = http.directly("map")
                .filter(each -> each.last().equals("$" + variable))
                .reduce((first, last) -> last);
        return depth < DEEPEST
                && table.isPresent()
                && table.get().block().stream().allMatch(each -> checks(table.get(), each, sources, depth));
    }

    private boolean checks(Directive table, Directive entry, Set<String> sources, int depth) {
        String value = entry.argument();
        Matcher named = VARIABLE.matcher(value);
        if (entry.is("default")) {
            return NONE.matcher(value).matches() || named.matches() && checks(named.group(1), sources, depth + 1);
        }
        if (entry.is(PreviewBlock.CHECKED) && value.equals(table.argument()) && named.matches()) {
            return sources.add(named.group(1));
        }
        return entry.is("volatile") && value.isEmpty();
    }
}
