package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.ApplicationName;
import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What stands in a site, where a share of the clients is to be led to the slot that is not live.
 *
 * @param flag the flag file
 * @param servers the addresses of what runs in a slot
 */
record CaddyCanary(ApplicationName app, SlotPair slots, FlagPath flag, List<String> servers) {

    /** The header by which it is noted where a request was led to, and who answered it after how long. */
    static final String HEADER = "Bluegreen";

    /** What that has of who answered. All of it is Caddy's own, and stands in place of what the application may say so. */
    static final String ANSWERED = "{http.reverse_proxy.upstream.hostport} {http.reverse_proxy.upstream.latency_ms}";

    /** By which first digits a client comes to be in a share, each with those of the smaller ones. */
    private static final Map<Integer, String> DICE =
            Map.of(1, "0[0-2]", 5, "0[0-9a-c]", 10, "(0|1[0-9])", 25, "[0-3]", 50, "[0-7]");

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

    private static final String MATCHERS = """
                # where it is led to: each is looked for at each request
                @green file {
                    root %1$s
                    try_files %2$s
                }
                @canary_blue file {
                    root %1$s
                    try_files %3$s%4$d-{canary_step}
                }
                @canary_green file {
                    root %1$s
                    try_files %3$s%5$d-{canary_step}
                }
            """;

    private static final String HANDLES = """
                handle @green {
                    handle @canary_blue {
            %1$s        }
                    handle {
            %2$s        }
                }
                handle {
                    handle @canary_green {
            %3$s        }
                    handle {
            %4$s        }
                }
            """;

    private static final String PROXY = """
                        header %1$s %2$d
                        reverse_proxy %3$s {  # %4$s
            %5$s                header_down %1$s "%6$s"
                            transport http {
                                keepalive 2s
                            }
                        }
            """;

    // The live one is asked where this one does not take a connection, which is then not asked again for a moment.
    private static final String FALLS_BACK = """
                            lb_policy first
                            lb_try_duration 500ms
                            lb_try_interval 5ms
                            fail_duration 50ms
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

    /** Returns it. */
    String text() {
        String shares = FlagFile.SHARES.stream().map(String::valueOf).collect(Collectors.joining("|"));
        String dice = FlagFile.SHARES.stream()
                .map(share -> "        ~^" + DICE.get(share) + " " + share + "\n")
                .collect(Collectors.joining());
        return CLIENT.formatted(shares, dice)
                + MATCHERS.formatted(
                        flag.folder(), flag.name(), FlagFile.canary(flag.name()), slots.blue(), slots.green())
                + HANDLES.formatted(canary(Slot.BLUE), live(Slot.GREEN), canary(Slot.GREEN), live(Slot.BLUE))
                + LOG.formatted(app);
    }

    private String live(Slot slot) {
        return proxy(slot, servers(slot), slot.label(), "");
    }

    /** Of several servers of a slot, those that are there take turns; whose is gone is not fallen back from then. */
    private String canary(Slot slot) {
        return servers.size() > 1
                ? live(slot)
                : proxy(
                        slot,
                        servers(slot) + " " + servers(slot.other()),
                        slot.label() + ", or the other one where that is gone",
                        FALLS_BACK);
    }

    private String proxy(Slot slot, String servers, String comment, String lines) {
        return PROXY.formatted(HEADER, slots.port(slot), servers, comment, lines, ANSWERED);
    }

    private String servers(Slot slot) {
        return servers.stream().map(server -> server + ":" + slots.port(slot)).collect(Collectors.joining(" "));
    }
}
