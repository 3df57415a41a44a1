package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of {@link HttpdCanary} a virtual host has, under whatever names of variables.
 *
 * @param main what stands outside of it
 * @param host the virtual host
 */
record CanaryLines(VirtualHost main, VirtualHost host) {

    /** What sets a variable to another one. */
    static final Pattern SETS = Pattern.compile("\\bE=(\\w+):%\\{ENV:(\\w+)}");

    /** Looks at all that go by the flag file. */
    static SharesFound of(Hosts hosts) {
        Set<String> logs = new LinkedHashSet<>();
        for (VirtualHost host : hosts.going()) {
            CanaryLines lines = new CanaryLines(hosts.main(), host);
            Optional<String> missing = lines.missing();
            if (missing.isPresent()) {
                return SharesFound.without(host.shown() + " has no " + missing.get());
            }
            logs.addAll(lines.logs());
        }
        return new SharesFound(Optional.empty(), List.copyOf(logs));
    }

    /** What looks for the file of a share, and the variable that then has the other port. */
    private record Choice(String step, String chosen) {}

    private Optional<String> missing() {
        Optional<Choice> choice = choice();
        if (choice.isEmpty()) {
            return Optional.of("'RewriteCond " + FlagFile.canary(file())
                    + "%{ENV:OTHER_PORT}-%{ENV:CANARY_STEP} -f' before a rule that sets the port to %{ENV:OTHER_PORT}");
        }
        String chosen = choice.get().chosen();
        if (rules().noneMatch(rule -> passes(rule, chosen))) {
            return Optional.of("'RewriteRule ... [P]' to the port %{ENV:" + chosen + "} that its rules choose");
        }
        return client(choice.get().step()).or(() -> log(chosen));
    }

    private String file() {
        return host.aliases().iterator().next();
    }

    private Optional<Choice> choice() {
        for (int i = 0; i < host.lines().size(); i++) {
            Line line = host.lines().get(i);
            for (String alias : host.aliases()) {
                Matcher looks = Pattern.compile(
                                Pattern.quote(FlagFile.canary(alias)) + "%\\{ENV:(\\w+)}-%\\{ENV:(\\w+)}")
                        .matcher(line.argument(1));
                if (line.is("rewritecond") && line.argument(2).matches("-[fFs]") && looks.matches()) {
                    Matcher sets = SETS.matcher(host.rule(i).last());
                    if (sets.find() && sets.group(2).equals(looks.group(1))) {
                        return Optional.of(new Choice(looks.group(2), sets.group(1)));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Stream<Line> rules() {
        return host.lines().stream().filter(line -> line.is("rewriterule"));
    }

    /** Tells whether a rule sends on to a port that rules choose. */
    static boolean passes(Line rule, String chosen) {
        return rule.last().matches("\\[(.*,)?P(,.*)?]") && rule.argument(2).contains("%{ENV:" + chosen + "}");
    }

    /** By which of the shares a client is the first to be led there. */
    private Optional<String> client(String step) {
        boolean cookie = host.lines().stream()
                        .anyMatch(line ->
                                line.is("rewritecond") && line.argument(1).equals("%{HTTP_COOKIE}"))
                && rules().anyMatch(rule -> rule.last().matches(".*\\bE=" + step + ":%\\d\\b.*"));
        if (!cookie) {
            return Optional.of("'RewriteCond %{HTTP_COOKIE} ...' before a rule with 'E=" + step
                    + ":%1', so that a client stays where it is");
        }
        Pattern share = Pattern.compile("\\bE=" + step + ":(\\d{1,2})\\b(?!\\d)");
        List<Integer> shares = new ArrayList<>();
        rules().forEach(rule ->
                share.matcher(rule.last()).results().forEach(found -> shares.add(Integer.valueOf(found.group(1)))));
        List<Integer> wanted =
                FlagFile.SHARES.stream().sorted(Comparator.reverseOrder()).toList();
        if (!shares.equals(wanted)) {
            return Optional.of("rules with 'E=" + step + ":...' for the shares "
                    + wanted.toString().replaceAll("[\\[\\]]", "") + ", one after the other");
        }
        boolean given = all().anyMatch(line -> line.is("header")
                && line.words().contains("Set-Cookie")
                && line.words().toString().contains("%{" + step + "}e"));
        return given
                ? Optional.empty()
                : Optional.of("'Header always add Set-Cookie' with %{" + step + "}e, by which a client is known again");
    }

    private Stream<Line> all() {
        return Stream.concat(main.lines().stream(), host.lines().stream());
    }

    private Optional<String> log(String chosen) {
        if (logs(chosen).isEmpty() || all().anyMatch(line -> line.is("bufferedlogs") && on(line))) {
            return Optional.of("'CustomLog' (an absolute path, not buffered, for all requests) whose format is '"
                    + format(chosen) + "'");
        }
        // What was set last counts.
        return all().filter(line -> line.is("logiotrackttfb"))
                        .reduce((one, other) -> other)
                        .filter(CanaryLines::on)
                        .isPresent()
                ? Optional.empty()
                : Optional.of("'LogIOTrackTTFB On', so that it is noted when an answer begins");
    }

    private static boolean on(Line line) {
        return line.argument(1).equalsIgnoreCase("on");
    }

    private List<String> logs() {
        return logs(choice().orElseThrow().chosen());
    }

    private List<String> logs(String chosen) {
        return host.lines().stream()
                .filter(line -> line.is("customlog") && line.words().size() == 3)
                .filter(line -> line.argument(1).startsWith("/")
                        && !line.argument(1).contains("${")
                        && named(line.argument(2)).equals(format(chosen)))
                .map(line -> line.argument(1))
                .distinct()
                .toList();
    }

    /** Returns the format that has a name; what has none is one by itself. */
    private String named(String format) {
        return all().filter(line -> line.is("logformat") && line.argument(2).equals(format))
                .reduce((one, other) -> other)
                .map(line -> line.argument(1))
                .orElse(format);
    }

    private static String format(String chosen) {
        return HttpdCanary.FORMAT.replace("SERVICE_PORT", chosen);
    }
}
