package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import io.jenkins.plugins.bluegreen.router.flag.PreviewFound;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What of {@link HttpdPreview} a virtual host has, under whatever names of variables.
 *
 * @param main what stands outside of it
 * @param host the virtual host
 */
record PreviewLines(VirtualHost main, VirtualHost host) {

    private static final Pattern VARIABLE = Pattern.compile("%\\{ENV:(\\w+)}", Pattern.CASE_INSENSITIVE);

    /** The flag of a rule that sets a variable, which may come to its name by another one. */
    private static final Pattern SETS = Pattern.compile("(?i)\\s*e(?:nv)?=!?([^:]*):?(.*)");

    /** What stands for no token: nothing that leads elsewhere in a path. */
    private static final Pattern NONE = Pattern.compile("[\\w-]*");

    private static final Pattern PORT = Pattern.compile("\\d{1,5}");

    /** Looks at all that go by the flag file. */
    static PreviewFound of(Hosts hosts) {
        return new PreviewFound(hosts.going().stream()
                .flatMap(host ->
                        new PreviewLines(hosts.main(), host).missing().map(what -> host.shown() + " " + what).stream())
                .findFirst());
    }

    private List<Line> lines() {
        return host.lines();
    }

    private Optional<String> missing() {
        List<Integer> tests = IntStream.range(0, lines().size())
                .filter(i -> !behind(i).isEmpty())
                .boxed()
                .toList();
        if (tests.isEmpty()) {
            return Optional.of("has no 'RewriteCond " + FlagFile.preview(file())
                    + "%{ENV:OTHER_PORT}-%{ENV:PREVIEW} -f' before a rule that sets the port to %{ENV:OTHER_PORT}");
        }
        return tests.stream().flatMap(test -> missing(test).stream()).findFirst();
    }

    private String file() {
        return host.aliases().stream().sorted().findFirst().orElseThrow();
    }

    /** Returns what follows the beginning of the name in a test for the file of a token; an empty text for another line. */
    private String behind(int at) {
        Line line = lines().get(at);
        return host.aliases().stream()
                .map(FlagFile::preview)
                .filter(begins -> line.is("rewritecond") && line.argument(1).startsWith(begins))
                .map(begins -> line.argument(1).substring(begins.length()))
                .findFirst()
                .orElse("");
    }

    private Optional<String> missing(int test) {
        String[] parts = behind(test).split("-", 2);
        Matcher port = VARIABLE.matcher(parts[0]);
        if (!port.matches() || !always(port.group(1), PORT)) {
            return unchecked(parts[0], "ports that rules set");
        }
        Matcher token = VARIABLE.matcher(parts.length < 2 ? "" : parts[1]);
        if (!token.matches() || !checked(token.group(1))) {
            return unchecked(
                    parts.length < 2 ? parts[0] : parts[1],
                    "rules with 'E=...:" + HttpdPreview.TAKEN + "', each behind 'RewriteCond " + HttpdPreview.HEADER
                            + "' or 'RewriteCond " + HttpdPreview.COOKIE + "' and nothing else");
        }
        return Stream.of(HttpdPreview.HEADER, HttpdPreview.COOKIE)
                .filter(check -> lines().subList(0, test).stream().noneMatch(check::is))
                .map(check -> "does not take " + check.sent() + " into account; have a rule behind 'RewriteCond "
                        + check + "' set " + token.group(1) + " before that is tried")
                .findFirst()
                .or(() -> leads(test, port.group(1)));
    }

    private static Optional<String> unchecked(String what, String source) {
        return Optional.of("takes " + what + " into the path of a file, which has to come from " + source);
    }

    private Optional<String> leads(int test, String port) {
        Matcher sets = CanaryLines.SETS.matcher(host.rule(test).last());
        boolean leads = lines().get(test).argument(2).equals("-f")
                && sets.find()
                && sets.group(2).equals(port);
        return leads
                        && lines().stream()
                                .skip(test)
                                .anyMatch(line -> line.is("rewriterule") && CanaryLines.passes(line, sets.group(1)))
                ? Optional.empty()
                : Optional.of("does not lead to %{ENV:" + port + "} where there is " + FlagFile.preview(file())
                        + "...; have the rule behind that condition (-f) set the port to it, and a 'RewriteRule ... [P]'"
                        + " after it go to that port");
    }

    /** Tells whether a variable can be nothing but what was sent and looks like a token, or a word of the configuration. */
    private boolean checked(String variable) {
        return all(
                variable,
                (value, conditions) -> NONE.matcher(value).matches()
                        || value.equals(HttpdPreview.TAKEN)
                                && conditions.size() == 1
                                && (HttpdPreview.HEADER.is(conditions.get(0))
                                        || HttpdPreview.COOKIE.is(conditions.get(0))));
    }

    private boolean always(String variable, Pattern form) {
        return all(variable, (value, conditions) -> form.matcher(value).matches());
    }

    private interface Given {
        boolean allowed(String value, List<Line> conditions);
    }

    /** Tells whether whatever sets a variable is allowed, and something does. */
    private boolean all(String variable, Given given) {
        return set(lines(), variable, given)
                && set(main.lines(), variable, given)
                && lines().stream()
                        .filter(line -> line.is("rewriterule"))
                        .flatMap(PreviewLines::sets)
                        .filter(sets -> sets.group(1).equals(variable))
                        .findFirst()
                        .isPresent();
    }

    private static boolean set(List<Line> lines, String variable, Given given) {
        int first = 0;
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            if (byOther(line, variable)) {
                return false;
            }
            if (line.is("rewriterule")) {
                List<Line> conditions = lines.subList(first, i).stream()
                        .filter(each -> each.is("rewritecond"))
                        .toList();
                first = i + 1;
                if (!sets(line)
                        .allMatch(sets -> sets.group(1).matches("[\\w.-]+")
                                && (!sets.group(1).equals(variable) || given.allowed(sets.group(2), conditions)))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Stream<Matcher> sets(Line rule) {
        String flags = rule.last();
        return flags.startsWith("[")
                ? Stream.of(flags.replaceAll("[\\[\\]]", "").split(","))
                        .map(SETS::matcher)
                        .filter(Matcher::matches)
                : Stream.empty();
    }

    /** Tells whether something else than a rule sets a variable, by what was sent perhaps (mod_setenvif, mod_env). */
    private static boolean byOther(Line line, String variable) {
        return line.words().get(0).matches("setenv.*|browsermatch.*|passenv")
                && line.arguments().stream()
                        .anyMatch(word -> word.replaceFirst("=.*", "").equals(variable));
    }
}
