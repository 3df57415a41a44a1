package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.model.value.PreviewToken;
import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.ArrayList;
import java.util.List;
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
                http-request set-var(txn.bluegreen) rand(100) if { var(txn.bluegreen_new) -m bool }
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
                        .anyMatch(line -> line.stream().anyMatch(word -> word.contains(asked))))
                .map(section -> section.kind() + " " + section.name())
                .findFirst();
    }
}
