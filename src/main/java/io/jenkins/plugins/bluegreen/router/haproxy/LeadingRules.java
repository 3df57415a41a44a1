package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lines of a frontend by which HAProxy leads some to the slot that is not live. A share of the clients: each is known by a number below 100,
 * in a cookie that it is given with its first answer as soon as there is a share. And who sends a token: of that, the map has the SHA-256 alone.
 */
final class LeadingRules {

    // Several applications' lines may stand in one frontend: a number is drawn once.
    // rand and the arithmetic converters: Configuration Manual, 7.3; a converter whose variable is not there fails, and
    // so does the rule.
    private static final String STATE = """
                # The map is asked at each request: %5$s.
                http-request set-var(txn.%1$s_state) str(%2$s),map(%3$s,blue)
                http-request set-var(txn.%1$s_live) var(txn.%1$s_state),field(1,+)
                http-request set-var(txn.%1$s_backend) str(%4$s_),concat(,txn.%1$s_live)
            """;

    private static final String SHARE = """
                http-request set-var(txn.%1$s_share) var(txn.%1$s_state),field(2,+),add(0)
                # Which client it is: a number below 100, in a cookie that is given while there is a share.
                http-request set-var(txn.bluegreen) req.cook(bluegreen) if { req.cook(bluegreen) -m reg ^[0-9]{1,2}$ }
                http-request set-var(txn.bluegreen_new) bool(true) if { var(txn.%1$s_share) -m found } !{ var(txn.bluegreen) -m found }
                http-request set-var(txn.bluegreen) rand(100) if { var(txn.bluegreen_new) -m bool } !{ var(txn.bluegreen) -m found }
                http-after-response add-header Set-Cookie "bluegreen=%%[var(txn.bluegreen)]; Path=/; Max-Age=86400; HttpOnly" if { var(txn.bluegreen_new) -m bool }
                # Those below the share are led to the other slot.
                http-request set-var(txn.%1$s_above) var(txn.bluegreen),sub(txn.%1$s_share)
                http-request set-var(txn.%1$s_led) str(%4$s_green) if { var(txn.%1$s_above) -m int lt 0 } { var(txn.%1$s_backend) -m str %4$s_blue }
                http-request set-var(txn.%1$s_led) str(%4$s_blue) if { var(txn.%1$s_above) -m int lt 0 } { var(txn.%1$s_backend) -m str %4$s_green }
            """;

    // The header goes before the cookie. By what they are compared with, it is told apart whether the rules for shares
    // are there, or these.
    private static final String PREVIEW = """
                # Who may see a release that is held: who sends what has the SHA-256 that stands behind a second + there.
                http-request set-var(txn.%1$s_token) var(txn.%1$s_state),field(3,+)
                http-request set-var(txn.bluegreen_sent) %6$s
                http-request set-var(txn.bluegreen_sent) %5$s
                http-request set-var(txn.%1$s_tester) str(%4$s_preview) if { var(txn.bluegreen_sent),strcmp(txn.%1$s_token) eq 0 }
                http-request set-var(txn.%1$s_led) str(%4$s_green) if { var(txn.%1$s_tester) -m str %4$s_preview } { var(txn.%1$s_live) -m str blue }
                http-request set-var(txn.%1$s_led) str(%4$s_blue) if { var(txn.%1$s_tester) -m str %4$s_preview } { var(txn.%1$s_live) -m str green }
            """;

    private static final String USE = """
                use_backend %%[var(txn.%1$s_led)] if { var(txn.%1$s_led) -m found } %2$s
                use_backend %%[var(txn.%1$s_backend)] if %2$s
            """;

    private static final String HEADER = "req.hdr(" + PreviewToken.HEADER + "),sha2(256),hex,lower";
    private static final String COOKIE = "req.cook(" + PreviewToken.COOKIE + "),sha2(256),hex,lower";

    private static final Pattern ACL = Pattern.compile("(?m)^(\\d+) \\([^)]*\\) acl 'var' ");

    /** The number of a client, from which a share is taken. */
    private static final Pattern COMPARED =
            Pattern.compile("set-var\\(([\\w.]+)\\) var\\(([\\w.]+)\\),sub\\(([\\w.]+)\\)(?= |$)");

    /** What a share is one of 100 by. */
    private static final Pattern PER_CENT = Pattern.compile("\\S*,field\\(2,\\+\\)(?:,add\\(0\\))?");

    /** All that a number of a client is, in what we print. */
    private static final Pattern NUMBER = Pattern.compile("req\\.cook\\(([\\w.-]+)\\)|rand\\((\\d{1,9})\\)");

    private static final Pattern USED = Pattern.compile("^use_backend %\\[var\\(([\\w.]+)\\)](?= |$)");

    private static final Pattern SET_COOKIE = Pattern.compile("(?i)(?:^| )(?:add|set)-header Set-Cookie ");

    /** A line for the clients of a share while a backend is the live one, and for nobody else. */
    private static final String LED = "set-var\\(%1$s\\) str\\(([^()]+)\\) if \\{ var\\(%2$s\\) -m int lt 0 } "
            + "\\{ var\\([\\w.]+\\) -m str (\\S+) }$";

    /** A line with commands is no longer than what HAProxy reads at once (tune.bufsize). */
    private static final int AT_ONCE = 500;

    private LeadingRules() {}

    /**
     * Returns them.
     *
     * @param asked a condition for the application's requests
     * @param shares whether a share of the clients may be led
     * @param testers whether who sends a token may be
     */
    static String of(MapPlace place, String asked, boolean shares, boolean testers) {
        String name = place.name();
        // In a variable, there is nothing but letters, digits and these (Configuration Manual, 7.3.2).
        String variable = name.replaceAll("[^A-Za-z0-9_]", "_");
        String values = shares ? "blue, green, or blue+25, which leads 25 % of the clients to green" : "blue or green";
        return STATE.formatted(variable, place.key(), place.file(), name, values)
                + (shares ? SHARE.formatted(variable, place.key(), place.file(), name) : "")
                + (testers ? PREVIEW.formatted(variable, place.key(), place.file(), name, HEADER, COOKIE) : "")
                + USE.formatted(variable, asked);
    }

    /** Tells whether a HAProxy that runs goes by those for shares: it compares the live backend with both. */
    static boolean sharesFound(RuntimeSocket socket, String name) throws HostException {
        return compares(socket, name + "_blue", name + "_green");
    }

    /** Tells whether it goes by those for testers. */
    static boolean testersFound(RuntimeSocket socket, String name) throws HostException {
        return compares(socket, name + "_preview");
    }

    /** Returns what a configuration has nowhere of what is sent, where it can be read. */
    static Optional<String> notSent(String configuration) {
        return configuration.isEmpty()
                ? Optional.empty()
                : Stream.of(HEADER, COOKIE)
                        .filter(sent -> Section.of(configuration).stream()
                                .noneMatch(
                                        section -> section.with(sent).findAny().isPresent()))
                        .findFirst();
    }

    /** Tells whether it compares something with each of some words. */
    private static boolean compares(RuntimeSocket socket, String... words) throws HostException {
        Matcher acls = ACL.matcher(socket.say("show acl"));
        List<String> ids = new ArrayList<>();
        while (acls.find()) {
            ids.add(acls.group(1));
        }
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < ids.size(); i += AT_ONCE) {
            said.append(socket.say(ids.subList(i, Math.min(ids.size(), i + AT_ONCE)).stream()
                    .map(id -> "show acl #" + id)
                    .collect(Collectors.joining(";"))));
        }
        return Stream.of(words)
                .allMatch(word -> Pattern.compile("(?m)^0x[0-9a-f]+ " + Pattern.quote(word) + "\\s*$")
                        .matcher(said)
                        .find());
    }

    /** Returns the section in which a configuration still has the value of the map as the end of a backend's name, where there is one. */
    static Optional<String> without(String configuration, MapPlace place) {
        String asked = "str(" + place.key() + "),map(" + place.file();
        return Section.of(configuration).stream()
                .filter(section -> section.beginning("use_backend")
                        .anyMatch(line ->
                                line.stream().anyMatch(word -> word.contains(asked) && !word.contains(",field(1,+)"))))
                .map(section -> section.kind() + " " + section.name())
                .findFirst();
    }

    /** Returns what in a configuration leads other clients to a slot than those of a share, or them elsewhere; nothing where that is not told. */
    static Optional<String> wrong(String configuration, MapPlace place) {
        String asked = "str(" + place.key() + "),map(" + place.file();
        List<Section> all = Section.of(configuration);
        return all.stream()
                .filter(section -> section.with(asked).findAny().isPresent())
                .flatMap(section -> wrong(all, section, place.name()).stream())
                .findFirst();
    }

    private static Optional<String> wrong(List<Section> all, Section section, String name) {
        String where = " in " + section.kind() + " " + section.name();
        List<String> lines =
                section.lines().stream().map(line -> String.join(" ", line)).toList();
        return lines.stream()
                .flatMap(line -> COMPARED.matcher(line).results())
                .flatMap(compared -> {
                    String above = compared.group(1);
                    String client = compared.group(2);
                    return drawn(lines, client, compared.group(3), where)
                            .or(() -> known(all, lines, client, where))
                            .or(() -> led(all, lines, above, name, where))
                            .stream();
                })
                .findFirst();
    }

    private static List<String> values(List<String> lines, String variable) {
        return found(
                lines, Pattern.compile("set-var(?:-fmt)?\\(" + Pattern.quote(variable) + "(?:,[^()]*)?\\) (\\S+)"));
    }

    /** Returns by what a client has its number, a cookie or another one; none where that is not all that is told. */
    private static List<String> numbers(List<String> lines, String client, int group) {
        List<Matcher> all = values(lines, client).stream().map(NUMBER::matcher).toList();
        return all.stream().allMatch(Matcher::matches)
                ? all.stream()
                        .map(number -> number.group(group))
                        .filter(Objects::nonNull)
                        .toList()
                : List.of();
    }

    private static Optional<String> drawn(List<String> lines, String client, String share, String where) {
        List<String> shares = values(lines, share);
        boolean perCent = !shares.isEmpty()
                && shares.stream().allMatch(value -> PER_CENT.matcher(value).matches());
        return numbers(lines, client, 2).stream()
                // One more or less is nothing that anybody would see.
                .filter(of -> perCent && Math.abs(Integer.parseInt(of) - 100) > 10)
                .findFirst()
                .map(of -> "draws a number for a client by rand(" + of + ")" + where
                        + ", of which a share would not be one of 100");
    }

    private static Optional<String> known(List<Section> all, List<String> lines, String client, String where) {
        String number = "%[var(" + client + ")";
        Pattern named = Pattern.compile("[ \"']([\\w.-]+)=" + Pattern.quote(number));
        // A backend, or the defaults, may give it as well.
        List<String> sets = all.stream()
                .flatMap(section -> section.lines().stream())
                .map(line -> String.join(" ", line))
                .filter(line -> SET_COOKIE.matcher(line).find() && line.contains(number))
                .toList();
        List<String> given = found(sets, named);
        List<String> own = found(lines.stream().filter(sets::contains).toList(), named);
        List<String> known = numbers(lines, client, 1);
        boolean told = sets.stream().allMatch(line -> named.matcher(line).find());
        return !told || known.isEmpty() || own.isEmpty() || given.stream().anyMatch(known::contains)
                ? Optional.empty()
                : Optional.of("knows a client again by the cookie " + known.get(0) + where
                        + ", and gives it the cookie " + own.get(0));
    }

    /** Looks at what a use_backend goes by, if nothing else sets it for the clients of a share. */
    private static Optional<String> led(
            List<Section> all, List<String> lines, String above, String name, String where) {
        for (String used : found(lines, USED)) {
            Pattern leads = Pattern.compile(LED.formatted(Pattern.quote(used), Pattern.quote(above)));
            List<String> sets = lines.stream()
                    .filter(line -> line.contains("set-var(" + used + ")") && !line.contains(name + "_preview"))
                    .toList();
            List<Matcher> led =
                    sets.stream().map(leads::matcher).filter(Matcher::find).toList();
            for (Slot live : led.size() < sets.size() ? new Slot[0] : Slot.values()) {
                String to = name + "_" + live.other().label();
                List<String> backends = led.stream()
                        .filter(line -> line.group(2).equals(name + "_" + live.label()))
                        .map(line -> line.group(1))
                        .toList();
                if (!backends.isEmpty()
                        && backends.stream()
                                .allMatch(backend -> isElsewhere(all, backend, name + "_" + live.label()))) {
                    return Optional.of("leads the clients of a share to " + backends.get(0) + where + " where " + name
                            + "_" + live.label() + " is live, and not to " + to);
                }
            }
        }
        return Optional.empty();
    }

    /** Tells whether a backend is where the live one is, is not there, or is another application's of a map. */
    private static boolean isElsewhere(List<Section> all, String backend, String live) {
        Optional<Integer> port = Section.port(all, backend);
        boolean there = all.stream()
                .filter(section ->
                        section.kind().equals("backend") || section.kind().equals("listen"))
                .anyMatch(section -> section.name().equals(backend));
        String other = backend.replaceFirst("_(blue|green)$", "");
        return backend.equals(live)
                || port.isPresent() && port.equals(Section.port(all, live))
                || !there && !backend.contains("$")
                || !live.startsWith(other + "_")
                        && all.stream()
                                .anyMatch(section -> section.with("str(" + other + "),map(")
                                        .findAny()
                                        .isPresent());
    }

    private static List<String> found(List<String> lines, Pattern pattern) {
        return lines.stream()
                .flatMap(line -> pattern.matcher(line).results())
                .map(result -> result.group(1))
                .distinct()
                .toList();
    }
}
