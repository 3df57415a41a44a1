package io.jenkins.plugins.bluegreen.router.httpd;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.Dice;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import io.jenkins.plugins.bluegreen.router.flag.SharesFound;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What of {@link HttpdCanary} a virtual host has, under whatever names of variables.
 *
 * @param hosts all of them, and what stands outside
 * @param host the virtual host
 * @param slots the ports of the slots
 */
record CanaryLines(Hosts hosts, VirtualHost host, SlotPair slots) {

    /** What sets a variable to another one. */
    static final Pattern SETS = Pattern.compile("\\bE=(\\w+):%\\{ENV:(\\w+)}");

    /** Looks at all that go by the flag file. */
    static SharesFound of(Hosts hosts, SlotPair slots) {
        Set<String> logs = new LinkedHashSet<>();
        for (VirtualHost host : hosts.going()) {
            CanaryLines lines = new CanaryLines(hosts, host, slots);
            Optional<String> missing = lines.missing();
            if (missing.isPresent()) {
                return SharesFound.without(host.shown() + " has no " + missing.get());
            }
            logs.addAll(lines.logs());
        }
        return new SharesFound(Optional.empty(), List.copyOf(logs));
    }

    /** What looks for the file of a share, and the variable that then has the port of the other slot. */
    private record Choice(String other, String step, String chosen) {}

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
        return Stream.of(Slot.values())
                .flatMap(live -> led(live, choice.get().other()).stream())
                .findFirst()
                .or(() -> client(choice.get().step()))
                .or(() -> log(chosen));
    }

    /** Who is in a share comes to the slot that is not live. */
    private Optional<String> led(Slot live, String other) {
        int port = slots.port(live.other());
        String meanwhile = " while " + live.label() + " is live";
        Rewrite rewrite = Rewrite.of(host.lines(), host.aliases(), live, true, balancers());
        String value = rewrite.looked().getOrDefault(other, "");
        if (value.matches("\\d+") && !value.equals(Integer.toString(port))) {
            return Optional.of("rule by which %{ENV:" + other + "} is " + port + meanwhile);
        }
        Optional<String> unknown = rewrite.unknown().stream()
                .filter(balancer -> !mayBeElsewhere(balancer))
                .findFirst();
        if (unknown.isPresent()) {
            return Optional.of(
                    "'<Proxy \"balancer://" + unknown.get() + "\">', by which a share of the clients is led to "
                            + live.other().label());
        }
        return rewrite.chosen().isEmpty() || rewrite.chosen().contains(port) || isBetween(rewrite, live)
                ? Optional.empty()
                : Optional.of("way to port " + port + " for a share of the clients" + meanwhile + ", but to port "
                        + rewrite.chosen().iterator().next());
    }

    /** Something may stand between httpd and both slots. */
    private boolean isBetween(Rewrite rewrite, Slot live) {
        return !rewrite.chosen().contains(slots.port(live))
                && !Rewrite.of(host.lines(), host.aliases(), live.other(), true, balancers())
                        .chosen()
                        .contains(slots.port(live));
    }

    /** Tells whether a balancer is named elsewhere, or may be made by a macro, a Define or a module. */
    private boolean mayBeElsewhere(String balancer) {
        return Stream.concat(hosts.all().stream(), Stream.of(hosts.main()))
                .flatMap(each -> each.lines().stream())
                .filter(line -> !line.is("rewriterule"))
                .anyMatch(line -> line.words()
                                .toString()
                                .toLowerCase(Locale.ROOT)
                                .matches(".*balancer:/*" + Pattern.quote(balancer) + "(?![\\w.-]).*")
                        || line.words().toString().matches("(?i)(?=.*balancer:).*\\$\\{.*")
                        || line.words()
                                .get(0)
                                .matches("use|<macro|enablemcpmreceive|managerbalancername|createbalancers|lua.*"));
    }

    /** Rules that are included may stand elsewhere than the balancers that they lead to. */
    private Map<String, Set<Integer>> balancers() {
        Map<String, Set<Integer>> found = new HashMap<>();
        hosts.all().forEach(each -> found.putAll(Rewrite.balancers(each.lines())));
        found.putAll(Rewrite.balancers(all().toList()));
        return found;
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
                        return Optional.of(new Choice(looks.group(1), looks.group(2), sets.group(1)));
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
        return rule.passes() && rule.argument(2).contains("%{ENV:" + chosen + "}");
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
        return dice(step).or(() -> cookie(step));
    }

    /** Where they are digits that are drawn, each condition leads the share that its rule names. */
    private Optional<String> dice(String step) {
        List<Dice.Line> table = new ArrayList<>();
        Set<String> drawn = new LinkedHashSet<>();
        Pattern names = Pattern.compile("\\bE=" + step + ":(\\d{1,2})\\b(?!\\d)");
        for (int i = 0; i < host.lines().size(); i++) {
            Line line = host.lines().get(i);
            Matcher share = names.matcher(host.rule(i).last());
            if (line.is("rewritecond") && share.find()) {
                // The last that holds counts.
                table.add(0, new Dice.Line(line.argument(2), Integer.parseInt(share.group(1))));
                drawn.add(line.argument(1) + line.argument(3));
            }
        }
        // Else there are further conditions, or other digits.
        boolean told = drawn.size() == 1
                && table.size() == FlagFile.SHARES.size()
                && isDrawn(drawn.iterator().next());
        return told
                ? Dice.wrong(table)
                        .map(wrong -> "conditions on " + drawn.iterator().next() + " that lead each share: they lead "
                                + wrong)
                : Optional.empty();
    }

    /** Tells whether all that a variable ever has is the beginning of a sum. */
    private boolean isDrawn(String variable) {
        Matcher named = Pattern.compile("%\\{ENV:(\\w+)}").matcher(variable);
        if (!named.matches()) {
            return false;
        }
        boolean sum = false;
        for (int i = 0; i < host.lines().size(); i++) {
            Line line = host.lines().get(i);
            if (line.is("rewritecond") && host.rule(i).last().matches(".*\\bE=" + named.group(1) + ":%1\\b.*")) {
                sum |= line.words().toString().matches(".*md5\\(.*=~ */\\^\\(\\.{2,}\\).*");
            }
        }
        return sum
                && rules().filter(rule -> rule.last().contains("=" + named.group(1) + ":"))
                                .count()
                        == 1;
    }

    private Optional<String> cookie(String step) {
        List<String> given = all().filter(line -> line.is("header")
                        && line.words().contains("Set-Cookie")
                        && line.words().toString().contains("%{" + step + "}e"))
                .map(line -> line.words().toString())
                .toList();
        if (given.isEmpty()) {
            return Optional.of(
                    "'Header always add Set-Cookie' with %{" + step + "}e, by which a client is known again");
        }
        Set<String> names = found(given, "([\\w-]+)=%\\{" + step + "}e");
        // As in what we print; any other expression may find it as well.
        List<String> conditions = host.lines().stream()
                .filter(line ->
                        line.is("rewritecond") && line.words().toString().matches("(?i).*cookie.*"))
                .map(line -> line.words().toString().replace("\\", ""))
                .toList();
        Set<String> known = found(conditions, "[ *)^]([\\w-]+)=\\(");
        boolean told = !names.isEmpty()
                && conditions.stream()
                        .noneMatch(line -> names.stream().anyMatch(line.toLowerCase(Locale.ROOT)::contains))
                && conditions.size() == known.size();
        return told
                ? Optional.of("'RewriteCond %{HTTP_COOKIE}' on "
                        + names.iterator().next() + "=, the cookie that its 'Header' gives")
                : Optional.empty();
    }

    private static Set<String> found(List<String> texts, String expression) {
        Pattern pattern = Pattern.compile(expression);
        Set<String> found = new LinkedHashSet<>();
        texts.forEach(text -> pattern.matcher(text)
                .results()
                .forEach(each -> found.add(each.group(1).toLowerCase(Locale.ROOT))));
        return found;
    }

    private Stream<Line> all() {
        return Stream.concat(hosts.main().lines().stream(), host.lines().stream());
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
