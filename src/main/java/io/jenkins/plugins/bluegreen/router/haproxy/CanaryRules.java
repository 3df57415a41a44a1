package io.jenkins.plugins.bluegreen.router.haproxy;

import io.jenkins.plugins.bluegreen.port.host.HostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The lines of a frontend by which HAProxy leads a share of the clients to the slot that is not live. A client is known by a number below 100, in
 * a cookie that it is given with its first answer as soon as there is a share.
 */
final class CanaryRules {

    // rand and the arithmetic converters: Configuration Manual, 7.3; a converter whose variable is not there fails, and
    // so does the rule.
    private static final String LINES = """
                # The map is asked at each request: blue, green, or blue+25, which leads 25 %% of the clients to green.
                http-request set-var(txn.%1$s_state) str(%2$s),map(%3$s,blue)
                http-request set-var(txn.%1$s_live) var(txn.%1$s_state),field(1,+)
                http-request set-var(txn.%1$s_backend) str(%4$s_),concat(,txn.%1$s_live)
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
                use_backend %%[var(txn.%1$s_led)] if { var(txn.%1$s_led) -m found } %5$s
                use_backend %%[var(txn.%1$s_backend)] if %5$s
            """;

    private static final Pattern ACL = Pattern.compile("(?m)^(\\d+) \\([^)]*\\) acl 'var' ");

    /** A line with commands is no longer than what HAProxy reads at once (tune.bufsize). */
    private static final int AT_ONCE = 500;

    private CanaryRules() {}

    /**
     * Returns them.
     *
     * @param asked a condition for the application's requests
     */
    static String of(MapPlace place, String asked) {
        String name = place.name();
        // In a variable, there is nothing but letters, digits and these (Configuration Manual, 7.3.2).
        return LINES.formatted(name.replaceAll("[^A-Za-z0-9_]", "_"), place.key(), place.file(), name, asked);
    }

    /** Tells what of a HAProxy that runs shows that it goes by them: what the live backend is compared with. */
    static boolean found(RuntimeSocket socket, String name) throws HostException {
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
        return Pattern.compile("(?m)^0x[0-9a-f]+ " + Pattern.quote(name) + "_blue\\s*$")
                        .matcher(said)
                        .find()
                && Pattern.compile("(?m)^0x[0-9a-f]+ " + Pattern.quote(name) + "_green\\s*$")
                        .matcher(said)
                        .find();
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
