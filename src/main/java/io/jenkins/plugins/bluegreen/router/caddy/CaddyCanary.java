package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.router.flag.Dice;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import java.util.stream.Collectors;

/** What stands in a site besides, where a share of the clients is to be led to the slot that is not live. */
final class CaddyCanary {

    /** The header by which it is noted where a request was led to, and who answered it after how long. */
    static final String HEADER = "Bluegreen";

    /** What that has of who answered. All of it is Caddy's own, and stands in place of what the application may say so. */
    static final String ANSWERED = "{http.reverse_proxy.upstream.hostport} {http.reverse_proxy.upstream.latency_ms}";

    /** The line of a {@code reverse_proxy} by which that is noted. */
    static final String ANSWERS = "                header_down " + HEADER + " \"" + ANSWERED + "\"\n";

    private static final String CLIENT = """
                # which client it is: the smallest share that has it, by its cookie, or by the dice
                map {http.request.cookie.bluegreen} {canary_known} {
                    ~^(%1$s|100)$ "${1}"
                    default ""
                }
                map {http.request.uuid} {canary_dice} {
            %2$s        default 100
                }
                map "{canary_known}:{canary_dice}" {canary_step} {
                    ~^:(.+)$ "${1}"
                    ~^([0-9]+): "${1}"
                    default 100
                }
                @canary_new expression {canary_known} == ""
                header @canary_new +Set-Cookie "bluegreen={canary_step}; Path=/; Max-Age=86400; HttpOnly"

            """;

    private static final String LOG = """
                log {
                    output file /var/log/caddy/%s.canary.log  # which the login user must be allowed to read
                    format filter {
                        wrap json
                        fields {
                            request delete
                        }
                    }
                }
            """;

    private CaddyCanary() {}

    /** Returns what tells which client it is. */
    static String client() {
        String shares = FlagFile.SHARES.stream().map(String::valueOf).collect(Collectors.joining("|"));
        String dice = FlagFile.SHARES.stream()
                .map(share -> "        ~" + Dice.of(share) + " " + share + "\n")
                .collect(Collectors.joining());
        return CLIENT.formatted(shares, dice);
    }

    /** Returns the line by which it is noted where a request is led to. */
    static String chosen(int port) {
        return "            header " + HEADER + " " + port + "\n";
    }

    /** Returns what notes that. */
    static String log(ApplicationName app) {
        return LOG.formatted(app);
    }
}
