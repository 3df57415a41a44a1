package io.jenkins.plugins.bluegreen.router.caddy;

import io.jenkins.plugins.bluegreen.model.value.Slot;
import io.jenkins.plugins.bluegreen.model.value.SlotPair;
import io.jenkins.plugins.bluegreen.router.flag.FlagFile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What stands in a site where some are led to the slot that is not live.
 *
 * @param flag the flag file
 * @param servers the addresses of what runs in a slot
 * @param shares whether a share of the clients is, and what came of a request is noted
 * @param testers whether who sends a token is
 */
record CaddyIdle(SlotPair slots, FlagPath flag, List<String> servers, boolean shares, boolean testers) {

    private static final String MATCHERS = """
                # where it is led to: each is looked for at each request
                # no file means blue: where green is live already, create it before the reload
                @green file {
                    root %1$s
                    try_files %2$s
                }
                @%5$s_blue file {
                    root %1$s
                    try_files %3$s
                }
                @%5$s_green file {
                    root %1$s
                    try_files %4$s
                }
            """;

    private static final String HANDLES = """
                handle @green {
                    handle @%5$s_blue {
            %1$s        }
                    handle {
            %2$s        }
                }
                handle {
                    handle @%5$s_green {
            %3$s        }
                    handle {
            %4$s        }
                }
            """;

    private static final String PROXY = """
            %1$s            reverse_proxy %2$s {  # %3$s
            %4$s                transport http {
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

    /** Returns it. */
    String text() {
        String name = shares ? "canary" : "preview";
        return MATCHERS.formatted(flag.folder(), flag.name(), tried(Slot.BLUE), tried(Slot.GREEN), name)
                + HANDLES.formatted(idle(Slot.BLUE), live(Slot.GREEN), idle(Slot.GREEN), live(Slot.BLUE), name);
    }

    /** Any of them leads to a slot. */
    private String tried(Slot slot) {
        List<String> files = new ArrayList<>();
        if (shares) {
            files.add(FlagFile.canary(flag.name()) + slots.port(slot) + "-{canary_step}");
        }
        if (testers) {
            files.add(FlagFile.preview(flag.name()) + slots.port(slot) + "-{preview}");
        }
        return String.join(" ", files);
    }

    private String live(Slot slot) {
        return proxy(slot, servers(slot), slot.label(), "");
    }

    /** Of several servers of a slot, those that are there take turns; whose is gone is not fallen back from then. */
    private String idle(Slot slot) {
        return servers.size() > 1
                ? live(slot)
                : proxy(
                        slot,
                        servers(slot) + " " + servers(slot.other()),
                        slot.label() + ", or the other one where that is gone",
                        FALLS_BACK);
    }

    private String proxy(Slot slot, String to, String comment, String lines) {
        return PROXY.formatted(
                shares ? CaddyCanary.chosen(slots.port(slot)) : "",
                to,
                comment,
                lines + (shares ? CaddyCanary.ANSWERS : ""));
    }

    private String servers(Slot slot) {
        return servers.stream().map(server -> server + ":" + slots.port(slot)).collect(Collectors.joining(" "));
    }
}
